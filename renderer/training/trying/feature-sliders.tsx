import { useEffect, useState } from "react";
import type { DataCard } from "../../../engine/protocol.ts";
import { say } from "../../../engine/words/say.ts";
import { Button } from "../../design/button.tsx";
import { formatValue } from "../../views/format.ts";
import { useTraining } from "../store.ts";
import styles from "./try.module.css";
import { tryInput } from "./try-store.ts";

type Features = Extract<DataCard["examples"], { show: "table" }>["features"];

/** A slider goes so many deviations to either side of the mean. */
const reach = 3;

const noFeatures: Features = [];

/** One slider for each feature of a table, from the example that was the probe. */
export function FeatureSliders() {
  const features = useTraining(({ card }) =>
    card?.examples.show === "table" ? card.examples.features : noFeatures,
  );
  const [values, setValues] = useState(() => probeOf(features));
  useEffect(() => tryInput({ kind: "numbers", values }), [values]);
  return (
    <section className={styles.source} aria-label={say("Features")}>
      <ul className={styles.sliders}>
        {features.map(({ name, mean, deviation, indicator }, column) => {
          const value = values[column] ?? mean;
          const far = reach * (deviation || 1);
          return (
            <li key={name}>
              <label>
                <span>{name}</span>
                <output className="num">{formatValue(value)}</output>
                <input
                  type="range"
                  // The label's first field is the output: the slider would have no name.
                  aria-label={name}
                  min={indicator ? 0 : mean - far}
                  max={indicator ? 1 : mean + far}
                  step={indicator ? 1 : "any"}
                  value={value}
                  aria-valuetext={formatValue(value)}
                  onChange={(event) => setValues(values.with(column, Number(event.target.value)))}
                />
              </label>
            </li>
          );
        })}
      </ul>
      <div className={styles.buttons}>
        <Button onClick={() => setValues(features.map(({ mean, indicator }) => (indicator ? 0 : mean)))}>
          {say("All to their means")}
        </Button>
      </div>
    </section>
  );
}

/** The probe as the table has it: what was done to it for the network, undone. */
function probeOf(features: Features): number[] {
  const seen = useTraining.getState().pictures?.probe.values;
  return features.map(({ scale, offset, indicator }, column) => {
    const value = ((seen?.[column] ?? 0) - offset) / scale;
    return indicator ? Math.round(value) : value;
  });
}
