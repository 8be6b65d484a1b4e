import { type ReactNode, useMemo } from "react";
import type { ClassJudgement } from "../../engine/protocol.ts";
import { sizeOf } from "../../engine/tensor.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { Segmented } from "../design/segmented.tsx";
import { formatNumber, formatShare, formatValue } from "../views/format.ts";
import { ImageView } from "../views/image-view.tsx";
import { PointsView } from "../views/points-view.tsx";
import styles from "./judgement.module.css";
import { type ExampleList as List, placesCsv, placesIn, worstCell } from "./judgement.ts";
import { examplesAtOnce, type ListedExamples, showExamples, useJudgement } from "./judgement-store.ts";
import { SaveMenu } from "./save-menu.tsx";
import { chooseProbe, useTraining } from "./store.ts";

/** Side of a picture in CSS pixels: twice the 28 of the usual images. */
const room = 56;
/** The most that the window may ask for at once. */
const mostExamples = 480;

/** The pictures or points of the chosen cell, or those that were most wrong or least sure. Each can be made the probe. */
export function ExamplesView({ judgement }: { readonly judgement: ClassJudgement }) {
  const list = useJudgement((state) => state.list);
  const listed = useJudgement((state) => state.listed);
  const places = useMemo(() => (list ? placesIn(judgement, list) : []), [judgement, list]);
  const fewer = listed ? Math.min(places.length, mostExamples) - listed.places.length : 0;
  return (
    <section className={styles.behind} aria-label={say("Examples behind the cell")}>
      <header>
        <h3>{list ? titleOf(list, judgement) : say("No mistakes")}</h3>
        <span className={styles.count}>{list ? formatNumber(places.length) : null}</span>
        {list && places.length > 0 ? (
          <SaveMenu
            title={say("examples")}
            saved={{ png: "section", csv: () => placesCsv(judgement, places) }}
          />
        ) : null}
      </header>
      <Segmented
        label={say("Which examples")}
        value={list?.show ?? "cell"}
        options={[
          { value: "cell", label: say("Of a cell") },
          { value: "most wrong", label: say("Most wrong") },
          { value: "least sure", label: say("Least sure") },
        ]}
        onChange={(show) => {
          const cell = worstCell(judgement) ?? { truth: 0, guess: 0 };
          void showExamples(show === "cell" ? { show, ...cell } : { show });
        }}
      />
      {list ? null : <p className={styles.caption}>{say("Choose a cell to see the examples behind it.")}</p>}
      {list && listed && listed.places.length > 0 ? (
        <>
          <p className={styles.caption}>
            {translate(captions[list.show])} {say("Choose one to make it the probe.")}
          </p>
          <Examples judgement={judgement} list={list} listed={listed} />
        </>
      ) : null}
      {listed?.places.length === 0 ? (
        <p className={styles.caption}>{say("There is no such example.")}</p>
      ) : null}
      {list && listed && fewer > 0 ? (
        <Button
          onClick={() =>
            void showExamples(list, Math.min(mostExamples, listed.places.length + examplesAtOnce))
          }
        >
          {say("Show {count, number} more", { count: Math.min(fewer, examplesAtOnce) })}
        </Button>
      ) : null}
    </section>
  );
}

const captions: Readonly<Record<List["show"], string>> = {
  cell: phrase("The surest first."),
  "most wrong": phrase("Mistakes that the network was surest of."),
  "least sure": phrase("Answers that the network was least sure of, right or wrong."),
};

function titleOf(list: List, { classNames }: ClassJudgement): string {
  if (list.show !== "cell") return list.show === "most wrong" ? say("Most wrong") : say("Least sure");
  const name = classNames[list.truth] ?? "";
  return list.truth === list.guess
    ? say("{name}, recognised", { name })
    : say("{name} taken for {guess}", { name, guess: classNames[list.guess] ?? "" });
}

function Examples(props: {
  readonly judgement: ClassJudgement;
  readonly list: List;
  readonly listed: ListedExamples;
}) {
  const { judgement, list } = props;
  const { places, examples } = props.listed;
  const size = sizeOf(examples.shape);
  const values = useMemo(
    () => places.map((_, position) => examples.values.slice(position * size, (position + 1) * size)),
    [places, examples, size],
  );
  const isImage = examples.shape.length === 3;
  return (
    <>
      {isImage ? null : <ListedPoints values={values} labels={examples.labels} />}
      <ul className={isImage ? styles.pictures : styles.points}>
        {places.map((place, position) => (
          <li key={place}>
            <ProbeButton judgement={judgement} place={place} names={list.show !== "cell"}>
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

/** The points of the list among those of the data set. */
function ListedPoints({
  values,
  labels,
}: {
  readonly values: readonly Float32Array[];
  readonly labels: Uint8Array;
}) {
  const examples = useTraining(({ card }) => card?.examples ?? null);
  const [axisX, axisY] = examples?.show === "table" ? examples.axes : planeAxes;
  const marked = useMemo(
    () =>
      values.map((example, place) => ({
        x: example[axisX] ?? Number.NaN,
        y: example[axisY] ?? Number.NaN,
        label: labels[place] ?? 0,
      })),
    [values, labels, axisX, axisY],
  );
  const others =
    examples && examples.show !== "images" ? examples : { coordinates: new Float32Array(), labels: [] };
  return (
    <PointsView
      name={say("The points of the list, ringed among the others")}
      coordinates={others.coordinates}
      labels={others.labels}
      marked={marked}
      room={200}
    />
  );
}

function ProbeButton(props: {
  readonly judgement: ClassJudgement;
  readonly place: number;
  /** Whether the true class and the answer are told: they differ from example to example. */
  readonly names: boolean;
  readonly children: ReactNode;
}) {
  const { judgement, place, names, children } = props;
  const index = judgement.examples[place] ?? 0;
  const isProbe = useTraining(({ pictures }) => pictures?.probe.index === index);
  const { classNames, labels, predicted } = judgement;
  const [label, guess] = [labels[place] ?? 0, predicted[place] ?? 0];
  const told = label === guess ? (classNames[label] ?? "") : `${classNames[label]} → ${classNames[guess]}`;
  const sure = certaintyText(judgement.certainty[place] ?? Number.NaN);
  return (
    <button
      type="button"
      aria-pressed={isProbe}
      aria-label={
        say("Example {index, number}, certainty {sure}", { index, sure }) + (names ? `, ${told}` : "")
      }
      title={names ? told : undefined}
      onClick={() => void chooseProbe(index)}
    >
      {children}
      <span className={styles.sure}>{sure}</span>
      {names ? <span className={styles.told}>{told}</span> : null}
    </button>
  );
}

/** A probability as a share; the output of a network that gives none as the number it is. */
function certaintyText(certainty: number): string {
  return certainty >= 0 && certainty <= 1 ? formatShare(certainty, 0) : formatValue(certainty);
}
