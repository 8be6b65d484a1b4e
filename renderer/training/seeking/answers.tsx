import { summarise } from "../../../engine/protocol/summary.ts";
import type { StrongestInputs } from "../../../engine/protocol.ts";
import { imageSize, sizeOf } from "../../../engine/tensor.ts";
import { say } from "../../../engine/words/say.ts";
import { formatValue } from "../../views/format.ts";
import { ImageView } from "../../views/image-view.tsx";
import { pictureFrame } from "../../views/paint-maps.ts";
import { summaryText } from "../../views/values.ts";
import { Plane } from "../map-grid.tsx";
import { chooseProbe, useTraining } from "../store.ts";
import { useAskedNames } from "../use-task.ts";
import { useSeek } from "./seek-store.ts";
import styles from "./seeking.module.css";

/** Sides of pictures in CSS pixels: one of nine, and one alone. */
const [small, large] = [84, 168];

/** The strongest examples; a click makes one the probe. */
export function StrongestView() {
  const found = useSeek((state) => state.strongest);
  const names = useTraining(({ card }) => card?.classNames ?? noNames);
  if (!found) return null;
  if (found.examples.length === 0)
    return <p className={styles.words}>{say("It answered to no example with a number.")}</p>;
  return (
    <ol className={styles.strongest}>
      {Array.from(found.examples, (example, place) => (
        <li key={example}>
          <button
            type="button"
            aria-label={say("Example {example, number}, {answer}", {
              example,
              answer: exampleWords(found, place, names),
            })}
            onClick={() => void chooseProbe(example)}
          >
            <Input found={found} place={place} />
            <span className="num">{formatValue(found.answers[place] ?? Number.NaN)}</span>
            <span>{names[found.labels?.[place] ?? -1] ?? ""}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

const noNames: readonly string[] = [];

function exampleWords({ answers, labels }: StrongestInputs, place: number, names: readonly string[]): string {
  const name = names[labels?.[place] ?? -1];
  return (
    say("answer {value}", { value: formatValue(answers[place] ?? Number.NaN) }) + (name ? `, ${name}` : "")
  );
}

/** The picture with the part framed that the answering place sees; the first numbers of a row. */
function Input({ found, place }: { readonly found: StrongestInputs; readonly place: number }) {
  const { shape, values, seen } = found;
  const size = sizeOf(shape);
  const own = values.subarray(place * size, (place + 1) * size);
  const image = imageSize(shape);
  if (!image)
    return <span className={styles.row}>{Array.from(own.subarray(0, 3), formatValue).join("; ")}</span>;
  const area = seen[place];
  const { side, scale, top, left } = pictureFrame(image, small);
  return (
    <span className={styles.frame}>
      <ImageView name="" values={own} shape={shape} room={side} />
      {area ? (
        <span
          className={styles.seen}
          style={{
            left: left + area.left * scale,
            top: top + area.top * scale,
            width: (area.right - area.left + 1) * scale,
            height: (area.bottom - area.top + 1) * scale,
          }}
        />
      ) : null}
    </span>
  );
}

/** The input that was grown, or still grows. */
export function DreamView() {
  const dream = useSeek((state) => state.dream);
  const isWorking = useSeek((state) => state.isWorking);
  const growing = useTraining(({ seeking }) => seeking?.values ?? null);
  const shape = useTraining(({ pictures }) => pictures?.probe.shape ?? null);
  const values = dream?.values ?? (isWorking ? growing : null);
  if (!values || !shape) return null;
  return (
    <figure className={styles.figure}>
      {imageSize(shape) ? (
        <ImageView name={say("The grown input")} values={values} shape={shape} room={large} />
      ) : (
        <span className="num">{Array.from(values.subarray(0, 12), formatValue).join("; ")}</span>
      )}
      {dream ? (
        <figcaption>
          {say("It answered {from} to noise, and {to} now.", {
            from: formatValue(dream.from),
            to: formatValue(dream.to),
          })}
        </figcaption>
      ) : null}
    </figure>
  );
}

/** Where the score falls when it is covered. */
export function OcclusionView() {
  const found = useSeek((state) => state.occlusion);
  const names = useAskedNames();
  if (!found) return null;
  const { drops, height, width, label, score } = found;
  const range = summarise(drops);
  return (
    <figure className={styles.figure}>
      <span role="img" aria-label={say("Occlusion map, {summary}", { summary: summaryText(range) })}>
        <Plane
          plane={{ values: drops, offset: 0, height, width }}
          colours="deep"
          range={undefined}
          room={large}
        />
      </span>
      <figcaption>
        {say(
          "The score of {name}, {score}, falls by {minimum} (dark) to {maximum} (light) where it is covered.",
          {
            name: names[label] ?? say("output {index}", { index: label + 1 }),
            score: formatValue(score),
            minimum: formatValue(range.minimum),
            maximum: formatValue(range.maximum),
          },
        )}
      </figcaption>
    </figure>
  );
}
