import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react";
import { arrowSteps } from "../../views/arrow-steps.ts";
import { momentAt, topOf } from "../../views/paint-distribution.ts";
import { binWords, type ReadBin, withinBins } from "./bin-words.ts";
import type { CommonBins } from "./common-bins.ts";
import styles from "./distributions.module.css";

/**
 * Reads the bars of a drawing, and the strips of older moments below them: the pointer reads what it is on, arrow keys go
 * from bar to bar and from moment to moment, Escape ends it.
 */
export function BinReader(props: {
  readonly bins: CommonBins;
  readonly steps: readonly number[];
  readonly room: { readonly width: number; readonly bars: number; readonly strip: number };
  /** What the bars are of, with what they amount to. */
  readonly words: string;
  /** What is told while nothing is read. */
  readonly caption: ReactNode;
  readonly children: ReactNode;
  readonly axis: ReactNode;
}) {
  const { bins, steps, room, words, caption, children, axis } = props;
  const [chosen, setChosen] = useState<ReadBin | null>(null);
  const read = chosen && withinBins(bins, chosen);
  const count = bins.edges.length - 1;
  const middle = { bin: Math.floor(count / 2), back: 0 };

  function onKeyDown(event: KeyboardEvent): void {
    const ends: Readonly<Record<string, number>> = { Home: 0, End: count - 1 };
    const [move, end] = [arrowSteps[event.key], ends[event.key]];
    const from = read ?? middle;
    if (event.key === "Escape" && read) setChosen(null);
    else if (end !== undefined) setChosen({ ...from, bin: end });
    else if (move)
      setChosen(withinBins(bins, read ? { bin: read.bin + move[1], back: read.back + move[0] } : middle));
    else return;
    event.preventDefault();
  }

  function onPointerMove(event: PointerEvent<HTMLElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const bin = Math.floor(((event.clientX - box.left) / room.width) * count);
    setChosen(withinBins(bins, { bin, back: momentAt(event.clientY - box.top, bins.rows.length, room) }));
  }

  return (
    <>
      <div
        className={styles.bins}
        role="slider"
        aria-label={words}
        aria-valuemin={1}
        aria-valuemax={count}
        aria-valuenow={(read ?? middle).bin + 1}
        aria-valuetext={binWords(bins, read ?? middle, steps)}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setChosen(null)}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setChosen(null)}
      >
        {children}
        {read ? (
          <span
            className={styles.readBin}
            style={{
              left: `${(100 * read.bin) / count}%`,
              width: `${100 / count}%`,
              ...topOf(read.back, room),
            }}
          />
        ) : null}
      </div>
      {axis}
      <p className={styles.caption} data-testid="bin">
        {read ? binWords(bins, read, steps) : caption}
      </p>
    </>
  );
}
