/*
 * A gradient that comes from a max pool is zero nearly everywhere: one cell of each window has a number, and none
 * where a ReLU cut it off. These lists hold the numbers that are not zero (NaN is none) and where they belong, packed
 * without a branch for each: four at a time, moved together by the shuffle that belongs to their mask.
 */

/** Bytes of the 16 shuffles. */
// @ts-expect-error: decorator
@inline export const shuffleBytes: usize = 256;

/** Writes, for every mask of four lanes, the shuffle that moves its lanes to the front. */
export function writeShuffles(shuffles: usize): void {
  for (let mask: usize = 0; mask < 16; mask++) {
    let at = shuffles + (mask << 4);
    v128.store(at, i8x16.splat(-1));
    for (let lane: u32 = 0; lane < 4; lane++) {
      if (((mask >> lane) & 1) == 0) continue;
      store<u32>(at, 0x03020100 + 0x04040404 * lane);
      at += 4;
    }
  }
}

/** The lanes that are not zero, as bits. */
@inline
export function nonzero(values: v128): i32 {
  return i32x4.bitmask(f32x4.ne(values, f32x4.splat(0)));
}

/** Appends to two lists, which may be written four numbers past their end; returns how many bytes longer they are. */
@inline
export function append(shuffles: usize, mask: i32, values: v128, places: v128, valueList: usize, placeList: usize): usize {
  const shuffle = v128.load(shuffles + (<usize>mask << 4));
  v128.store(valueList, i8x16.swizzle(values, shuffle));
  v128.store(placeList, i8x16.swizzle(places, shuffle));
  return <usize>popcnt(mask) << 2;
}

/** How many of so many floats are not zero. */
export function countNonzero(values: usize, count: i32): i32 {
  let sum = i32x4.splat(0), i = 0;
  for (; i + 4 <= count; i += 4) {
    sum = i32x4.sub(sum, f32x4.ne(v128.load(values), f32x4.splat(0)));
    values += 16;
  }
  let total = i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3);
  for (; i < count; i++) {
    if (f32.load(values) != 0) total++;
    values += 4;
  }
  return total;
}
