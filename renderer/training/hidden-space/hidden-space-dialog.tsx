import { useEffect } from "react";
import type { ProjectionMethod } from "../../../engine/protocol.ts";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { Segmented } from "../../design/segmented.tsx";
import { ProgressBar } from "../../views/progress-bar.tsx";
import { useTraining } from "../store.ts";
import styles from "./hidden-space.module.css";
import {
  askAgain,
  cancelProjection,
  closeHiddenSpace,
  followRun,
  layersOfRun,
  useHiddenSpace,
} from "./hidden-space-store.ts";
import { SpaceView } from "./space-view.tsx";

/** "Hidden space": the examples as one layer of the resting network sees them, as points in a plane. */
export function HiddenSpaceDialog() {
  const shown = useHiddenSpace((state) => state.shown);
  useEffect(followRun, []);
  return shown ? <OpenDialog /> : null;
}

function OpenDialog() {
  const { node, method, part } = useHiddenSpace((state) => state.question);
  const answer = useHiddenSpace((state) => state.answer);
  return (
    <Dialog
      title="Hidden space"
      className={styles.dialog ?? ""}
      onClose={closeHiddenSpace}
      buttons={
        <Button look="primary" onClick={closeHiddenSpace}>
          Close
        </Button>
      }
    >
      <div className={styles.head} data-testid="hidden-space">
        <label>
          Layer{" "}
          <select value={node} onChange={(event) => void askAgain({ node: event.target.value })}>
            {layersOfRun().map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Segmented
          label="Way into the plane"
          value={method}
          options={[
            { value: "pca", label: "PCA" },
            { value: "umap", label: "UMAP" },
          ]}
          onChange={(chosen: ProjectionMethod) => void askAgain({ method: chosen })}
        />
        <Segmented
          label="Examples to show"
          value={part}
          options={[
            { value: "validation", label: "Validation" },
            { value: "test", label: "Test" },
          ]}
          onChange={(chosen) => void askAgain({ part: chosen })}
        />
        {answer.state === "working" ? <Working /> : null}
      </div>
      {answer.state === "ready" ? <SpaceView space={answer.space} /> : null}
      {answer.state === "cancelled" ? <Again words="Cancelled." /> : null}
      {answer.state === "outdated" ? (
        <Again words="The run went on, so this would be a picture of older weights. Pause, then look again." />
      ) : null}
      {answer.state === "refused" ? <Again words={answer.words} /> : null}
    </Dialog>
  );
}

function Working() {
  const judging = useTraining((state) => state.judging);
  return (
    <div className={styles.working}>
      <ProgressBar
        name="Projection done"
        done={judging ? judging.done / Math.max(1, judging.total) : 0}
        parts={1}
      />
      <Button onClick={() => void cancelProjection()}>Cancel</Button>
    </div>
  );
}

function Again({ words }: { readonly words: string }) {
  return (
    <div className={styles.working} role="alert">
      <p>{words}</p>
      <Button onClick={() => void askAgain()}>Look again</Button>
    </div>
  );
}
