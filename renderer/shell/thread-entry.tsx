import { Popover } from "../design/popover.tsx";
import { Segmented } from "../design/segmented.tsx";
import { useSettings } from "../settings.ts";
import { changeSettings } from "./settings-dialog.tsx";
import { threadOptions } from "./thread-options.ts";

export interface ThreadEntryProps {
  /** Of the run under way; null before one. */
  readonly used: number | null;
  readonly available: number;
}

/** How many threads compute, and the choice for the next run. */
export function ThreadEntry({ used, available }: ThreadEntryProps) {
  const choice = useSettings((state) => state.threads);
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
        value={String(choice)}
        options={threadOptions(available)}
        onChange={(value) => void changeSettings({ threads: Number(value) })}
      />
      <p>Automatic keeps one core for this window. The results are the same on any number of threads.</p>
    </Popover>
  );
}
