import { useEffect } from "react";
import type { ProjectionMethod } from "../../../engine/protocol.ts";
import { say } from "../../../engine/words/say.ts";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { Segmented } from "../../design/segmented.tsx";
import { SelectField } from "../../design/select-field.tsx";
import { OfWhichWeights, UntilReady } from "../look-again.tsx";
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
      title={say("Hidden space")}
      className={`is-tall ${styles.dialog ?? ""}`}
      onClose={closeHiddenSpace}
      buttons={
        <Button look="primary" onClick={closeHiddenSpace}>
          {say("Close")}
        </Button>
      }
    >
      <div className={styles.head} data-testid="hidden-space">
        <div className={styles.layer}>
          <span aria-hidden>{say("Layer")}</span>
          <SelectField
            label={say("Layer")}
            value={node ?? ""}
            options={layersOfRun().map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(chosen) => void askAgain({ node: chosen })}
          />
        </div>
        <Segmented
          label={say("Way into the plane")}
          value={method}
          options={[
            { value: "pca", label: "PCA" },
            { value: "umap", label: "UMAP" },
          ]}
          onChange={(chosen: ProjectionMethod) => void askAgain({ method: chosen })}
        />
        <Segmented
          label={say("Examples to show")}
          value={part}
          options={[
            { value: "validation", label: say("Validation") },
            { value: "test", label: say("Test") },
          ]}
          onChange={(chosen) => void askAgain({ part: chosen })}
        />
        <UntilReady
          look={answer}
          name={say("Projection done")}
          outdated={say("The run went on before this was done, or is gone.")}
          onCancel={() => void cancelProjection()}
          onAgain={() => void askAgain()}
        />
        {answer.state === "ready" ? (
          <OfWhichWeights updates={answer.value.updates} onAgain={() => void askAgain()} />
        ) : null}
      </div>
      <div className={styles.room}>
        {answer.state === "ready" ? <SpaceView space={answer.value} /> : null}
      </div>
    </Dialog>
  );
}
