import { Check, X } from "lucide-react";
import type { AnswerName } from "../../engine/layers/answers.ts";
import { summarise } from "../../engine/protocol/summary.ts";
import { say } from "../../engine/words/say.ts";
import { formatShare, formatValue } from "./format.ts";
import styles from "./probabilities.module.css";
import { areProbabilities } from "./values.ts";

export interface ProbabilitiesProps {
  readonly probabilities: ArrayLike<number>;
  /** The function that they have gone through. */
  readonly answer: AnswerName;
  readonly classNames: readonly string[];
  /** How many classes are listed, the most probable first. */
  readonly most?: number;
  /** The classes in their own order and a line each, where all are listed: bars that change do not change places. */
  readonly inOrder?: boolean;
}

/** The classes with the highest probabilities, most probable first. Values that are no number come last. */
export function ranked(
  probabilities: ArrayLike<number>,
  most: number,
): readonly { label: number; share: number }[] {
  return Array.from(probabilities, (share, label) => ({ label, share }))
    .sort((a, b) => (Number.isFinite(b.share) ? b.share : -1) - (Number.isFinite(a.share) ? a.share : -1))
    .slice(0, most);
}

/** What a prediction amounts to in words; null where no class can be told. */
export function verdict(
  probabilities: ArrayLike<number>,
  classNames: readonly string[],
  label: number | null,
): { readonly correct: boolean; readonly text: string } | null {
  const best = ranked(probabilities, 1)[0];
  if (!best || label === null || !Number.isFinite(best.share)) return null;
  const name = (index: number) => classNames[index] ?? say("class {label}", { label: index });
  return best.label === label
    ? { correct: true, text: say("Correct: {name}", { name: name(label) }) }
    : { correct: false, text: say("Wrong: it is {name}", { name: name(label) }) };
}

/** Bars for the most probable classes. Outputs that are no probabilities are shown as the plain numbers they are. */
export function Probabilities({
  probabilities,
  answer,
  classNames,
  most = 3,
  inOrder = false,
}: ProbabilitiesProps) {
  const isShare = areProbabilities(probabilities, answer);
  const { minimum, maximum } = summarise(probabilities);
  const largest = isShare ? 1 : Math.max(Math.abs(minimum), Math.abs(maximum), Number.MIN_VALUE);
  const percent = (value: number) => (Number.isFinite(value) ? Math.max(1.5, (value / largest) * 100) : 0);
  const listed = ranked(probabilities, most);
  const first = listed[0]?.label;
  const nameOf = (label: number) => classNames[label] ?? say("Class {label}", { label });
  const shown = inOrder ? listed.toSorted((a, b) => a.label - b.label) : listed;
  return (
    <ul className={`${styles.probabilities} ${inOrder ? styles.lines : ""}`}>
      {shown.map(({ label, share }, line) => (
        // A line keeps its place and takes another class: one that moves has all layers of the page sorted anew.
        // biome-ignore lint/suspicious/noArrayIndexKey: it keeps nothing of its class
        <li key={line} data-first={label === first}>
          <div>
            <span className={styles.name} title={nameOf(label)}>
              {nameOf(label)}
            </span>
            <span className={styles.share}>{isShare ? formatShare(share, 0) : formatValue(share)}</span>
          </div>
          {/* A number alone has nothing to be compared with. */}
          {isShare || probabilities.length > 1 ? (
            <div className={styles.track}>
              <div style={{ width: `${percent(share)}%` }} />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

export interface VerdictProps {
  readonly probabilities: ArrayLike<number>;
  readonly classNames: readonly string[];
  /** The true class; null where it is not known. */
  readonly label: number | null;
}

/** Whether the most probable class is the true one, in words. */
export function Verdict({ probabilities, classNames, label }: VerdictProps) {
  const said = verdict(probabilities, classNames, label);
  if (!said) return null;
  return (
    <p className={styles.verdict} data-correct={said.correct}>
      {said.correct ? <Check size={14} aria-hidden /> : <X size={14} aria-hidden />}
      {said.text}
    </p>
  );
}

/** The true numbers of an example, or the labels that it has: what the network's own are compared with. */
export function Truth({
  targets,
  names,
}: {
  readonly targets: ArrayLike<number>;
  readonly names: readonly string[];
}) {
  const isLabels = Array.from(targets).every((value) => value === 0 || value === 1) && names.length > 1;
  const told = Array.from(targets, (value, index) => ({
    value,
    name: names[index] ?? say("Target {index}", { index: index + 1 }),
  }));
  const text = isLabels
    ? told
        .filter(({ value }) => value === 1)
        .map(({ name }) => name)
        .join(", ") || say("none of them")
    : told.map(({ value, name }) => (told.length === 1 ? "" : `${name} `) + formatValue(value)).join(", ");
  return <p className={styles.verdict}>{say("True: {text}", { text })}</p>;
}
