import { summarise } from "../../engine/protocol/summary.ts";
import type { NodeField, Pictures } from "../../engine/protocol.ts";
import { say } from "../../engine/words/say.ts";
import { formatValue } from "../views/format.ts";
import { summaryText } from "../views/values.ts";
import styles from "./inspect.module.css";
import { useInspect } from "./inspect-store.ts";
import { Plane } from "./map-grid.tsx";
import { useTraining } from "./store.ts";

/** Side of a field in CSS pixels: as a map's. */
const room = 112;

/** What the neurons of one layer give over the plane; null where the data do not lie in it. */
export function fieldOf(pictures: Pictures | null, node: string): NodeField | null {
  return pictures?.fields?.nodes.find((field) => field.node === node) ?? null;
}

/** Every neuron's field, each on its own scale around zero, and what it gives for the probe. */
export function NeuronFields({ node, values }: { readonly node: string; readonly values: Float32Array }) {
  const field = useTraining(({ pictures }) => fieldOf(pictures, node));
  const chosen = useInspect((state) => state.map);
  const cells = useTraining(({ pictures }) => pictures?.fields?.neuronCells ?? 0);
  if (!field) return null;
  const size = cells * cells;
  const shown = field.values.length / size;
  return (
    <>
      <ul className={styles.grid} aria-label={say("Fields of the neurons")}>
        {Array.from({ length: shown }, (_, neuron) => {
          const summary = summarise(field.values, neuron * size, size);
          const farthest = Math.max(Math.abs(summary.minimum), Math.abs(summary.maximum));
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a neuron's place is what it is.
              key={neuron}
              aria-label={say("Neuron {neuron} over the plane, {summary}", {
                neuron: neuron + 1,
                summary: summaryText(summary),
              })}
            >
              <Plane
                plane={{ values: field.values, offset: neuron * size, height: cells, width: cells }}
                colours="sign"
                range={{ low: -farthest, high: farthest }}
                room={room}
              />
              <button
                type="button"
                className={styles.fieldChoice}
                aria-pressed={neuron === chosen}
                aria-label={say("Look into neuron {neuron}", { neuron: neuron + 1 })}
                onClick={() => useInspect.setState({ map: neuron })}
              >
                {say("{neuron}: {value} at the probe", {
                  neuron: neuron + 1,
                  value: formatValue(values[neuron] ?? Number.NaN),
                })}
              </button>
            </li>
          );
        })}
      </ul>
      {shown < field.neurons ? (
        <p className={styles.fieldCaption}>
          {say("The first {shown} of {neurons} neurons.", { shown, neurons: field.neurons })}
        </p>
      ) : null}
    </>
  );
}
