import { keptIndices } from "./buckets.ts";
import { useCanvasDrawing } from "./canvas-drawing.ts";
import { onScale } from "./chart-content.ts";
import { drawingOf } from "./surface.ts";
import { palette } from "./theme.ts";

export interface SparklineProps {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly length: number;
  readonly width?: number;
  readonly height?: number;
}

/** The course of a loss in the size of a word, on a logarithmic scale where the values allow it. */
export function Sparkline({ name, values, length, width = 120, height = 28 }: SparklineProps) {
  const canvas = useCanvasDrawing((target) => paintSparkline(target, values, length, width, height));
  return <canvas ref={canvas} role="img" aria-label={name} />;
}

function paintSparkline(
  canvas: HTMLCanvasElement,
  values: ArrayLike<number>,
  length: number,
  width: number,
  height: number,
): void {
  const context = drawingOf(canvas, width, height);
  if (!context) return;
  const indices = keptIndices(values, length, Math.max(1, Math.ceil(length / width)));
  const places = indices.map((index) => onScale(values[index] ?? Number.NaN, "log"));
  const known = places.filter((place) => place !== null);
  const colours = palette();
  context.fillStyle = colours.line;
  context.fillRect(0, height - 1, width, 1);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const room = height - 5;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  context.lineJoin = "round";
  context.beginPath();
  let open = false;
  places.forEach((place, index) => {
    if (place === null) {
      open = false;
      return;
    }
    const x = ((indices[index] ?? 0) / Math.max(1, length - 1)) * (width - 2) + 1;
    const y = 2 + (high > low ? ((high - place) / (high - low)) * room : room / 2);
    if (open) context.lineTo(x, y);
    else context.moveTo(x, y);
    open = true;
  });
  context.stroke();
}
