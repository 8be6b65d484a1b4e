import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { type PaintedPoint, paintedExtent } from "../../../engine/data/painted.ts";
import { say } from "../../../engine/words/say.ts";
import { useDocument } from "../../document/store.ts";
import { useCanvasDrawing } from "../../views/canvas-drawing.ts";
import { formatValue } from "../../views/format.ts";
import { paintPoints } from "../../views/paint-points.ts";
import styles from "./painter.module.css";
import { keep, paintedOf, usePainter } from "./painter-store.ts";
import { erased, type Place, placed, sprayed } from "./strokes.ts";

/** Side of the plane in CSS pixels; it shrinks with the window. */
const room = 440;
const square = { left: -paintedExtent, bottom: -paintedExtent, side: 2 * paintedExtent };

/** Radius in the plane, points that a moved brush strews at a time, and how far it moves between. */
const brushes = {
  point: { radius: 0.25, count: 1, every: 0.25 },
  small: { radius: 0.5, count: 3, every: 0.3 },
  large: { radius: 1.2, count: 6, every: 0.5 },
} as const;

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The plane that points are painted on, by pointer or by keys. */
export function PaintingPlane({ points }: { readonly points: readonly PaintedPoint[] }) {
  const [cross, setCross] = useState<Place | null>(null);
  const last = useRef<Place | null>(null);
  const erasing = useRef(false);
  const labels = points.map(([, , label]) => label);
  const coordinates = Float32Array.from(
    { length: 2 * points.length },
    (_, at) => points[at >> 1]?.[at % 2] ?? 0,
  );
  const canvas = useCanvasDrawing((target) => {
    const marked = cross ? [{ ...cross, label: null }] : [];
    paintPoints(target, { coordinates, labels, marked, room }, square);
  });

  const begin = (event: PointerEvent<HTMLElement>) => {
    // Left paints or erases, as chosen; right always erases.
    if (usePainter.getState().stroke || (event.button !== 0 && event.button !== 2)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setCross(null);
    const place = placeOf(event);
    last.current = place;
    const { tool, label, brush } = usePainter.getState();
    erasing.current = tool === "erase" || event.button === 2;
    // A click alone is one point exactly where it is; what a brush strews begins with the first move.
    usePainter.setState({
      stroke: erasing.current ? erased(points, place, brushes[brush].radius) : placed(points, place, label),
    });
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const { stroke, label, brush } = usePainter.getState();
    const before = last.current;
    if (!stroke || !before) return;
    const place = placeOf(event);
    const { radius, count, every } = brushes[brush];
    if (Math.hypot(place.x - before.x, place.y - before.y) < every) return;
    last.current = place;
    usePainter.setState({
      stroke: erasing.current
        ? erased(stroke, place, radius)
        : brush === "point"
          ? placed(stroke, place, label)
          : sprayed(stroke, place, label, { radius, count, random: Math.random }),
    });
  };
  const end = () => {
    const { stroke } = usePainter.getState();
    last.current = null;
    if (stroke) finish(stroke);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const by = directions[event.key];
    const at = cross ?? { x: 0, y: 0 };
    const { label, brush } = usePainter.getState();
    if (by) {
      event.preventDefault();
      const step = event.shiftKey ? 1 : 0.2;
      setCross({ x: limited(at.x + by[0] * step), y: limited(at.y + by[1] * step) });
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      setCross(at);
      const { radius, count } = brushes[brush];
      finish(
        brush === "point"
          ? placed(points, at, label)
          : sprayed(points, at, label, { radius, count, random: Math.random }),
      );
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      finish(erased(points, at, brushes[brush].radius));
    }
  };
  const cursor = cross
    ? `, ${say("the cross at x {x}, y {y}", { x: formatValue(cross.x), y: formatValue(cross.y) })}`
    : "";
  return (
    <button
      type="button"
      className={styles.plane}
      aria-label={
        say("The plane, {count, plural, one {# point} other {# points}}", { count: points.length }) + cursor
      }
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} />
    </button>
  );
}

/** One stroke is one step: `paint 24 points`, `erase 3 points`. */
function finish(points: readonly PaintedPoint[]): void {
  const before = paintedOf(useDocument.getState().project.data, usePainter.getState()).points.length;
  const change = points.length - before;
  const count = Math.abs(change);
  const words = () =>
    change > 0
      ? say("paint {count, plural, one {# point} other {# points}}", { count })
      : say("erase {count, plural, one {# point} other {# points}}", { count });
  if (change !== 0) keep(words, { points });
  else usePainter.setState({ stroke: null });
}

function placeOf(event: PointerEvent<HTMLElement>): Place {
  const box = event.currentTarget.getBoundingClientRect();
  return {
    x: limited(square.left + ((event.clientX - box.left) / box.width) * square.side),
    y: limited(square.bottom + (1 - (event.clientY - box.top) / box.height) * square.side),
  };
}

function limited(value: number): number {
  return Math.max(-paintedExtent, Math.min(paintedExtent, value));
}
