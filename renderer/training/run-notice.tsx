import { TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Trouble } from "../../app/contract/desktop.ts";
import { say } from "../../engine/words/say.ts";
import { Button, IconButton } from "../design/button.tsx";
import { useDocument } from "../document/store.ts";
import styles from "./dock.module.css";
import { placeWords } from "./kept-runs/checkpoint-words.ts";
import { isLeftBehind } from "./run-network.ts";
import {
  dismissTrouble,
  goBackWith,
  goOnWith,
  lookForData,
  startAgainWith,
  train,
  useTraining,
} from "./store.ts";
import { useOffer } from "./use-offer.ts";
import { divergenceWords } from "./words.ts";

/** What went wrong with the run, and the next step: under the transport row, above the charts, which stay. */
export function RunNotice({ onFindData }: { readonly onFindData: () => void }) {
  const divergence = useTraining((state) => state.divergence);
  const failure = useTraining((state) => (state.run === "failed" ? state.failure : null));
  const trouble = useTraining((state) => state.trouble);
  const last = useTraining((state) => state.checkpoints.at(-1));
  const notKept = useTraining((state) => state.checkpointTrouble);
  const missing = useTraining((state) => state.missing);
  const network = useTraining((state) => state.network);
  const isEdited = useDocument(({ project }) => isLeftBehind("diverged", network, project));
  // Who starts anew takes the network as it is drawn now, which may have got a mistake since.
  const { refused } = useOffer();
  if (trouble)
    return (
      <Notice
        title={sentences(trouble)}
        text={trouble.next}
        button={
          <IconButton label={say("Close the message")} onClick={dismissTrouble}>
            <X size={14} aria-hidden />
          </IconButton>
        }
      />
    );
  if (divergence) {
    const { title, reason, again, goOn, effect } = divergenceWords(divergence, isEdited);
    const rate = divergence.suggestedLearningRate;
    return (
      <Notice
        title={title}
        text={reason}
        more={effect}
        button={
          <>
            <Button onClick={() => void goOnWith(rate)} data-testid="go-on">
              {goOn}
            </Button>
            {last ? (
              <Button onClick={() => void goBackWith(rate)} data-testid="to-checkpoint">
                {say("Back to the checkpoint {place}", { place: placeWords(last) })}
              </Button>
            ) : null}
            <Button
              disabledReason={refused}
              onClick={() => void startAgainWith(rate)}
              data-testid="start-again"
            >
              {again}
            </Button>
          </>
        }
      />
    );
  }
  if (failure)
    return (
      <Notice
        title={failure}
        text={say("The curves up to here are kept. Train starts a new run.")}
        button={
          <Button disabledReason={refused} onClick={() => void train()}>
            {say("Train again")}
          </Button>
        }
      />
    );
  if (missing)
    return (
      <Notice
        title={sentences(missing)}
        text={say(
          "The trained weights are here: look into the network and try it. Training and judging it wait for the data.",
        )}
        button={
          <>
            <Button onClick={onFindData}>{say("Find the data…")}</Button>
            <Button onClick={() => void lookForData()}>{say("Try again")}</Button>
          </>
        }
      />
    );
  if (notKept)
    return (
      <Notice
        title={say("This run is not being kept. {reason}", { reason: notKept.reason })}
        text={say(
          "It goes on training, but could not be taken up again after a crash. The next checkpoint tries anew.",
        )}
        button={
          <IconButton label={say("Close the message")} onClick={dismissTrouble}>
            <X size={14} aria-hidden />
          </IconButton>
        }
      />
    );
  return null;
}

function sentences({ title, reason }: Trouble): string {
  return `${title}. ${reason}`.replace("..", ".");
}

function Notice({
  title,
  text,
  more,
  button,
}: {
  readonly title: string;
  readonly text: string;
  /** What the buttons do, on a line of its own. */
  readonly more?: string;
  readonly button: ReactNode;
}) {
  return (
    <div className={styles.notice} role="alert" data-testid="run-notice">
      <TriangleAlert size={16} aria-hidden />
      <p data-alone={more === undefined}>
        <b>{title}</b> {text}
      </p>
      {more ? <small className={styles.effect}>{more}</small> : null}
      <div className={styles.noticeButtons}>{button}</div>
    </div>
  );
}
