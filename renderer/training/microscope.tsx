import type { ReactNode } from "react";
import { layerKind } from "../../engine/layers/registry.ts";
import type { CellLook, CellSum } from "../../engine/protocol.ts";
import { imageSize } from "../../engine/tensor.ts";
import { say } from "../../engine/words/say.ts";
import { Formula } from "../design/formula.tsx";
import { Said } from "../design/said.tsx";
import { formatInCell, formatNumber, formatValue } from "../views/format.ts";
import { pictureFrame } from "../views/paint-maps.ts";
import { InputPicture } from "./input-picture.tsx";
import { useInspect } from "./inspect-store.ts";
import { microscopeCsv } from "./inspect-tables.ts";
import styles from "./microscope.module.css";
import { channelCells, type MicroscopeCell, sumWords } from "./microscope-cells.ts";
import { SaveMenu } from "./save-menu.tsx";
import { useTraining } from "./store.ts";

/** More columns than this are shown as colours alone: numbers would not fit. */
const widestWithNumbers = 5;

/** A long row of inputs is laid out in rows of so many. */
const rowOfMany = 16;
/** Numbers that a screen reader is told of a picture. */
const mostTold = 50;

/** How the value under the cursor came about: input values, weights, products and sums, and what it sees of the input. */
export function Microscope() {
  const cell = useInspect((state) => state.cell);
  if (!cell) return null;
  return (
    <section className={styles.microscope} aria-label={say("Pixel microscope")} data-testid="microscope">
      <header className={styles.titled}>
        <h2>
          {cell.at.length === 3
            ? say("Pixel microscope")
            : say("Unit {unit} under the microscope", { unit: (cell.at[0] ?? 0) + 1 })}
        </h2>
        <SaveMenu
          title={say("Pixel microscope")}
          saved={{
            png: "section",
            ...(cell.sum ? { csv: () => (cell.sum ? microscopeCsv(cell.sum) : "") } : {}),
          }}
        />
      </header>
      {cell.sum ? (
        <Sum look={cell} sum={cell.sum} />
      ) : (
        <div className={styles.sum}>
          <LayerFormula node={cell.node} />
          <p className={styles.origin}>
            <Origin look={cell} />
          </p>
        </div>
      )}
      {cell.activated ? (
        <p className={styles.plain}>
          <Said
            message="{name} makes it <b>{value}</b>."
            values={{ name: cell.activated.name, value: formatValue(cell.activated.value), b: bold }}
          />
        </p>
      ) : null}
      <Seen look={cell} />
    </section>
  );
}

/** What the layer computes, in the run's own network. */
function LayerFormula({ node }: { readonly node: string }) {
  const found = useTraining(({ network }) => network?.graph.nodes.find(({ id }) => id === node) ?? null);
  return found ? <Formula tex={layerKind(found.kind).formula(found.fields)} /> : null;
}

/** Where a value comes from that is not added up: what the layers before give at its place. */
function Origin({ look: { node, value, sources } }: { readonly look: CellLook }) {
  const name = useTraining(
    ({ network }) => network?.graph.nodes.find(({ id }) => id === node)?.name ?? say("This layer"),
  );
  if (sources.length === 0)
    return (
      <Said
        message="{name} gives <b>{value}</b> here."
        values={{ name, value: formatValue(value), b: bold }}
      />
    );
  return (
    <>
      {sources.map((source, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an input's place is what it is.
        <span key={index}>
          {index > 0 ? " " : ""}
          <Said
            message={index === 0 ? "{name} gives <b>{value}</b>" : "and {name} gives <b>{value}</b>"}
            values={{ name: source.name, value: formatValue(source.value), b: bold }}
          />
        </span>
      ))}{" "}
      <Said
        message="here, {name} makes <b>{value}</b> of {count, plural, one {it} other {them}}."
        values={{ name, value: formatValue(value), count: sources.length, b: bold }}
      />
    </>
  );
}

function bold(words: readonly ReactNode[]) {
  return <b>{words}</b>;
}

