import { useEffect } from "react";
import type { ClassJudgement, JudgedPart, Judgement } from "../../engine/protocol.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { Said } from "../design/said.tsx";
import { Segmented } from "../design/segmented.tsx";
import { formatShare } from "../views/format.ts";
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
      title={say("How good is it?")}
      className={`is-tall ${styles.dialog ?? ""}`}
      onClose={close}
      buttons={
        <Button look="primary" onClick={close}>
          {say("Close")}
        </Button>
      }
    >
      <div className={styles.head} data-testid="judgement">
        <Segmented
          label={say("Examples to judge by")}
          value={part}
          options={[
            { value: "validation", label: say("Validation") },
            { value: "test", label: say("Test") },
          ]}
          onChange={(chosen) => void openJudgement(chosen)}
        />
        {answer.state === "ready" ? <Sentence judgement={answer.value} /> : null}
        <UntilReady
          look={answer}
          name={say("Examples judged")}
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
  validation: phrase("{count, plural, one {# validation example} other {# validation examples}}"),
  test: phrase("{count, plural, one {# test example} other {# test examples}}"),
  train: phrase(
    "{count, plural, one {# training example} other {# training examples}}: the set is too small to keep others back",
  ),
};

function Sentence({ judgement }: { readonly judgement: Judgement }) {
  const total = judgement.examples.length;
  return (
    <p role="status">
      {judgement.task === "classes" ? (
        <RightAnswers judgement={judgement} />
      ) : (
        <Said
          message="<b>{score} {value}</b> on {count}."
          values={{
            score: scoreTitle(judgement.task),
            value: formatScore(judgement.task, judgement.score),
            count: translate(partWords[judgement.part], { count: total }),
            b: (words) => <b>{words}</b>,
          }}
        />
      )}{" "}
      {judgement.task === "classes" ? topWords(judgement) : null}{" "}
      {judgement.part === "test"
        ? say("Look here last: what is tuned on the test part, it no longer measures.")
        : ""}
    </p>
  );
}

/** How many of the likeliest classes are looked at, where there are twice as many. */
const shownTops = [3, 5] as const;

/** `Top 3: 97.1 %. Top 5: 99.0 %.`; nothing where there are few classes. */
function topWords({ topK, examples, classNames }: ClassJudgement): string {
  return shownTops
    .filter((k) => classNames.length >= 2 * k)
    .map((k) => say("Top {k}: {value}.", { k, value: formatShare((topK[k - 1] ?? 0) / examples.length) }))
    .join(" ");
}

function RightAnswers({ judgement }: { readonly judgement: ClassJudgement }) {
  const { right, unanswered } = totalsOf(judgement);
  const total = judgement.examples.length;
  return (
    <>
      <Said
        message="<b>{share} right</b>, {right, number} of {examples}."
        values={{
          share: formatShare(right / total),
          right,
          examples: translate(partWords[judgement.part], { count: total }),
          b: (words) => <b>{words}</b>,
        }}
      />
      {unanswered > 0
        ? ` ${say("For {count, number} of them the output was not a number.", { count: unanswered })}`
        : ""}
    </>
  );
}
