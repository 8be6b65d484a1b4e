import styles from "./progress-bar.module.css";

export interface ProgressBarProps {
  readonly name: string;
  /** Finished parts and the share of the one under way: 4.68 of 8. */
  readonly done: number;
  readonly parts: number;
}

/** More parts than this would be thinner than their gaps. */
const mostSegments = 40;

/** Progress in segments, one for each epoch; one plain bar where they are too many. */
export function ProgressBar({ name, done, parts }: ProgressBarProps) {
  const segments = parts > 0 && parts <= mostSegments ? parts : 1;
  const scaled = (done / Math.max(1, parts)) * segments;
  return (
    <div
      className={styles.bar}
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={parts}
      aria-valuenow={Math.round(done * 100) / 100}
    >
      {Array.from({ length: segments }, (_, index) => (
        <i
          // biome-ignore lint/suspicious/noArrayIndexKey: the segments are their places
          key={index}
          style={{ backgroundSize: `${(100 * Math.max(0, Math.min(1, scaled - index))).toFixed(2)}% 100%` }}
        />
      ))}
    </div>
  );
}
