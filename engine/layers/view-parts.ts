/** What the layers share whose output is the input's memory under another shape: nothing is learned, computed or moved. */
export const viewParts = {
  weights: {},
  countParameters: () => [],
  cost: () => ({ flops: 0, bytes: 0 }),
  backwardReads: { inputs: false, output: false },
  isView: true,
  forward() {},
  backward() {},
} as const;
