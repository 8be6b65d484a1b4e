import { formatShare } from "./format.ts";
import styles from "./probabilities.module.css";

export interface ProbabilitiesProps {
  readonly probabilities: ArrayLike<number>;
  readonly classNames: readonly string[];
  /** The true class; null where it is not known. */
  readonly label: number | null;
  /** How many classes are listed, the most probable first. */
  readonly most?: number;
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
  const name = (index: number) => (classNames[index] ?? `class ${index}`).toLowerCase();
  return best.label === label
    ? { correct: true, text: `Correct: ${name(label)}` }
    : { correct: false, text: `Wrong: it is ${name(label)}` };
}

/** Bars for the most probable classes. */
export function Probabilities({ probabilities, classNames, label, most = 3 }: ProbabilitiesProps) {
  const said = verdict(probabilities, classNames, label);
  return (
    <div className={styles.probabilities}>
      <ul>
        {ranked(probabilities, most).map(({ label: index, share }, place) => (
          <li key={index} data-first={place === 0}>
            <div>
              <span className={styles.name}>{classNames[index] ?? `Class ${index}`}</span>
              <span className={styles.share}>{formatShare(share, 0)}</span>
            </div>
            <div className={styles.track}>
              <div style={{ width: `${Number.isFinite(share) ? Math.max(1.5, share * 100) : 0}%` }} />
            </div>
          </li>
        ))}
      </ul>
      {said ? (
        <p data-correct={said.correct}>
          <span aria-hidden="true">{said.correct ? "✓" : "✗"}</span> {said.text}
        </p>
      ) : null}
    </div>
  );
}
