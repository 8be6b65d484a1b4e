import { mostPainted, onPlane, type PaintedPoint } from "../../../engine/data/painted.ts";

/** A place in the plane. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The points with one more at a place, as long as there is room. */
export function placed(
  points: readonly PaintedPoint[],
  { x, y }: Place,
  label: number,
): readonly PaintedPoint[] {
  return points.length < mostPainted ? [...points, [onPlane(x), onPlane(y), label]] : points;
}

/**
 * The points with `count` more, evenly strewn over a disc around a place.
 * @param random gives numbers from 0 to 1.
 */
export function sprayed(
  points: readonly PaintedPoint[],
  { x, y }: Place,
  label: number,
  {
    radius,
    count,
    random,
  }: { readonly radius: number; readonly count: number; readonly random: () => number },
): readonly PaintedPoint[] {
  let all = points;
  for (let point = 0; point < count; point++) {
    const angle = 2 * Math.PI * random();
    // The area within r grows by its square: so all of it is equally dense.
    const distance = radius * Math.sqrt(random());
    const place = { x: x + distance * Math.cos(angle), y: y + distance * Math.sin(angle) };
    all = placed(all, place, label);
  }
  return all;
}

/** The points but those within a radius of a place. */
export function erased(
  points: readonly PaintedPoint[],
  { x, y }: Place,
  radius: number,
): readonly PaintedPoint[] {
  const left = points.filter(([left, up]) => Math.hypot(left - x, up - y) > radius);
  return left.length === points.length ? points : left;
}

/** Points of another number of classes: those of classes that are gone go with them. */
export function ofClasses(points: readonly PaintedPoint[], classes: number): readonly PaintedPoint[] {
  return points.filter(([, , label]) => label < classes);
}
