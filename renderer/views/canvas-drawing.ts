import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { onThemeChange } from "./theme.ts";

/** A canvas that is drawn after each render and after each change of theme. */
export function useCanvasDrawing(
  draw: (canvas: HTMLCanvasElement) => void,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(draw);
  useLayoutEffect(() => {
    latest.current = draw;
    if (canvas.current) draw(canvas.current);
  });
  useEffect(() => onThemeChange(() => canvas.current && latest.current(canvas.current)), []);
  return canvas;
}
