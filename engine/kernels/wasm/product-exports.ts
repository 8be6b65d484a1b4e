import type { Pointer } from "./address.ts";

/** Matrix products, convolutions and what is added to their maps. See `KernelExports`. */
export interface ProductExports {
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
    kept: Pointer,
  ): void;
  packedFloats(n: number, k: number): number;
  packColumns(
    b: Pointer,
    bStep: number,
    bColumn: number,
    k: number,
    n: number,
    target: Pointer,
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
  keptWeights(geometry: Pointer): number;
  transformWeights(
    geometry: Pointer,
    weight: Pointer,
    kept: Pointer,
    scratch: Pointer,
    first: number,
    last: number,
  ): void;
  convolve(
    geometry: Pointer,
    x: Pointer,
    weight: Pointer,
    bias: Pointer,
    y: Pointer,
    scratch: Pointer,
    first: number,
    last: number,
    firstFour: number,
    lastFour: number,
    kept: Pointer,
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
  locallyConnected(
    geometry: Pointer,
    x: Pointer,
    weight: Pointer,
    y: Pointer,
    patch: Pointer,
    images: number,
    first: number,
    last: number,
  ): void;
  locallyConnectedBackwardInput(
    geometry: Pointer,
    dy: Pointer,
    weight: Pointer,
    dx: Pointer,
    patch: Pointer,
    first: number,
    last: number,
  ): void;
  locallyConnectedBackwardWeight(
    geometry: Pointer,
    x: Pointer,
    dy: Pointer,
    dWeight: Pointer,
    patch: Pointer,
    images: number,
    first: number,
    last: number,
  ): void;
  /** Adds bias[c] to each of `plane` numbers of map c, for images `first` to `last`. */
  addMapBias(bias: Pointer, channels: number, plane: number, y: Pointer, first: number, last: number): void;
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
