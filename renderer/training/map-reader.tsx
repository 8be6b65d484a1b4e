import { type KeyboardEvent, type PointerEvent, useMemo } from "react";
import type { LayerLook } from "../../engine/protocol.ts";
import { imageSize, shapeText } from "../../engine/tensor.ts";
import { arrowSteps } from "../views/arrow-steps.ts";
import { formatNumber, formatValue } from "../views/format.ts";
import { magnification } from "../views/paint-maps.ts";
import { summarise, summaryText } from "../views/values.ts";
import { InputPicture } from "./input-picture.tsx";
import styles from "./inspect.module.css";
import { useInspect } from "./inspect-store.ts";
import { Plane, rangeFor, useMapColours } from "./map-grid.tsx";
import { SaveMenu } from "./save-menu.tsx";
import { useTraining } from "./store.ts";

/** Side of the large map in CSS pixels: nine times the 28 of the usual images. */
const room = 252;

/** Side of a cell and upper left corner of a map in its room, as it is painted: whole device pixels, centred. */
function placedIn(height: number, width: number) {
  const ratio = window.devicePixelRatio || 1;
  const pixels = Math.round(room * ratio);
  const { factor, step } = magnification(height, width, pixels);
  const margin = (length: number) => Math.floor((pixels - Math.ceil(length / step) * factor) / 2) / ratio;
  return { cell: factor / step / ratio, left: margin(width), top: margin(height) };
}

/** The chosen map, large, with a cursor that reads its values: arrow keys move it, so does a click. */
export function MapReader({ look, name }: { readonly look: LayerLook; readonly name: string }) {
  const scale = useInspect((state) => state.scale);
  const range = useMemo(() => rangeFor(look, scale), [look, scale]);
  const colours = useMapColours(look);
  const size = imageSize(look.shape) ?? { channels: 1, height: 1, width: 1 };
  const { channels, height, width } = size;
  const map = Math.min(
    useInspect((state) => state.map),
    channels - 1,
  );
  const row = Math.min(
    useInspect((state) => state.row),
    height - 1,
  );
  const column = Math.min(
    useInspect((state) => state.column),
    width - 1,
  );
  const offset = map * height * width;
  const value = look.values[offset + row * width + column] ?? Number.NaN;

  const { cell, left, top } = placedIn(height, width);

  function onKeyDown(event: KeyboardEvent): void {
    const move = arrowSteps[event.key];
    if (!move) return;
    event.preventDefault();
    go(row + move[0], column + move[1]);
  }

  function onPointerDown(event: PointerEvent<HTMLElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    go(
      Math.floor((event.clientY - box.top - top) / cell),
      Math.floor((event.clientX - box.left - left) / cell),
    );
  }

  function go(toRow: number, toColumn: number): void {
    useInspect.setState({
      row: Math.max(0, Math.min(height - 1, toRow)),
      column: Math.max(0, Math.min(width - 1, toColumn)),
    });
  }

  return (
    <section aria-label={`Map ${map + 1} of ${name}`}>
      <header className={styles.titled}>
        <h2>
          Map {formatNumber(map + 1)} of {name}
        </h2>
        <SaveMenu title={`Map ${map + 1} of ${name}`} saved={{ png: "section" }} />
      </header>
      <div className={styles.pair}>
        <WholeInput look={look} />
        <button
          type="button"
          className={styles.reader}
          aria-label={`Map ${map + 1} of ${name}, ${summaryText(summarise(look.values, offset, height * width))}. Arrow keys read its values.`}
          onKeyDown={onKeyDown}
          onPointerDown={onPointerDown}
        >
          <Plane
            plane={{ values: look.values, offset, height, width }}
            colours={colours}
            range={range}
            room={room}
          />
          <span
            className={styles.cursor}
            style={{ left: left + column * cell, top: top + row * cell, width: cell, height: cell }}
          />
        </button>
      </div>
      <output className={styles.value} aria-live="polite">
        Row {formatNumber(row + 1)}, column {formatNumber(column + 1)}: <b>{formatValue(value)}</b>
      </output>
      <p className={styles.hint}>Arrow keys or a click move the cursor.</p>
    </section>
  );
}

/** The input, and what the chosen place sees of it. The layer of the input needs none: its map is the input. */
function WholeInput({ look }: { readonly look: LayerLook }) {
  const probe = useTraining((state) => state.pictures?.probe ?? null);
  const input = useTraining((state) => state.pictures?.nodes[0]?.node);
  const seen = useInspect(({ cell }) => cell?.seen.find(({ node }) => node === look.node) ?? null);
  const size = probe && imageSize(probe.shape);
  if (!probe || !size || look.node === input) return null;
  const all = { top: 0, bottom: size.height - 1, left: 0, right: size.width - 1 };
  const { top, bottom, left, right } = seen?.area ?? all;
  const frame = placedIn(size.height, size.width);
  return (
    <figure className={styles.whole}>
      <div className={styles.wholeInput}>
        <InputPicture values={probe.values} shape={probe.shape} room={room} />
        {seen && bottom >= top && right >= left ? (
          <span
            className={styles.area}
            style={{
              top: frame.top + top * frame.cell,
              left: frame.left + left * frame.cell,
              width: (right - left + 1) * frame.cell,
              height: (bottom - top + 1) * frame.cell,
            }}
          />
        ) : null}
      </div>
      <figcaption>What it sees of the input, {shapeText(probe.shape)}</figcaption>
    </figure>
  );
}
