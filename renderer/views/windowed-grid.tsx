import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { type GridWindow, windowOf } from "./grid-window.ts";

/** Before anything was measured: more than a screen shows. */
const unmeasured: GridWindow = { from: 0, to: 60, above: 0, below: 0 };

/**
 * A list whose items lie in a grid, of which only those on the screen and a little around are made. The style sheet says
 * how large items and gaps are; all items must be as high as the first.
 */
export function WindowedGrid(props: {
  readonly count: number;
  readonly label?: string;
  readonly className: string | undefined;
  readonly item: (index: number) => ReactNode;
}) {
  const { count, label, className, item } = props;
  const list = useRef<HTMLUListElement>(null);
  const [shown, setShown] = useState(unmeasured);
  useLayoutEffect(() => {
    const measure = () => {
      const first = list.current?.firstElementChild;
      if (!list.current || !(first instanceof HTMLElement)) return;
      const style = getComputedStyle(list.current);
      const next = windowOf({
        count,
        columns: style.gridTemplateColumns.split(" ").length,
        pitch: first.offsetHeight + (Number.parseFloat(style.rowGap) || 0),
        top: -list.current.getBoundingClientRect().top,
        height: window.innerHeight,
      });
      setShown((old) =>
        old.from === next.from && old.to === next.to && old.above === next.above && old.below === next.below
          ? old
          : next,
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    if (list.current) observer.observe(list.current);
    // Whatever scrolls around it: such events do not bubble, but are caught on their way down.
    document.addEventListener("scroll", measure, { capture: true, passive: true });
    return () => {
      observer.disconnect();
      document.removeEventListener("scroll", measure, { capture: true });
    };
  }, [count]);
  // A shorter list may end above what was shown of the one before.
  const now = shown.from < count ? shown : unmeasured;
  const items = Array.from({ length: count }, (_, index) => index).slice(now.from, now.to);
  return (
    <ul
      ref={list}
      className={className}
      aria-label={label}
      style={{ paddingTop: now.above, paddingBottom: now.below }}
    >
      {items.map((index) => (
        <li key={index} aria-setsize={count} aria-posinset={index + 1}>
          {item(index)}
        </li>
      ))}
    </ul>
  );
}
