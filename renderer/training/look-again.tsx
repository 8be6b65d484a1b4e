import type { Trouble } from "../../app/contract/desktop.ts";
import { Button } from "../design/button.tsx";
import { ProgressBar } from "../views/progress-bar.tsx";
import styles from "./look-again.module.css";
import { useTraining } from "./store.ts";

/** How it stands with a long look at the resting network. */
export type Look<Value> =
  | { readonly state: "working" }
  | { readonly state: "cancelled" }
  /** Training goes on or the run was forgotten: it would be of other weights. */
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
      return <Again words="Cancelled." onAgain={onAgain} />;
    case "outdated":
      return <Again words={outdated} onAgain={onAgain} />;
    case "refused": {
      const { title, reason, next } = look.trouble;
      return <Again words={`${title}. ${reason} ${next}`} onAgain={onAgain} />;
    }
  }
}

function Working({ name, onCancel }: { readonly name: string; readonly onCancel: () => void }) {
  const judging = useTraining((state) => state.judging);
  return (
    <div className={styles.working}>
      <ProgressBar name={name} done={judging ? judging.done / Math.max(1, judging.total) : 0} parts={1} />
      <Button onClick={onCancel}>Cancel</Button>
    </div>
  );
}

function Again({ words, onAgain }: { readonly words: string; readonly onAgain: () => void }) {
  return (
    <div className={styles.again} role="alert">
      <p>{words}</p>
      <Button onClick={onAgain}>Look again</Button>
    </div>
  );
}
