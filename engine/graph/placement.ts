/** A buffer of the plan: how many elements, and from which to which moment of a step they must survive. */
export interface Lifetime {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

/** An offset for each buffer and the total, in elements. */
export type Placement = (lifetimes: readonly Lifetime[]) => {
  readonly offsets: readonly number[];
  readonly total: number;
};

/** 16 floats: a cache line, and a multiple of every SIMD vector. */
const alignment = 16;

/**
 * Places buffers so that those alive at the same moment never overlap, and others share memory. Largest first,
 * each at the lowest place that is free during its life (greedy by size: Pisarchyk and Lee 2020, "Efficient
 * Memory Management for Deep Neural Net Inference").
 */
export const placeBuffers: Placement = (lifetimes) => {
  const offsets = lifetimes.map(() => 0);
  const bySize = lifetimes.map((_, index) => index).sort((a, b) => sizeAt(b) - sizeAt(a) || a - b);
  const placed: { offset: number; end: number; from: number; to: number }[] = [];
  let total = 0;
  for (const index of bySize) {
    const { from, to } = lifetimes[index] ?? { from: 0, to: 0 };
    const size = align(sizeAt(index));
    const alive = placed
      .filter((other) => other.from <= to && from <= other.to)
      .sort((a, b) => a.offset - b.offset);
    let offset = 0;
    for (const other of alive) {
      if (other.offset - offset >= size) break;
      offset = Math.max(offset, other.end);
    }
    offsets[index] = offset;
    placed.push({ offset, end: offset + size, from, to });
    total = Math.max(total, offset + size);
  }
  return { offsets, total };

  function sizeAt(index: number): number {
    return lifetimes[index]?.size ?? 0;
  }
};

/** The next multiple of the alignment, in elements. */
export function align(elements: number): number {
  return Math.ceil(elements / alignment) * alignment;
}
