import { useEffect } from "react";
import { say } from "../../../engine/words/say.ts";
import { Button } from "../../design/button.tsx";
import { formatWhen } from "../../design/format.ts";
import { endWords, isUnfinished } from "./checkpoint-words.ts";
import styles from "./kept-runs.module.css";
import { openKeptRuns, readKeptRuns, useKeptRuns } from "./kept-runs-store.ts";

/** On the start screen: the last run that was cut off or paused, to go on with. Nothing when there is none. */
export function UnfinishedRun({ onOpen }: { readonly onOpen: (file: string) => void }) {
  const runs = useKeptRuns((state) => state.runs);
  useEffect(() => void readKeptRuns(), []);
  const run = runs?.find(({ last }) => isUnfinished(last));
  if (!run) return null;
  const { last } = run;
  return (
    <section className={styles.unfinished} aria-label={say("Unfinished run")} data-testid="unfinished-run">
      <b>{last.name}</b>
      <span>{endWords(last)}</span>
      <small>
        {say("Kept {when}. It goes on as if it had never stopped.", {
          when: formatWhen(last.savedAt, Date.now()),
        })}
      </small>
      <div>
        <Button onClick={() => onOpen(last.file)}>{say("Go on")}</Button>
        <Button look="plain" onClick={() => void openKeptRuns()}>
          {say("All kept runs")}
        </Button>
      </div>
    </section>
  );
}
