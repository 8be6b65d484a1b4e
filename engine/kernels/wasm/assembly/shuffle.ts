/**
 * Puts numbers in random order by the generator in the state a to d: draw by draw as `Random.shuffle` in engine/random.ts,
 * which says where generator and method come from.
 */
export function shuffle(items: usize, count: i32, a: u32, b: u32, c: u32, d: u32): void {
  for (let last = <u32>count - 1; <i32>last > 0; last--) {
    const range = last + 1;
    let draw: u32;
    do {
      draw = rotl<u32>(b * 5, 7) * 9;
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = rotl<u32>(d, 11);
    } while (isInIncompleteRun(draw, range));
    const one = items + (<usize>last << 2), other = items + (<usize>(draw % range) << 2);
    const kept = load<u32>(one);
    store<u32>(one, load<u32>(other));
    store<u32>(other, kept);
  }
}

/** Whether a draw lies in the last run of 2^32 numbers, which is shorter than `range`. */
// @ts-expect-error: decorator
@inline
function isInIncompleteRun(draw: u32, range: u32): bool {
  const wrapped: u32 = ~range + 1; // 2^32 - range
  if (draw < wrapped) return false; // the remainder is slow, and seldom needed
  const rest: u32 = wrapped % range;
  return rest != 0 && draw >= ~rest + 1;
}
