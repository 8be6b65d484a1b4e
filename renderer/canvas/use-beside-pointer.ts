import { type RefObject, useLayoutEffect, useState } from "react";
import type { Point } from "./geometry.ts";

/**
 * Where something of the size of `element` stands beside a point of the window and within the canvas, in pixels from
 * the canvas's upper left.
 * @param coveredRight pixels at the right that a floating panel covers.
 */
export function useBesidePointer(
  element: RefObject<HTMLElement | null>,
  { x, y }: Point,
  coveredRight = 0,
): { readonly left: number; readonly top: number } {
  const [place, setPlace] = useState({ left: 0, top: 0 });
  useLayoutEffect(() => {
    const stage = element.current?.offsetParent?.getBoundingClientRect();
    if (!element.current || !stage) return;
    const { offsetWidth, offsetHeight } = element.current;
    const left = Math.max(8, Math.min(x - stage.left + 16, stage.width - coveredRight - offsetWidth - 8));
    const below = y - stage.top + 18;
    const above = y - stage.top - offsetHeight - 14;
    setPlace({ left, top: below + offsetHeight > stage.height - 8 ? Math.max(8, above) : below });
  }, [element, x, y, coveredRight]);
  return place;
}
