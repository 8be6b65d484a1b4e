import { say } from "../../engine/words/say.ts";
import { Said } from "../design/said.tsx";
import { formatValue } from "../views/format.ts";
import { ImageView } from "../views/image-view.tsx";
import styles from "./given-back.module.css";
import { useTraining } from "./store.ts";

/** What an autoencoder makes of the probe, and how far it is from it. */
export function GivenBack({ room }: { readonly room: number }) {
  const pictures = useTraining((state) => state.pictures);
  if (!pictures) return null;
  const { probe, probabilities: values } = pictures;
  const squares = values.reduce((sum, value, at) => sum + (value - (probe.values[at] ?? Number.NaN)) ** 2, 0);
  return (
    <figure className={styles.given} data-testid="given-back">
      {probe.shape.length === 3 ? (
        <ImageView
          name={say("Given back")}
          values={values}
          shape={probe.shape}
          room={room}
          like={probe.values}
        />
      ) : (
        <span className={styles.numbers}>{firstNumbers(values)}</span>
      )}
      <figcaption>
        <Said
          message="Given back, <b>RMSE {error}</b>"
          values={{
            error: formatValue(Math.sqrt(squares / values.length)),
            b: (number) => <span className={styles.error}>{number}</span>,
          }}
        />
      </figcaption>
    </figure>
  );
}

/** Numbers that there is room for. */
const most = 6;

function firstNumbers(values: Float32Array): string {
  const words = [...values.subarray(0, most)].map(formatValue).join("; ");
  return values.length > most
    ? say("{words}; and {count, number} more", { words, count: values.length - most })
    : words;
}
