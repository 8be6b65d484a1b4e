import { useEffect } from "react";
import { dreamFields, occlusionFields } from "../../../engine/inspect/seek-settings.ts";
import type { LayerLook } from "../../../engine/protocol.ts";
import { imageSize, sizeOf } from "../../../engine/tensor.ts";
import { phrase, say, translate } from "../../../engine/words/say.ts";
import { Button } from "../../design/button.tsx";
import { FieldForm } from "../../design/field-form.tsx";
import { SelectField } from "../../design/select-field.tsx";
import { ProgressBar } from "../../views/progress-bar.tsx";
import { useInspect } from "../inspect-store.ts";
import { layerCsv, occlusionCsv, strongestCsv } from "../inspect-tables.ts";
import { SaveMenu } from "../save-menu.tsx";
import { useTraining } from "../store.ts";
import { DreamView, OcclusionView, StrongestView } from "./answers.tsx";
import { cancelSeeking, forget, type Question, seek, useSeek } from "./seek-store.ts";
import styles from "./seeking.module.css";

const questions: readonly { readonly value: Question; readonly label: string }[] = [
  { value: "strongest", label: phrase("The strongest test examples") },
  { value: "dream", label: phrase("An input grown for it") },
  { value: "occlusion", label: phrase("What must not be covered") },
];

const words: Readonly<Record<Question, string>> = {
  strongest: phrase(
    "The examples of the test part that the unit answers to most, with what its place sees of them.",
  ),
  dream: phrase(
    "Noise that is moved along the gradient until the unit answers as much as it can (activation maximisation).",
  ),
  occlusion: phrase(
    "A square is moved over the probe: where it covers what counts, the score of the class falls.",
  ),
};

/** What a unit of the layer looks for, or a class: asked when wanted, on copies of the weights. */
export function Seeking({ look }: { readonly look: LayerLook }) {
  const { question, isWorking, trouble, dreamSettings, occlusionSettings } = useSeek();
  const map = useInspect((state) => state.map);
  const label = useInspect((state) => state.label);
  const isImage = useTraining(({ pictures }) => pictures?.probe.shape.length === 3);
  const size = imageSize(look.shape);
  const count = size?.channels ?? sizeOf(look.shape);
  const unit = Math.min(map, count - 1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked about has changed
  useEffect(forget, [look.node, unit, label]);
  const table = useAnswerTable();
  const asksForUnit = question !== "occlusion";
  return (
    <section className={styles.seeking} aria-label={say("What does it look for")} data-testid="seeking">
      <header className={styles.titled}>
        <h2>{say("What does it look for")}</h2>
        {table ? <SaveMenu title={say("What it looks for")} saved={{ png: "section", csv: table }} /> : null}
      </header>
      <SelectField
        label={say("What to look for")}
        value={question}
        options={questions
          .filter(({ value }) => isImage || value !== "occlusion")
          .map(({ value, label: text }) => ({ value, label: translate(text) }))}
        onChange={(value) => useSeek.setState({ question: value })}
      />
      <p className={styles.words}>{translate(words[question])}</p>
      {question === "dream" ? (
        <FieldForm
          fields={isImage ? dreamFields : withoutPictures}
          values={dreamSettings}
          onChange={(name, value) =>
            useSeek.setState({ dreamSettings: { ...dreamSettings, [name]: Number(value) } })
          }
        />
      ) : null}
      {question === "occlusion" ? (
        <FieldForm
          fields={occlusionFields}
          values={occlusionSettings}
          onChange={(name, value) =>
            useSeek.setState({ occlusionSettings: { ...occlusionSettings, [name]: Number(value) } })
          }
        />
      ) : null}
      {isWorking ? (
        <Working />
      ) : (
        <Button onClick={() => void seek(look.node, unit)}>
          {asksForUnit
            ? say(
                size
                  ? "Ask map {unit, number} of {count, number}"
                  : "Ask unit {unit, number} of {count, number}",
                {
                  unit: unit + 1,
                  count,
                },
              )
            : say("Cover the probe")}
        </Button>
      )}
      {trouble ? (
        <p className={styles.words} role="alert">
          {trouble.title}. {trouble.reason} {trouble.next}
        </p>
      ) : null}
      {question === "strongest" ? <StrongestView /> : null}
      {question === "dream" ? <DreamView /> : null}
      {question === "occlusion" ? <OcclusionView /> : null}
    </section>
  );
}

/** The answer that is shown, as CSV; null while there is none. */
function useAnswerTable(): (() => string) | null {
  const { question, strongest, dream, occlusion } = useSeek();
  const names = useTraining(({ card }) => card?.classNames ?? noNames);
  if (question === "strongest") return strongest && (() => strongestCsv(strongest, names));
  if (question === "dream") return dream && (() => layerCsv(dream));
  return occlusion && (() => occlusionCsv(occlusion));
}

const noNames: readonly string[] = [];

const { jitter: _jitter, blur: _blur, ...withoutPictures } = dreamFields;

function Working() {
  const seeking = useTraining((state) => state.seeking);
  return (
    <div className={styles.working}>
      <ProgressBar
        name={say("Looked through")}
        done={seeking ? seeking.done / Math.max(1, seeking.total) : 0}
        parts={1}
      />
      <Button onClick={() => void cancelSeeking()}>{say("Cancel")}</Button>
    </div>
  );
}
