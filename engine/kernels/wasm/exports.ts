/* What the WebAssembly module offers: addresses and strides in bytes, ranges as first and one past the last. */

type Pointer = number;

export interface KernelExports {
  gemm(
    m: number,
    n: number,
    k: number,
    a: Pointer,
    aRow: number,
    aStep: number,
    b: Pointer,
    bStep: number,
    bColumn: number,
    c: Pointer,
    cRow: number,
    from: number,
    bias: Pointer,
    panel: Pointer,
    first: number,
    last: number,
  ): void;
  addColumnSums(
    x: Pointer,
    rows: number,
    columns: number,
    target: Pointer,
    first: number,
    last: number,
  ): void;
  convolutionScratch(geometry: Pointer): number;
  convolve(
    geometry: Pointer,
    x: Pointer,
    weight: Pointer,
    bias: Pointer,
    y: Pointer,
    scratch: Pointer,
    first: number,
    last: number,
  ): void;
  convolveBackwardInput(
    geometry: Pointer,
    dy: Pointer,
    weight: Pointer,
    dx: Pointer,
    scratch: Pointer,
    first: number,
    last: number,
  ): void;
  convolveBackwardWeight(
    geometry: Pointer,
    x: Pointer,
    dy: Pointer,
    partial: Pointer,
    scratch: Pointer,
    first: number,
    last: number,
  ): void;
  addWeightPartials(
    geometry: Pointer,
    partials: Pointer,
    parts: number,
    dWeight: Pointer,
    first: number,
    last: number,
  ): void;
  addMapSums(
    dy: Pointer,
    images: number,
    filters: number,
    plane: number,
    dBias: Pointer,
    first: number,
    last: number,
  ): void;
}
