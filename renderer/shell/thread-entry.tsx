import type { ReactNode } from "react";
import { say } from "../../engine/words/say.ts";
import { Popover } from "../design/popover.tsx";
import { Said } from "../design/said.tsx";
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
      label={say("Threads")}
      side="top"
      className="thread-choice"
      trigger={
        <button type="button" className="status-button" data-testid="threads">
          {used === null ? (
            <Said
              message="{count, plural, one {<b>#</b> thread available} other {<b>#</b> threads available}}"
              values={{ count: available, b: figure }}
            />
          ) : (
            <Said
              message="{available, plural, one {<b>{used} of #</b> thread} other {<b>{used} of #</b> threads}}"
              values={{ used, available, b: figure }}
            />
          )}
        </button>
      }
    >
      <h3>{say("Threads for the next run")}</h3>
      <Segmented
        label={say("Threads for the next run")}
        value={String(choice)}
        options={threadOptions(available)}
        onChange={(value) => void changeSettings({ threads: Number(value) })}
      />
      <p>
        {say("Automatic keeps one core for this window. The results are the same on any number of threads.")}
      </p>
    </Popover>
  );
}

function figure(number: readonly ReactNode[]) {
  return <b className="num">{number}</b>;
}
