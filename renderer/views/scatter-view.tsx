import { type KeyboardEvent, type MouseEvent, useMemo, useState } from "react";
import { say } from "../../engine/words/say.ts";
import { useCanvasDrawing } from "./canvas-drawing.ts";
import { formatNumber } from "./format.ts";
import styles from "./scatter-view.module.css";
import { drawingOf } from "./surface.ts";
import { palette } from "./theme.ts";
import { linearScale, type Scale } from "./ticks.ts";

export interface ScatterViewProps {
  /** What it shows, for people who do not see it. */
  readonly name: string;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Where the points would lie if all were right: y = x, on equal axes, or y = 0. */
  readonly ideal: "diagonal" | "zero";
  readonly width: number;
  readonly height: number;
  /** Drawn with a ring, such as the probe. */
  readonly marked: number | null;
  /** A point in words. */
  readonly describe: (point: number) => string;
  readonly onChoose: (point: number) => void;
}

/** Room for the axes, in CSS pixels. */
const [left, bottom, top, right] = [46, 36, 22, 12];
/** A point is meant from so many pixels away. */
const reach = 14;

interface Frame {
  readonly scaleX: Scale;
  readonly scaleY: Scale;
  readonly placeX: (value: number) => number;
  readonly placeY: (value: number) => number;
}

/** Points over two axes, with the line on which they should lie. One of them can be pointed at, and chosen. */
export function ScatterView(props: ScatterViewProps) {
  const { name, x, y, width, height, marked, describe, onChoose } = props;
  const [point, setPoint] = useState<number | null>(null);
  const frame = useMemo(() => frameOf(props), [props]);
  const canvas = useCanvasDrawing((target) => paint(target, props, frame, point));
  const find = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setPoint(nearest(props, frame, event.clientX - box.left, event.clientY - box.top));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0 || x.length === 0) return;
    event.preventDefault();
    setPoint(((point ?? (by > 0 ? -1 : 0)) + by + x.length) % x.length);
  };
  const told = point ?? marked;
  return (
    <div className={styles.scatter} style={{ width }}>
      <button
        type="button"
        aria-label={say(
          "{name}, {count, number} examples as points. Left and right go from one to the next, Enter makes it the probe.",
          { name, count: y.length },
        )}
        onMouseMove={find}
        onMouseLeave={() => setPoint(null)}
        onKeyDown={onKeyDown}
        onClick={() => {
          if (point !== null) onChoose(point);
        }}
      >
        <canvas ref={canvas} width={width} height={height} />
      </button>
      <p role="status">{told === null ? say("Point at an example to read it.") : describe(told)}</p>
    </div>
  );
}

function frameOf({ x, y, ideal, width, height }: ScatterViewProps): Frame {
  const [rangeX, rangeY] = [rangeOf(x), rangeOf(y)];
  const both = { low: Math.min(rangeX.low, rangeY.low), high: Math.max(rangeX.high, rangeY.high) };
  const [spanX, spanY] = ideal === "diagonal" ? [both, both] : [rangeX, around(rangeY)];
  const [scaleX, scaleY] = [airy(spanX), airy(spanY)];
  const share = ({ low, high }: Scale, value: number) => (value - low) / (high - low);
  return {
    scaleX,
    scaleY,
    placeX: (value) => left + share(scaleX, value) * (width - left - right),
    placeY: (value) => height - bottom - share(scaleY, value) * (height - bottom - top),
  };
}

/** A little air on both sides, and the ticks that lie between. */
function airy({ low, high }: { readonly low: number; readonly high: number }): Scale {
  const air = (high - low || Math.abs(high) || 1) * 0.06;
  const [from, to] = [low - air, high + air];
  return {
    low: from,
    high: to,
    ticks: linearScale(from, to).ticks.filter((tick) => tick >= from && tick <= to),
  };
}

/** A tick with as many digits as tell it from the next. */
function tickText(tick: number, { ticks: [first = 0, second = first + 1] }: Scale): string {
  const digits = Math.max(0, -Math.floor(Math.log10(second - first) + 1e-9));
  const step = (second - first) * 10 ** digits;
  return formatNumber(tick, Math.abs(step - Math.round(step)) > 1e-6 ? digits + 1 : digits);
}

function rangeOf(values: Float32Array): { readonly low: number; readonly high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  return low <= high ? { low, high } : { low: 0, high: 1 };
}

/** As far up as down, so that the line of 0 lies in the middle. */
function around({ low, high }: { readonly low: number; readonly high: number }) {
  const far = Math.max(Math.abs(low), Math.abs(high));
  return { low: -far, high: far };
}

function paint(
  canvas: HTMLCanvasElement,
  { x, y, xTitle, yTitle, ideal, width, height, marked }: ScatterViewProps,
  { scaleX, scaleY, placeX, placeY }: Frame,
  point: number | null,
): void {
  const context = drawingOf(canvas, width, height);
  if (!context) return;
  const colours = palette();
  const [floor, end] = [height - bottom, width - right];
  context.font = `11px ${colours["font-num"]}`;
  context.lineWidth = 1;
  context.fillStyle = colours["ink-3"];
  context.strokeStyle = colours.line;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const tick of scaleY.ticks) {
    line(context, left, placeY(tick), end, placeY(tick));
    context.fillText(tickText(tick, scaleY), left - 6, placeY(tick));
  }
  context.textAlign = "center";
  for (const tick of scaleX.ticks) {
    line(context, placeX(tick), top, placeX(tick), floor);
    context.fillText(tickText(tick, scaleX), placeX(tick), floor + 11);
  }
  context.font = `11px ${colours["font-ui"]}`;
  context.fillText(xTitle, (left + end) / 2, height - 8);
  context.textAlign = "left";
  context.fillText(`↑ ${yTitle}`, left - 4, 8);

  context.fillStyle = colours["fwd-2"];
  context.globalAlpha = y.length > 400 ? 0.45 : 0.75;
  const size = y.length > 2000 ? 1.5 : 2.2;
  for (let index = 0; index < y.length; index++) {
    const [at, up] = [x[index] ?? Number.NaN, y[index] ?? Number.NaN];
    if (!Number.isFinite(at + up)) continue;
    context.beginPath();
    context.arc(placeX(at), placeY(up), size, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
  context.strokeStyle = colours.ink;
  context.setLineDash([4, 3]);
  if (ideal === "zero") line(context, left, placeY(0), end, placeY(0));
  else line(context, left, placeY(scaleX.low), end, placeY(scaleX.high));
  context.setLineDash([]);
  context.lineWidth = 1.5;
  for (const index of [marked, point]) {
    if (index === null) continue;
    context.beginPath();
    context.arc(placeX(x[index] ?? Number.NaN), placeY(y[index] ?? Number.NaN), 6, 0, 2 * Math.PI);
    context.stroke();
  }
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, Math.round(y1) + 0.5);
  context.lineTo(x2, Math.round(y2) + 0.5);
  context.stroke();
}

function nearest({ x, y }: ScatterViewProps, frame: Frame, atX: number, atY: number): number | null {
  let [found, least]: [number | null, number] = [null, reach];
  for (let index = 0; index < y.length; index++) {
    const distance = Math.hypot(
      frame.placeX(x[index] ?? Number.NaN) - atX,
      frame.placeY(y[index] ?? Number.NaN) - atY,
    );
    if (distance <= least) [found, least] = [index, distance];
  }
  return found;
}
