import { type ReactNode, useMemo } from "react";
import type { Judgement } from "../../engine/protocol.ts";
import { sizeOf } from "../../engine/tensor.ts";
import { Button } from "../design/button.tsx";
import { formatNumber, formatShare, formatValue } from "../views/format.ts";
import { ImageView } from "../views/image-view.tsx";
import { PointsView } from "../views/points-view.tsx";
import styles from "./judgement.module.css";
import { countIn } from "./judgement.ts";
import { type CellExamples, examplesAtOnce, showCell, useJudgement } from "./judgement-store.ts";
import { chooseProbe, useTraining } from "./store.ts";

/** Side of a picture in CSS pixels: twice the 28 of the usual images. */
const room = 56;
/** The most that the window may ask for at once. */
const mostExamples = 480;

/** The pictures or points behind the chosen cell. Each can be made the probe. */
export function CellExamplesView({ judgement }: { readonly judgement: Judgement }) {
  const cell = useJudgement((state) => state.cell);
  const shown = useJudgement((state) => state.cellExamples);
  if (!cell)
    return (
      <section className={styles.behind} aria-label="Examples behind the cell">
        <header>
          <h3>No mistakes</h3>
        </header>
        <p className={styles.caption}>Choose a cell to see the examples behind it.</p>
      </section>
    );
  const { classNames } = judgement;
  const count = countIn(judgement, cell);
  const name = classNames[cell.truth] ?? "";
  const taken = classNames[cell.guess] ?? "";
  const title = cell.truth === cell.guess ? `${name}, recognised` : `${name} taken for ${taken}`;
  const fewer = shown ? Math.min(count, mostExamples) - shown.places.length : 0;
  return (
    <section className={styles.behind} aria-label="Examples behind the cell">
      <header>
        <h3>{title}</h3>
        <span className={styles.count}>{formatNumber(count)}</span>
      </header>
      {shown && shown.places.length > 0 ? (
        <>
          <p className={styles.caption}>The surest first. Choose one to make it the probe.</p>
          <ExampleList judgement={judgement} shown={shown} />
        </>
      ) : null}
      {shown?.places.length === 0 ? <p className={styles.caption}>No example is in this cell.</p> : null}
      {shown && fewer > 0 ? (
        <Button
          onClick={() => void showCell(cell, Math.min(mostExamples, shown.places.length + examplesAtOnce))}
        >
          Show {formatNumber(Math.min(fewer, examplesAtOnce))} more
        </Button>
      ) : null}
    </section>
  );
}

function ExampleList({ judgement, shown }: { readonly judgement: Judgement; readonly shown: CellExamples }) {
  const { places, examples } = shown;
  const size = sizeOf(examples.shape);
  const values = useMemo(
    () => places.map((_, position) => examples.values.slice(position * size, (position + 1) * size)),
    [places, examples, size],
  );
  const isImage = examples.shape.length === 3;
  return (
    <>
      {isImage ? null : <CellPoints values={values} label={examples.labels[0] ?? 0} />}
      <ul className={isImage ? styles.pictures : styles.points}>
        {places.map((place, position) => (
          <li key={place}>
            <ProbeButton judgement={judgement} place={place}>
              {isImage ? (
                <ImageView
                  name=""
                  values={values[position] ?? new Float32Array()}
                  shape={examples.shape}
                  room={room}
                />
              ) : (
                <span>{[...(values[position] ?? [])].slice(0, 4).map(formatValue).join("; ")}</span>
              )}
            </ProbeButton>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Points in the plane are drawn as they are; a table says which of its features it shows. */
const planeAxes = [0, 1] as const;

/** The points of the cell among those of the data set. */
function CellPoints({ values, label }: { readonly values: readonly Float32Array[]; readonly label: number }) {
  const examples = useTraining(({ card }) => card?.examples ?? null);
  const [axisX, axisY] = examples?.show === "table" ? examples.axes : planeAxes;
  const marked = useMemo(
    () =>
      values.map((example) => ({ x: example[axisX] ?? Number.NaN, y: example[axisY] ?? Number.NaN, label })),
    [values, label, axisX, axisY],
  );
  const others =
    examples && examples.show !== "images" ? examples : { coordinates: new Float32Array(), labels: [] };
  return (
    <PointsView
      name="The points of the cell, ringed among the others"
      coordinates={others.coordinates}
      labels={others.labels}
      marked={marked}
      room={200}
    />
  );
}

function ProbeButton(props: {
  readonly judgement: Judgement;
  readonly place: number;
  readonly children: ReactNode;
}) {
  const { judgement, place, children } = props;
  const index = judgement.examples[place] ?? 0;
  const isProbe = useTraining(({ pictures }) => pictures?.probe.index === index);
  const sure = certaintyText(judgement.certainty[place] ?? Number.NaN);
  return (
    <button
      type="button"
      aria-pressed={isProbe}
      aria-label={`Example ${formatNumber(index)}, certainty ${sure}`}
      onClick={() => void chooseProbe(index)}
    >
      {children}
      <span className={styles.sure}>{sure}</span>
    </button>
  );
}

/** A probability as a share; the output of a network that gives none as the number it is. */
function certaintyText(certainty: number): string {
  return certainty >= 0 && certainty <= 1 ? formatShare(certainty, 0) : formatValue(certainty);
}
