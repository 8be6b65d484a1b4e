import { drawingOf } from "./surface.ts";
import { classColour, palette } from "./theme.ts";

/** One point that stands out. */
export interface MarkedPoint {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

/** Ends of both axes: one unit is equally long on both, and all points have a margin. */
export interface PointFrame {
  readonly left: number;
  readonly bottom: number;
  readonly side: number;
}

/** The square around all finite points, with 6 % margin. */
export function pointFrame(coordinates: ArrayLike<number>): PointFrame {
  let [left, right, bottom, top] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (let index = 0; index + 1 < coordinates.length; index += 2) {
    const x = coordinates[index] ?? Number.NaN;
    const y = coordinates[index + 1] ?? Number.NaN;
    if (!Number.isFinite(x + y)) continue;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [bottom, top] = [Math.min(bottom, y), Math.max(top, y)];
  }
  if (left > right) return { left: -1, bottom: -1, side: 2 };
  const side = (Math.max(right - left, top - bottom) || 1) * 1.12;
  return { left: (left + right - side) / 2, bottom: (bottom + top - side) / 2, side };
}

/** Points in a square, up is up; with the axes where they are in sight. */
export function paintPoints(
  canvas: HTMLCanvasElement,
  coordinates: Float32Array,
  labels: ArrayLike<number>,
  marked: readonly MarkedPoint[],
  room: number,
): void {
  const context = drawingOf(canvas, room, room);
  if (!context) return;
  const frame = pointFrame(coordinates);
  const place = (x: number, y: number) =>
    [((x - frame.left) / frame.side) * room, room - ((y - frame.bottom) / frame.side) * room] as const;
  const colours = palette();
  const [zeroX, zeroY] = place(0, 0);
  context.fillStyle = colours.line;
  context.fillRect(0, Math.round(zeroY), room, 1);
  context.fillRect(Math.round(zeroX), 0, 1, room);
  const size = labels.length > 400 ? 1.5 : 2.2;
  context.globalAlpha = marked.length > 0 ? 0.55 : 0.85;
  for (let index = 0; index < labels.length; index++) {
    const [x, y] = place(coordinates[index * 2] ?? 0, coordinates[index * 2 + 1] ?? 0);
    drawPoint(context, x, y, size, labels[index] ?? 0);
  }
  context.globalAlpha = 1;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  for (const point of marked) {
    const [x, y] = place(point.x, point.y);
    drawPoint(context, x, y, 3.6, point.label);
    context.beginPath();
    context.arc(x, y, 7, 0, 2 * Math.PI);
    context.stroke();
  }
}

/** Class 0 is a circle, 1 a square, 2 a triangle, 3 a diamond, 4 a cross, and so on again. */
function drawPoint(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  size: number,
  label: number,
): void {
  context.fillStyle = classColour(label);
  const corners: readonly (readonly (readonly [number, number])[])[] = [
    [],
    [
      [-0.9, -0.9],
      [0.9, -0.9],
      [0.9, 0.9],
      [-0.9, 0.9],
    ],
    [
      [0, -1.25],
      [1.1, 0.8],
      [-1.1, 0.8],
    ],
    [
      [0, -1.3],
      [1.3, 0],
      [0, 1.3],
      [-1.3, 0],
    ],
    [
      [-0.4, -1.2],
      [0.4, -1.2],
      [0.4, -0.4],
      [1.2, -0.4],
      [1.2, 0.4],
      [0.4, 0.4],
      [0.4, 1.2],
      [-0.4, 1.2],
      [-0.4, 0.4],
      [-1.2, 0.4],
      [-1.2, -0.4],
      [-0.4, -0.4],
    ],
  ];
  const shape = corners[label % corners.length] ?? [];
  context.beginPath();
  if (shape.length === 0) context.arc(x, y, size, 0, 2 * Math.PI);
  else for (const [dx, dy] of shape) context.lineTo(x + dx * size, y + dy * size);
  context.fill();
}
