import { say } from "../../engine/words/say.ts";
import { measureBytes } from "../design/format.ts";
import { Said } from "../design/said.tsx";
import { formatDuration } from "../views/format.ts";
import { ProgressBar } from "../views/progress-bar.tsx";
import type { ImportProgress } from "./file-import.ts";

/** How far an import is, and how long it takes. */
export function ImportBar({ progress }: { readonly progress: ImportProgress }) {
  const { done, total, secondsLeft } = progress;
  const size = (bytes: number) => {
    const { value, unit } = measureBytes(bytes);
    return `${value} ${unit}`;
  };
  return (
    <div className="import-bar">
      <ProgressBar name={say("Reading")} done={done / Math.max(1, total)} parts={1} />
      <p>
        <Said
          message="<b>{done}</b> of <b>{total}</b>"
          values={{
            done: size(done),
            total: size(total),
            b: (bytes) => <span className="num">{bytes}</span>,
          }}
        />
        {secondsLeft === null ? "" : `, ${say("{time} left", { time: formatDuration(secondsLeft) })}`}
      </p>
    </div>
  );
}