function Sum({ look, sum }: { readonly look: CellLook; readonly sum: CellSum }) {
  const chosen = Math.min(
    useInspect((state) => state.channel),
    sum.channels - 1,
  );
  const isUnit = look.at.length === 1;
  const cells = channelCells(sum, chosen);
  const columns = sum.rows === 1 ? Math.min(sum.columns, rowOfMany) : sum.columns;
  const withNumbers = columns <= widestWithNumbers && cells.length <= 2 * widestWithNumbers ** 2;
  return (
    <>
      {sum.channels > 1 ? <Channels sum={sum} chosen={chosen} /> : null}
      <div className={styles.factors}>
        <Cells
          name={isUnit ? say("Inputs") : say("Patch")}
          cells={cells}
          show="value"
          columns={columns}
          withNumbers={withNumbers}
        />
        {sum.weights ? (
          <>
            <span className={styles.factor}>
              <span aria-hidden>⊙</span>
              <Cells
                name={isUnit ? say("Weights") : say("Kernel")}
                cells={cells}
                show="weight"
                columns={columns}
                withNumbers={withNumbers}
              />
            </span>
            <span className={styles.factor}>
              <span aria-hidden>=</span>
              <Cells
                name={say("Products")}
                cells={cells}
                show="product"
                columns={columns}
                withNumbers={withNumbers}
              />
            </span>
          </>
        ) : null}
      </div>
      <div className={styles.sum}>
        <LayerFormula node={look.node} />
        <p data-testid="microscope-sum">
          {sumWords(sum)} = <b>{formatValue(look.value)}</b>
        </p>
      </div>
    </>
  );
}

function Channels({ sum, chosen }: { readonly sum: CellSum; readonly chosen: number }) {
  return (
    <ul className={styles.channels} aria-label={say("Sums of the channels")}>
      {Array.from(sum.channelSums, (part, channel) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a channel's place is what it is.
        <li key={channel}>
          <button
            type="button"
            aria-pressed={channel === chosen}
            onClick={() => useInspect.setState({ channel })}
          >
            <span>{say("channel {channel, number}", { channel: sum.firstChannel + channel + 1 })}</span>
            {formatValue(part)}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** As wide as its number needs; patch, kernel and products of five columns still stand side by side in a wide window. */
function cellWidth(columns: number, withNumbers: boolean): string {
  if (!withNumbers) return "9px";
  return columns > 3 ? "minmax(0, 33px)" : "minmax(0, 46px)";
}

function Cells(props: {
  readonly name: string;
  readonly cells: readonly MicroscopeCell[];
  readonly show: "value" | "weight" | "product";
  readonly columns: number;
  readonly withNumbers: boolean;
}) {
  const { name, cells, show, columns, withNumbers } = props;
  const largest = Math.max(...cells.map((cell) => Math.abs(cell[show])), 1e-12);
  return (
    <figure className={styles.cells}>
      <div
        role="img"
        aria-label={`${name}: ${cells
          .slice(0, mostTold)
          .map((cell) => formatValue(cell[show]))
          .join(
            ", ",
          )}${cells.length > mostTold ? ` ${say("and {count, number} more", { count: cells.length - mostTold })}` : ""}`}
        style={{ gridTemplateColumns: `repeat(${columns}, ${cellWidth(columns, withNumbers)})` }}
        data-small={!withNumbers}
        data-narrow={withNumbers && columns > 3}
      >
        {cells.map((cell, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell's place is what it is.
            key={index}
            data-padding={show === "value" ? cell.padding : "none"}
            data-winner={cell.isWinner && show === "value"}
            data-sign={cell[show] < 0 ? "minus" : "plus"}
            style={{ "--strength": Math.abs(cell[show]) / largest } as React.CSSProperties}
          >
            {withNumbers ? formatInCell(cell[show], largest) : null}
          </span>
        ))}
      </div>
      <figcaption>{name.toLowerCase()}</figcaption>
    </figure>
  );
}

/** Side of a small picture of the input in CSS pixels. */
const side = 64;

/** What this place, and the same place in later layers, sees of the input. */
function Seen({ look }: { readonly look: CellLook }) {
  const probe = useTraining((state) => state.pictures?.probe ?? null);
  const size = probe && imageSize(probe.shape);
  if (!probe || !size || look.seen.length === 0) return null;
  const frame = pictureFrame(size, side);
  return (
    <>
      <h3>{say("What this place sees, layer by layer")}</h3>
      <ul className={styles.seen}>
        {look.seen.map(({ node, name, area }) => {
          const { top, bottom, left, right } = area ?? {
            top: 0,
            bottom: size.height - 1,
            left: 0,
            right: size.width - 1,
          };
          const [rows, columns] = [bottom - top + 1, right - left + 1];
          return (
            <li key={node}>
              <span className={styles.input} style={{ width: frame.side, height: frame.side }}>
                <InputPicture values={probe.values} shape={probe.shape} room={frame.side} />
                {rows > 0 && columns > 0 ? (
                  <span
                    className={styles.area}
                    style={{
                      top: frame.top + top * frame.scale,
                      left: frame.left + left * frame.scale,
                      width: columns * frame.scale,
                      height: rows * frame.scale,
                    }}
                  />
                ) : null}
              </span>
              <b>{name}</b>
              <span>
                {rows > 0 && columns > 0
                  ? `${formatNumber(rows)}×${formatNumber(columns)}`
                  : say("padding only")}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
