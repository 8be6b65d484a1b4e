import { ChevronDown, ChevronRight, Trash2 } from "lucide-react";
import { useState } from "react";
import type { KeptRun } from "../../../app/contract/desktop.ts";
import type { CheckpointCard } from "../../../engine/protocol.ts";
import { say } from "../../../engine/words/say.ts";
import { Button, IconButton } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { formatClock, formatWhen, measureBytes } from "../../design/format.ts";
import { formatShare, formatValue } from "../../views/format.ts";
import { useTraining } from "../store.ts";
import { endWords, placeWords } from "./checkpoint-words.ts";
import styles from "./kept-runs.module.css";
import { closeKeptRuns, forgetRun, toggleCheckpoints, useKeptRuns } from "./kept-runs-store.ts";

export interface KeptRunsDialogProps {
  /** Makes another run the one of the window, with its network as the document. */
  readonly onOpen: (file: string) => void;
  /** Takes the run of the window back to one of its own checkpoints. */
  readonly onGoBack: (file: string) => void;
}

/** Every run that was kept while it trained, and its checkpoints to go on from. */
export function KeptRunsDialog(props: KeptRunsDialogProps) {
  const shown = useKeptRuns((state) => state.shown);
  return shown ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ onOpen, onGoBack }: KeptRunsDialogProps) {
  const { runs, trouble } = useKeptRuns();
  const current = useTraining((state) => state.checkpoints[0]?.file ?? null);
  const choose = (act: (file: string) => void) => (file: string) => {
    closeKeptRuns();
    act(file);
  };
  return (
    <Dialog
      title={say("Kept runs")}
      className={`is-tall ${styles.dialog ?? ""}`}
      onClose={closeKeptRuns}
      buttons={
        <Button look="primary" onClick={closeKeptRuns}>
          {say("Close")}
        </Button>
      }
    >
      <p>
        {say(
          "A run is kept on this computer while it trains. From any of its checkpoints it goes on as if it had never stopped, to the last bit.",
        )}
      </p>
      {trouble ? (
        <p role="alert">
          {trouble.title}. {trouble.reason} {trouble.next}
        </p>
      ) : null}
      {runs?.length === 0 ? (
        <p className={styles.empty}>{say("There is none yet. Train a network first.")}</p>
      ) : null}
      <ul className={styles.runs} data-testid="kept-runs">
        {(runs ?? []).map((run) => {
          const isCurrent = current?.includes(run.id) ?? false;
          return (
            <Run
              key={run.id}
              run={run}
              isCurrent={isCurrent}
              onChoose={choose(isCurrent ? onGoBack : onOpen)}
            />
          );
        })}
      </ul>
    </Dialog>
  );
}

function Run(props: {
  readonly run: KeptRun;
  readonly isCurrent: boolean;
  readonly onChoose: (file: string) => void;
}) {
  const { run, isCurrent, onChoose } = props;
  const { id, last } = run;
  const [mayForget, setMayForget] = useState(false);
  const opened = useKeptRuns((state) => (state.opened?.id === id ? state.opened : null));
  return (
    <li className={styles.run}>
      <div className={styles.head}>
        <IconButton
          label={
            opened
              ? say("Hide the checkpoints of {name}", { name: last.name })
              : say("Show the checkpoints of {name}", { name: last.name })
          }
          look="plain"
          aria-expanded={opened !== null}
          onClick={() => void toggleCheckpoints(id)}
        >
          {opened ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
        </IconButton>
        <span className={styles.words}>
          <b>{last.name}</b>
          <span>
            {isCurrent ? say("This run") : endWords(last)}, {formatWhen(last.savedAt, Date.now())}
          </span>
        </span>
        {mayForget ? (
          <>
            <Button onClick={() => setMayForget(false)}>{say("Keep it")}</Button>
            <Button onClick={() => void forgetRun(id)}>{say("Forget for good")}</Button>
          </>
        ) : (
          <>
            {isCurrent ? null : <Button onClick={() => onChoose(last.file)}>{say("Go on")}</Button>}
            <IconButton
              label={say("Forget the run of {name}", { name: last.name })}
              look="plain"
              disabledReason={isCurrent ? say("It is the run of this window") : null}
              onClick={() => setMayForget(true)}
            >
              <Trash2 size={14} aria-hidden />
            </IconButton>
          </>
        )}
      </div>
      {opened ? <Checkpoints cards={opened.cards} onChoose={onChoose} /> : null}
    </li>
  );
}

function Checkpoints(props: {
  readonly cards: readonly CheckpointCard[];
  readonly onChoose: (file: string) => void;
}) {
  return (
    <table className={styles.checkpoints}>
      <thead>
        <tr>
          <th scope="col">{say("Saved")}</th>
          <th scope="col">{say("Where")}</th>
          <th scope="col">{say("Loss")}</th>
          <th scope="col">{say("Accuracy")}</th>
          <th scope="col">{say("Rate")}</th>
          <th scope="col">{say("Size")}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {props.cards.toReversed().map((card) => {
          const size = measureBytes(card.bytes);
          return (
            <tr key={card.file}>
              <td>{formatClock(card.savedAt)}</td>
              <td>{placeWords(card)}</td>
              <td>{card.loss === null ? "" : formatValue(card.loss)}</td>
              <td>{card.accuracy === null ? "" : formatShare(card.accuracy)}</td>
              <td>{formatValue(card.learningRate)}</td>
              <td>
                {size.value} {size.unit}
              </td>
              <td>
                <Button
                  onClick={() => props.onChoose(card.file)}
                  aria-label={say("Go on from {place}", { place: placeWords(card) })}
                >
                  {say("Go on from here")}
                </Button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
