/*
 * The most that 128-bit arithmetic gives: independent chains of x = x * m + a in registers, four numbers wide,
 * with nothing read or written. The module is written byte by byte, because no tool should get to improve it.
 * WebAssembly core specification, "Binary format".
 */

const v128 = 0x7b;
const i32 = 0x7f;

/** Enough for two multiplications and two additions a cycle with a latency of three each; with the two constants they fill 15 of 16 registers. */
const chains = 13;
const lanes = 4;

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

/** `f32.const value`, spread over the four lanes. */
function splat(value: number): number[] {
  return [0x43, ...new Uint8Array(new Float32Array([value]).buffer), 0xfd, 0x13];
}

const localGet = (index: number) => [0x20, index];
const localSet = (index: number) => [0x21, index];

/** A module with `run(turns: i32) -> f32`, which does `flopsPerTurn` operations a turn. */
export function multiplyAddModule(): Uint8Array {
  const factor = 1; // locals: 0 turns, 1 factor, 2 addend, then the chains
  const addend = 2;
  const chain = Array.from({ length: chains }, (_, index) => 3 + index);
  const multiply = [0xfd, ...unsigned(0xe6)];
  const add = [0xfd, ...unsigned(0xe4)];
  const body = [
    ...[1, 2 + chains, v128], // one group of locals
    ...splat(0.75),
    ...localSet(factor),
    ...splat(0.25), // the chains tend to 1, so nothing overflows or becomes denormal
    ...localSet(addend),
    ...chain.flatMap((local) => [...splat(local), ...localSet(local)]),
    ...[0x03, 0x40], // loop
    ...chain.flatMap((local) => [
      ...localGet(local),
      ...localGet(factor),
      ...multiply,
      ...localGet(addend),
      ...add,
      ...localSet(local),
    ]),
    ...localGet(0),
    ...[0x41, 1, 0x6b, 0x22, 0], // turns - 1, kept
    ...[0x0d, 0, 0x0b], // again unless it is 0
    ...localGet(chain[0] ?? 0),
    ...chain.slice(1).flatMap((local) => [...localGet(local), ...add]),
    ...[0xfd, 0x1f, 0], // the first lane: the result depends on every chain
    0x0b,
  ];
  const name = [...new TextEncoder().encode("run")];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, i32, 1, 0x7d]),
    ...section(3, [1, 0]),
    ...section(7, [1, name.length, ...name, 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

export const flopsPerTurn = 2 * lanes * chains;
