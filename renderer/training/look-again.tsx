import type { Trouble } from "../../app/contract/desktop.ts";
import { say } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { ProgressBar } from "../views/progress-bar.tsx";
import styles from "./look-again.module.css";
import { isWorking } from "./state.ts";
import { useTraining } from "./store.ts";

/** How it stands with a long look at the resting network. */
export type Look<Value> =
  | { readonly state: "working" }
  | { readonly state: "cancelled" }
  /** Training began before it was done, or the run was forgotten: it would be of other weights. */
  | { readonly state: "outdated" }
  | { readonly state: "refused"; readonly trouble: Trouble }
  | { readonly state: "ready"; readonly value: Value };

/** What stands there until the look is ready: how far it is, with Cancel, or why there is nothing, with a way to look again. */
export function UntilReady(props: {
  readonly look: Look<unknown>;
  /** What the bar measures, for people who do not see it. */
  readonly name: string;
  /** Why what there was is gone. */
  readonly outdated: string;
  readonly onCancel: () => void;
  readonly onAgain: () => void;
}) {
  const { look, name, outdated, onCancel, onAgain } = props;
  switch (look.state) {
    case "ready":
      return null;
    case "working":
      return <Working name={name} onCancel={onCancel} />;
    case "cancelled":
      return <Again words={say("Cancelled.")} onAgain={onAgain} />;
    case "outdated":
      return <Again words={outdated} onAgain={onAgain} />;
    case "refused": {
      const { title, reason, next } = look.trouble;
      return <Again words={`${title}. ${reason} ${next}`} onAgain={onAgain} />;
    }
  }
}

/** Of which weights a look is, where the run has gone on since. */
export function OfWhichWeights({
  updates,
  onAgain,
}: {
  readonly updates: number;
  readonly onAgain: () => void;
}) {
  const wentOn = useTraining(({ run, pictures }) => isWorking(run) || (pictures?.step ?? 0) > updates);
  if (!wentOn) return null;
  return (
    <div className={styles.again} role="note">
      <p>
        {say("Of the weights after {updates, plural, one {# update} other {# updates}}; the run went on.", {
          updates,
        })}
      </p>
      <Button onClick={onAgain}>{say("Look again")}</Button>
    </div>
  );
}

function Working({ name, onCancel }: { readonly name: string; readonly onCancel: () => void }) {
  const judging = useTraining((state) => state.judging);
  return (
    <div className={styles.working}>
      <ProgressBar name={name} done={judging ? judging.done / Math.max(1, judging.total) : 0} parts={1} />
      <Button onClick={onCancel}>{say("Cancel")}</Button>
    </div>
  );
}

function Again({ words, onAgain }: { readonly words: string; readonly onAgain: () => void }) {
  return (
    <div className={styles.again} role="alert">
      <p>{words}</p>
      <Button onClick={onAgain}>{say("Look again")}</Button>
    </div>
  );
}
