import { type PlaneSquare, squareAround } from "../../engine/data/plane.ts";
import type { PlaneFields } from "../../engine/protocol.ts";
import { paintAnswers } from "./paint-field.ts";
import { drawingOf } from "./surface.ts";
import { classColour, palette } from "./theme.ts";

/** One point that stands out. */
export interface MarkedPoint {
  readonly x: number;
  readonly y: number;
  /** Null where its class is not known. */
  readonly label: number | null;
}

/** Points of the plane, and the square picture that they are drawn in. */
export interface PointsPicture {
  /** x and y of one point after the other. */
  readonly coordinates: Float32Array;
  /** The class of each. */
  readonly labels: ArrayLike<number>;
  readonly marked: readonly MarkedPoint[];
  /** Side of the picture, in CSS pixels. */
  readonly room: number;
}

/** Points in a square, up is up; with the axes where they are in sight. The square is around them unless it is given. */
export function paintPoints(
  canvas: HTMLCanvasElement,
  picture: PointsPicture,
  square: PlaneSquare = squareAround(picture.coordinates),
): void {
  const { marked, room } = picture;
  const context = drawingOf(canvas, room, room);
  if (!context) return;
  const [zeroX, zeroY] = placeIn(square, room, 0, 0);
  context.fillStyle = palette().line;
  context.fillRect(0, Math.round(zeroY), room, 1);
  context.fillRect(Math.round(zeroX), 0, 1, room);
  drawPoints(context, square, picture, { alpha: marked.length > 0 ? 0.55 : 0.85 });
  markPoints(context, square, picture);
}

/** The same over the field of the network's answers, which fills the square. */
export function paintPlane(canvas: HTMLCanvasElement, fields: PlaneFields, picture: PointsPicture): void {
  paintAnswers(canvas, fields, picture.room);
  const context = canvas.getContext("2d");
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawPoints(context, fields.square, picture, { alpha: 1, rim: palette().card });
  markPoints(context, fields.square, picture);
}

/** By how much what goes upwards is stretched, so that points of two different things fill a square. */
export function stretchOf(coordinates: Float32Array): number {
  const spread = (axis: 0 | 1) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let at = axis; at < coordinates.length; at += 2) {
      low = Math.min(low, coordinates[at] ?? low);
      high = Math.max(high, coordinates[at] ?? high);
    }
    return high - low;
  };
  const stretch = spread(0) / spread(1);
  return Number.isFinite(stretch) && stretch > 0 ? stretch : 1;
}

/** The same points, with what goes upwards stretched. */
export function stretched(coordinates: Float32Array, stretch: number): Float32Array {
  return coordinates.map((value, at) => (at % 2 === 1 ? value * stretch : value));
}

/** A line through points in the order of `line`, over what `paintPoints` has drawn of `coordinates`. */
export function paintLine(
  canvas: HTMLCanvasElement,
  coordinates: Float32Array,
  line: Float32Array,
  room: number,
): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const square = squareAround(coordinates);
  context.strokeStyle = palette()["fwd-2"];
  context.lineWidth = 2;
  context.lineJoin = "round";
  context.beginPath();
  for (let at = 0; at + 1 < line.length; at += 2)
    context.lineTo(...placeIn(square, room, line[at] ?? Number.NaN, line[at + 1] ?? Number.NaN));
  context.stroke();
}

/** The point that `paintPoints` draws nearest to a place in its picture, within so many pixels; null for none. */
export function nearestPoint(
  coordinates: Float32Array,
  room: number,
  x: number,
  y: number,
  reach: number,
): number | null {
  const square = squareAround(coordinates);
  let [nearest, least]: [number | null, number] = [null, reach];
  for (let index = 0; 2 * index < coordinates.length; index++) {
    const [left, top] = placeIn(square, room, coordinates[2 * index] ?? 0, coordinates[2 * index + 1] ?? 0);
    const distance = Math.hypot(left - x, top - y);
    if (distance <= least) [nearest, least] = [index, distance];
  }
  return nearest;
}

/** Where a point lies in a picture of `room` pixels. */
function placeIn({ left, bottom, side }: PlaneSquare, room: number, x: number, y: number): [number, number] {
  return [((x - left) / side) * room, room - ((y - bottom) / side) * room];
}

/** The mark of a class alone, as in a legend. */
export function paintClassMark(canvas: HTMLCanvasElement, label: number, room: number): void {
  const context = drawingOf(canvas, room, room);
  if (context) drawPoint(context, room / 2, room / 2, room / 4, label);
}

function drawPoints(
  context: CanvasRenderingContext2D,
  square: PlaneSquare,
  { coordinates, labels, room }: PointsPicture,
  { alpha, rim }: { readonly alpha: number; readonly rim?: string },
): void {
  const size = (labels.length > 400 || room < 120 ? 1.5 : 2.2) * (room > 300 ? 1.8 : 1);
  context.globalAlpha = alpha;
  for (let index = 0; index < labels.length; index++) {
    const [x, y] = placeIn(square, room, coordinates[index * 2] ?? 0, coordinates[index * 2 + 1] ?? 0);
    drawPoint(context, x, y, size, labels[index] ?? 0, rim);
  }
  context.globalAlpha = 1;
}

/** Points that stand out: larger, with a ring. */
function markPoints(
  context: CanvasRenderingContext2D,
  square: PlaneSquare,
  { marked, room }: PointsPicture,
): void {
  context.strokeStyle = palette().ink;
  context.lineWidth = 1.5;
  for (const point of marked) {
    const [x, y] = placeIn(square, room, point.x, point.y);
    drawPoint(context, x, y, 3.6, point.label);
    context.beginPath();
    context.arc(x, y, 7, 0, 2 * Math.PI);
    context.stroke();
  }
}

/** Corners around a point of size 1: class 0 is a circle, 1 a square, 2 a triangle, 3 a diamond, 4 a cross, and so on again. */
const outlines: readonly (readonly (readonly [number, number])[])[] = [
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

function drawPoint(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  size: number,
  label: number | null,
  rim?: string,
): void {
  context.fillStyle = label === null ? palette().ink : classColour(label);
  const outline = outlines[(label ?? 0) % outlines.length] ?? [];
  context.beginPath();
  if (outline.length === 0) context.arc(x, y, size, 0, 2 * Math.PI);
  else for (const [dx, dy] of outline) context.lineTo(x + dx * size, y + dy * size);
  context.closePath();
  if (rim !== undefined) {
    context.strokeStyle = rim;
    context.lineWidth = size;
    context.stroke();
  }
  context.fill();
}
