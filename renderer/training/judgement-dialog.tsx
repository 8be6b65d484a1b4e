import { useEffect } from "react";
import type { ClassJudgement, JudgedPart, Judgement } from "../../engine/protocol.ts";
import { say } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { Segmented } from "../design/segmented.tsx";
import { formatNumber, formatShare } from "../views/format.ts";
import { formatScore, scoreTitle } from "../views/score.ts";
import { CalibrationView } from "./calibration-view.tsx";
import { ClassTable } from "./class-table.tsx";
import { ConfusionMatrix } from "./confusion-matrix.tsx";
import { ExamplesView } from "./examples-view.tsx";
import styles from "./judgement.module.css";
import { totalsOf } from "./judgement.ts";
import { cancelJudgement, closeJudgement, openJudgement, useJudgement, watchRun } from "./judgement-store.ts";
import { OfWhichWeights, UntilReady } from "./look-again.tsx";
import { NumbersView } from "./numbers-view.tsx";
import { ReconstructionsView } from "./reconstructions-view.tsx";
import { TargetTable } from "./target-table.tsx";

/** "How good is it?": what the resting network takes the examples for that it was not trained on. */
export function JudgementDialog() {
  const shown = useJudgement((state) => state.shown);
  useEffect(watchRun, []);
  return shown ? <OpenDialog /> : null;
}

function OpenDialog() {
  const part = useJudgement((state) => state.part);
  const answer = useJudgement((state) => state.answer);
  const close = () => void closeJudgement();
  return (
    <Dialog
      title="How good is it?"
      className={`is-tall ${styles.dialog ?? ""}`}
      onClose={close}
      buttons={
        <Button look="primary" onClick={close}>
          Close
        </Button>
      }
    >
      <div className={styles.head} data-testid="judgement">
        <Segmented
          label="Examples to judge by"
          value={part}
          options={[
            { value: "validation", label: "Validation" },
            { value: "test", label: "Test" },
          ]}
          onChange={(chosen) => void openJudgement(chosen)}
        />
        {answer.state === "ready" ? <Sentence judgement={answer.value} /> : null}
        <UntilReady
          look={answer}
          name="Examples judged"
          outdated={say("The run went on before this was done, or is gone.")}
          onCancel={() => void cancelJudgement()}
          onAgain={() => void openJudgement()}
        />
        {answer.state === "ready" ? (
          <OfWhichWeights updates={answer.value.updates} onAgain={() => void openJudgement()} />
        ) : null}
      </div>
      {answer.state === "ready" ? (
        answer.value.task === "classes" ? (
          <div className={styles.body}>
            <ConfusionMatrix judgement={answer.value} />
            <ExamplesView judgement={answer.value} />
            <ClassTable judgement={answer.value} />
            <CalibrationView judgement={answer.value} />
          </div>
        ) : answer.value.task === "reconstruction" ? (
          <ReconstructionsView judgement={answer.value} />
        ) : (
          <div className={styles.targets}>
            {answer.value.task === "regression" ? <NumbersView judgement={answer.value} /> : null}
            <TargetTable judgement={answer.value} />
          </div>
        )
      ) : null}
    </Dialog>
  );
}

const partWords: Readonly<Record<JudgedPart, string>> = {
  validation: "validation examples",
  test: "test examples",
  train: "training examples: the set is too small to keep others back",
};

function Sentence({ judgement }: { readonly judgement: Judgement }) {
  const total = judgement.examples.length;
  return (
    <p role="status">
      {judgement.task === "classes" ? (
        <RightAnswers judgement={judgement} />
      ) : (
        <>
          <b>
            {scoreTitle(judgement.task)} {formatScore(judgement.task, judgement.score)}
          </b>{" "}
          on {formatNumber(total)}
        </>
      )}{" "}
      {partWords[judgement.part]}.{judgement.task === "classes" ? topWords(judgement) : null}
      {judgement.part === "test"
        ? " Look here last: what is tuned on the test part, it no longer measures."
        : ""}
    </p>
  );
}

/** How many of the likeliest classes are looked at, where there are twice as many. */
const shownTops = [3, 5] as const;

/** ` Top 3: 97.1 %. Top 5: 99.0 %.`; nothing where there are few classes. */
function topWords({ topK, examples, classNames }: ClassJudgement): string {
  return shownTops
    .filter((k) => classNames.length >= 2 * k)
    .map((k) => ` Top ${k}: ${formatShare((topK[k - 1] ?? 0) / examples.length)}.`)
    .join("");
}

function RightAnswers({ judgement }: { readonly judgement: ClassJudgement }) {
  const { right, unanswered } = totalsOf(judgement);
  const total = judgement.examples.length;
  return (
    <>
      <b>{formatShare(right / total)} right</b>, {formatNumber(right)} of {formatNumber(total)}
      {unanswered > 0 ? ` (for ${formatNumber(unanswered)} the output was not a number)` : ""}
    </>
  );
}
