import { evens, odds } from "./lanes";
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

/**
 * Lists the numbers of a map that are not zero, and their places: first the one at `places`, then four neighbours each.
 * Returns the bytes of each list.
 */
export function listMap(shuffles: usize, map: usize, count: i32, places: usize, valueList: usize, placeList: usize): usize {
  let length: usize = 0;
  for (let left = count; left > 0; left -= 4) {
    const numbers = v128.load(map);
    let mask = nonzero(numbers);
    if (left < 4) mask &= (1 << left) - 1;
    length += append(shuffles, mask, numbers, v128.load(places), valueList + length, placeList + length);
    map += 16;
    places += 16;
  }
  return length;
}

/** What `listWindows` returns where two numbers of a window are not zero. */
// @ts-expect-error: decorator
@inline export const crowded: usize = usize.MAX_VALUE;

/**
 * The same for a map of even height and width whose windows of 2×2 cells hold one number each that is not zero, or
 * none: four windows at a time. Places lie `right` bytes apart along a row and `down` bytes from row to row.
 */
export function listWindows(
  shuffles: usize, map: usize, height: i32, width: i32, right: i32, down: i32, valueList: usize, placeList: usize,
): usize {
  const line = <usize>width << 2, zero = f32x4.splat(0), right4 = i32x4.splat(right), down4 = i32x4.splat(down);
  const across = i32x4.mul(i32x4.splat(2 * right), i32x4(0, 1, 2, 3));
  let length: usize = 0;
  for (let y = 0; y < height; y += 2) {
    let place = i32x4.add(i32x4.splat(y * down), across);
    for (let left = width; left > 0; left -= 8) {
      // The last group may reach past its row: those windows are read and not listed.
      const a0 = v128.load(map), a1 = v128.load(map, 16), b0 = v128.load(map + line), b1 = v128.load(map + line, 16);
      const ul = evens(a0, a1), ur = odds(a0, a1);
      const ll = evens(b0, b1), lr = odds(b0, b1);
      const isUr = f32x4.ne(ur, zero), isLl = f32x4.ne(ll, zero), isLr = f32x4.ne(lr, zero), isUl = f32x4.ne(ul, zero);
      const any = v128.or(v128.or(isUl, isUr), v128.or(isLl, isLr));
      const all = i32x4.add(i32x4.add(isUl, isUr), i32x4.add(isLl, isLr)); // minus how many
      const inside = left >= 8 ? 15 : (1 << (left >> 1)) - 1;
      if ((i32x4.bitmask(i32x4.eq(any, all)) & inside) != inside) return crowded;
      const own = i32x4.add(place, i32x4.add(v128.and(v128.or(isUr, isLr), right4), v128.and(v128.or(isLl, isLr), down4)));
      const numbers = f32x4.add(f32x4.add(ul, ur), f32x4.add(ll, lr)); // of one that is not zero
      length += append(shuffles, i32x4.bitmask(any) & inside, numbers, own, valueList + length, placeList + length);
      place = i32x4.add(place, i32x4.splat(8 * right));
      map += left >= 8 ? 32 : <usize>left << 2;
    }
    map += line;
  }
  return length;
}
