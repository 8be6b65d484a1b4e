import { Popover } from "../design/popover.tsx";
import { Segmented } from "../design/segmented.tsx";

export interface ThreadEntryProps {
  /** Of the run under way; null before one. */
  readonly used: number | null;
  readonly available: number;
  /** Null: the engine decides. */
  readonly choice: number | null;
  readonly onChoose: (threads: number | null) => void;
}

const automatic = "auto";

/** How many threads compute, and the choice for the next run. */
export function ThreadEntry({ used, available, choice, onChoose }: ThreadEntryProps) {
  const counts = [1, 2, 4, 8, 16, 32].filter((count) => count < available);
  const options = [automatic, ...counts.map(String), String(available)];
  return (
    <Popover
      label="Threads"
      side="top"
      className="thread-choice"
      trigger={
        <button type="button" className="status-button" data-testid="threads">
          <b className="num">{used === null ? String(available) : `${used} of ${available}`}</b>
          {used === null ? (available === 1 ? "thread available" : "threads available") : "threads"}
        </button>
      }
    >
      <h3>Threads for the next run</h3>
      <Segmented
        label="Threads for the next run"
        value={choice === null ? automatic : String(choice)}
        options={options.map((value) => ({ value, label: value === automatic ? "Automatic" : value }))}
        onChange={(value) => onChoose(value === automatic ? null : Number(value))}
      />
      <p>Automatic keeps one core for this window. The results are the same on any number of threads.</p>
    </Popover>
  );
}
