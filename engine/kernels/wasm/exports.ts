/* What the WebAssembly module offers: addresses and strides in bytes, ranges as first and one past the last. */

type Pointer = number;

export interface KernelExports {
  /** Does the recorded calls from `call` to `end`; returns the last loss among them. */
  play(call: Pointer, end: Pointer): number;
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
  fill(target: Pointer, count: number, value: number): void;
  copy(source: Pointer, target: Pointer, count: number): void;
  copyRows(
    source: Pointer,
    sourceStride: number,
    target: Pointer,
    targetStride: number,
    length: number,
    first: number,
    last: number,
  ): void;
  sum(a: Pointer, b: Pointer, y: Pointer, count: number, rectify: boolean): void;
  addTo(source: Pointer, target: Pointer, count: number): void;
  multiplyBy(source: Pointer, target: Pointer, count: number): void;
  scale(x: Pointer, count: number, factor: number): void;
  clamp(x: Pointer, count: number, limit: number): void;
  fromBytes(x: Pointer, count: number, scale: number, offset: number): void;
  activate(code: number, x: Pointer, y: Pointer, count: number, alpha: number): void;
  activateBackward(
    code: number,
    x: Pointer,
    y: Pointer,
    dy: Pointer,
    dx: Pointer,
    count: number,
    alpha: number,
  ): void;
  dropout(
    x: Pointer,
    y: Pointer,
    first: number,
    last: number,
    prefix: number,
    threshold: number,
    scale: number,
  ): void;
  addPenalty(weight: Pointer, gradient: Pointer, count: number, l1: number, l2: number): void;
  sumOfSquares(x: Pointer, count: number): number;
  sumOfMagnitudes(x: Pointer, count: number): number;
  allFinite(x: Pointer, count: number): number;
  maxPool(
    geometry: Pointer,
    x: Pointer,
    y: Pointer,
    winners: Pointer,
    rectify: boolean,
    first: number,
    last: number,
  ): void;
  maxPoolBackward(
    geometry: Pointer,
    dy: Pointer,
    winners: Pointer,
    dx: Pointer,
    first: number,
    last: number,
  ): void;
  averagePool(
    geometry: Pointer,
    x: Pointer,
    y: Pointer,
    countPadding: boolean,
    first: number,
    last: number,
  ): void;
  averagePoolBackward(
    geometry: Pointer,
    dy: Pointer,
    dx: Pointer,
    countPadding: boolean,
    first: number,
    last: number,
  ): void;
  pad(
    x: Pointer,
    y: Pointer,
    height: number,
    width: number,
    top: number,
    left: number,
    outHeight: number,
    outWidth: number,
    cells: number,
    first: number,
    last: number,
  ): void;
  padBackward(
    dy: Pointer,
    dx: Pointer,
    height: number,
    width: number,
    top: number,
    left: number,
    outHeight: number,
    outWidth: number,
    cells: number,
    first: number,
    last: number,
  ): void;
  upsample(
    x: Pointer,
    y: Pointer,
    height: number,
    width: number,
    factorY: number,
    factorX: number,
    bilinear: boolean,
    first: number,
    last: number,
  ): void;
  upsampleBackward(
    dy: Pointer,
    dx: Pointer,
    height: number,
    width: number,
    factorY: number,
    factorX: number,
    bilinear: boolean,
    first: number,
    last: number,
  ): void;
  batchNorm(
    x: Pointer,
    y: Pointer,
    gamma: Pointer,
    beta: Pointer,
    runningMean: Pointer,
    runningVariance: Pointer,
    mean: Pointer,
    inverse: Pointer,
    outer: number,
    channels: number,
    inner: number,
    epsilon: number,
    momentum: number,
    rectify: boolean,
    first: number,
    last: number,
  ): void;
  batchNormInference(
    x: Pointer,
    y: Pointer,
    gamma: Pointer,
    beta: Pointer,
    runningMean: Pointer,
    runningVariance: Pointer,
    mean: Pointer,
    inverse: Pointer,
    outer: number,
    channels: number,
    inner: number,
    epsilon: number,
    rectify: boolean,
    first: number,
    last: number,
  ): void;
  batchNormBackward(
    x: Pointer,
    dy: Pointer,
    dx: Pointer,
    gamma: Pointer,
    beta: Pointer,
    dGamma: Pointer,
    dBeta: Pointer,
    mean: Pointer,
    inverse: Pointer,
    outer: number,
    channels: number,
    inner: number,
    training: boolean,
    rectify: boolean,
    first: number,
    last: number,
  ): void;
  layerNorm(
    x: Pointer,
    y: Pointer,
    gamma: Pointer,
    beta: Pointer,
    mean: Pointer,
    inverse: Pointer,
    length: number,
    epsilon: number,
    first: number,
    last: number,
  ): void;
  layerNormBackwardInput(
    x: Pointer,
    dy: Pointer,
    dx: Pointer,
    gamma: Pointer,
    mean: Pointer,
    inverse: Pointer,
    length: number,
    first: number,
    last: number,
  ): void;
  layerNormBackwardWeights(
    x: Pointer,
    dy: Pointer,
    dGamma: Pointer,
    dBeta: Pointer,
    mean: Pointer,
    inverse: Pointer,
    rows: number,
    length: number,
    first: number,
    last: number,
  ): void;
  prelu(
    x: Pointer,
    slope: Pointer,
    slopes: number,
    y: Pointer,
    run: number,
    first: number,
    last: number,
  ): void;
  preluBackwardInput(
    x: Pointer,
    slope: Pointer,
    slopes: number,
    dy: Pointer,
    dx: Pointer,
    run: number,
    first: number,
    last: number,
  ): void;
  preluBackwardSlope(
    x: Pointer,
    dy: Pointer,
    dSlope: Pointer,
    slopes: number,
    samples: number,
    run: number,
    first: number,
    last: number,
  ): void;
  softmax(x: Pointer, y: Pointer, length: number, inner: number, first: number, last: number): void;
  softmaxBackward(
    y: Pointer,
    dy: Pointer,
    dx: Pointer,
    length: number,
    inner: number,
    first: number,
    last: number,
  ): void;
  softmaxCrossEntropy(
    x: Pointer,
    target: Pointer,
    dx: Pointer,
    rows: number,
    length: number,
    scale: number,
  ): number;
  countCorrect(x: Pointer, target: Pointer, rows: number, length: number): number;
  halfSquaredError(y: Pointer, target: Pointer, dy: Pointer, count: number, scale: number): number;
  absoluteError(y: Pointer, target: Pointer, dy: Pointer, count: number, scale: number): number;
  huberError(y: Pointer, target: Pointer, dy: Pointer, count: number, scale: number, delta: number): number;
  sigmoidCrossEntropy(x: Pointer, target: Pointer, dx: Pointer, count: number, scale: number): number;
  sgd(
    weight: Pointer,
    gradient: Pointer,
    velocity: Pointer,
    count: number,
    rate: number,
    momentum: number,
    first: boolean,
    nesterov: boolean,
    decay: number,
  ): void;
  rmsprop(
    weight: Pointer,
    gradient: Pointer,
    square: Pointer,
    velocity: Pointer,
    count: number,
    rate: number,
    alpha: number,
    rest: number,
    momentum: number,
    epsilon: number,
    decay: number,
  ): void;
  adagrad(
    weight: Pointer,
    gradient: Pointer,
    square: Pointer,
    count: number,
    rate: number,
    epsilon: number,
    decay: number,
  ): void;
  adam(
    weight: Pointer,
    gradient: Pointer,
    mean: Pointer,
    square: Pointer,
    count: number,
    rate: number,
    beta1: number,
    beta2: number,
    rest1: number,
    rest2: number,
    root: number,
    epsilon: number,
    decay: number,
    keep: number,
  ): void;
}
