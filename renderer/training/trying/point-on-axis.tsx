import { useEffect, useState } from "react";
import { say } from "../../../engine/words/say.ts";
import { formatValue } from "../../views/format.ts";
import { PlaneCanvas } from "../plane-canvas.tsx";
import { useTraining } from "../store.ts";
import styles from "./try.module.css";
import { tryInput } from "./try-store.ts";

/** Side of the picture in CSS pixels. */
const side = 248;

/** A number anywhere on the axis, on the curve of what the network predicts from it. */
export function PointOnAxis() {
  const from = useTraining(({ pictures }) => pictures?.curve?.from ?? null);
  const to = useTraining(({ pictures }) => pictures?.curve?.to ?? null);
  const [x, setX] = useState(() => useTraining.getState().pictures?.probe.values[0] ?? 0);
  useEffect(() => tryInput({ kind: "numbers", values: [x] }), [x]);
  if (from === null || to === null) return null;
  return (
    <section className={styles.source} aria-label={say("A number to predict from")}>
      <PlaneCanvas
        name={say("The data set with your point marked")}
        room={side}
        className={styles.planeCanvas ?? ""}
      />
      <ul className={styles.sliders}>
        <li>
          <label>
            <span>x</span>
            <output className="num">{formatValue(x)}</output>
            <input
              type="range"
              min={from}
              max={to}
              step="any"
              value={x}
              aria-valuetext={formatValue(x)}
              onChange={(event) => setX(Number(event.target.value))}
            />
          </label>
        </li>
      </ul>
    </section>
  );
}
