import { Random } from "../random.ts";

/** max|a-b| / max|b|, the distance in which the engine's tolerances are stated; infinite when sizes differ. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i += 1) {
    const distance = Math.abs((actual[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
    if (Number.isNaN(distance)) return Number.POSITIVE_INFINITY;
    difference = Math.max(difference, distance);
    size = Math.max(size, Math.abs(expected[i] ?? 0));
  }
  if (difference === 0) return 0;
  return size === 0 ? Number.POSITIVE_INFINITY : difference / size;
}

/** True when every |a-b| is at most relative·|b| + absolute. */
export function allClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
  absolute: number,
): boolean {
  if (actual.length !== expected.length) return false;
  for (let i = 0; i < expected.length; i += 1) {
    const wanted = expected[i] ?? Number.NaN;
    if (!(Math.abs((actual[i] ?? Number.NaN) - wanted) <= relative * Math.abs(wanted) + absolute))
      return false;
  }
  return true;
}

/**
 * `count` numbers in (-2, 2) in random order, evenly spaced and without 0: all differ and none is near a kink,
 * as central differences of ReLU and max pooling need. Rounded to float32, so that both precisions start alike.
 */
export function awayFromKinks(count: number, seed: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  Random.fromSeed(seed, count).shuffle(order);
  return order.map((i) => Math.fround((4 * (i + 0.5)) / count - 2 + (count % 2 === 1 ? 1 / count : 0)));
}

/** `count` normal numbers, rounded to float32. */
export function normalNumbers(count: number, seed: number): number[] {
  const random = Random.fromSeed(seed, count, 1);
  return Array.from({ length: count }, () => Math.fround(random.normal()));
}
