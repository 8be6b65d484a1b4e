import { overlap } from "../document/groups.ts";
import type { Point, Rectangle } from "./geometry.ts";
import type { Path } from "./routing.ts";

/** What a shape takes up, in pixels at 100 %: most of its height is above the lower edge of its letters. */
const letter = 6.2;
const around = 8;
const height = 14;
const below = 4;
const step = 20;

/** The rectangle that a shape is written in, in pixels at 100 %. */
export function labelBox({ x, y }: Point, text: string): Rectangle {
  const width = widthOf(text);
  return { x: x - width / 2, y: y + below - height, width, height };
}

/**
 * Where the shape rides, as the middle of its letters' lower edge: above the longest level piece, near its left end when
 * that piece is long, and further on where something stands in the way; then above another piece, or beside an upright
 * one.
 */
export function labelPlace(path: Path, text: string, standing: readonly Rectangle[] = []): Point {
  let first: Point | null = null;
  for (const place of placesAlong(path, widthOf(text))) {
    first ??= place;
    const box = labelBox(place, text);
    if (!standing.some((other) => overlap(box, other))) return place;
  }
  return first ?? path[0] ?? { x: 0, y: 0 };
}

/** All places for a text of this width, the best first; most paths need only the first. */
function* placesAlong(path: Path, width: number): Generator<Point> {
  const [start] = path;
  const [longest, ...others] = piecesOf(path, "level");
  if (!longest) {
    if (start) yield { x: start.x, y: start.y - 6 };
    return;
  }
  const upright = piecesOf(path, "upright").filter((piece) => lengthOf(piece) > 2 * height);
  // A short branch leaves where its trunk runs on: beside its upright piece there is room that is its alone.
  const isShort = lengthOf(longest) < width;
  if (isShort) for (const piece of upright) yield* placesBeside(piece, width);
  yield* placesAbove(longest, width);
  for (const piece of others) if (lengthOf(piece) >= width) yield* placesAbove(piece, width);
  if (!isShort) for (const piece of upright) yield* placesBeside(piece, width);
  yield* placesBefore(longest, width);
  yield* placeAtStart(path, width);
}

function widthOf(text: string): number {
  return text.length * letter + around;
}

type Piece = readonly [Point, Point];

/** The pieces that run this way, the longest first. */
function piecesOf(path: Path, way: "level" | "upright"): readonly Piece[] {
  const across = way === "level" ? "y" : "x";
  const pieces = path.slice(1).flatMap((b, index): Piece[] => {
    const a = path[index];
    return a && a[across] === b[across] && lengthOf([a, b]) > 0 ? [[a, b]] : [];
  });
  return pieces.toSorted((a, b) => lengthOf(b) - lengthOf(a));
}

/** Of a piece, which runs along one of the axes. */
function lengthOf([a, b]: Piece): number {
  return Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
}

/** Above a level piece: the place that is best, and further to the right. */
function* placesAbove(piece: Piece, width: number): Generator<Point> {
  const { x, y } = bestAbove(piece);
  const right = Math.max(piece[0].x, piece[1].x) - width / 2;
  const more = Math.max(0, Math.floor((right - x) / step));
  for (let index = 0; index <= more; index++) yield { x: x + index * step, y };
}

/** Above a level piece, to the left of the place that is best. */
function placesBefore(piece: Piece, width: number): readonly Point[] {
  const { x, y } = bestAbove(piece);
  const left = Math.min(piece[0].x, piece[1].x) + width / 2;
  const more = Math.max(0, Math.floor((x - left) / step));
  return Array.from({ length: more }, (_, index) => ({ x: x - (index + 1) * step, y }));
}

function bestAbove(piece: Piece): Point {
  return { x: Math.min(piece[0].x, piece[1].x) + Math.min(lengthOf(piece) / 2, 160), y: piece[0].y - 6 };
}

/** Behind the layer that it leaves, over a corner from which the line leads down: Tidy leaves room there for any shape. */
function placeAtStart([start, corner, next]: Path, width: number): readonly Point[] {
  const leadsDown = start && corner && next && corner.x > start.x && next.y > corner.y;
  return leadsDown ? [{ x: start.x + width / 2, y: start.y - 6 }] : [];
}

/** Right and left of an upright piece, at its middle first. */
function placesBeside(piece: Piece, width: number): readonly Point[] {
  const [a, b] = piece;
  return [1 / 2, 1 / 4, 3 / 4].flatMap((part) => {
    const y = a.y + (b.y - a.y) * part + 4;
    return [1, -1].map((side) => ({ x: a.x + side * (width / 2 + 4), y }));
  });
}
