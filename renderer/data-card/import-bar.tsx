import { measureBytes } from "../design/format.ts";
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
      <ProgressBar name="Reading" done={done / Math.max(1, total)} parts={1} />
      <p>
        <span className="num">{size(done)}</span> of <span className="num">{size(total)}</span>
        {secondsLeft === null ? "" : `, ${formatDuration(secondsLeft)} left`}
      </p>
    </div>
  );
}
