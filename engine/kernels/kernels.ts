import type { RandomState } from "../random.ts";
import type { FloatArray, Tensor } from "../tensor.ts";
import type { ElementwiseFunction } from "./elementwise.ts";
import type { KernelRecorder } from "./recorder.ts";

/**
 * The primitives that every layer, loss and optimiser is built from. Tensors carry the batch as their first
 * axis. Kernels never allocate (the reference excepted). Unless a line says "adds to", the target is overwritten; gradients of weights
 * are always added to, because one weight may serve several batches before its update (the lecture's running
 * gradient) and the trainer clears them.
 */
export interface Kernels {
  readonly name: string;
  readonly precision: "float32" | "float64";

  /**
   * The same kernels, on the same memory, for this thread alone. Where threads share the work, every thread must
   * call the same primitives in the same order; this one may be used in between.
   */
  readonly solo: Kernels;

  /** Where one thread works alone and the same calls are made in step after step. */
  readonly recorder?: KernelRecorder;

  /** Zeroed memory for `elements` numbers, of the type these kernels compute in. */
  allocate(elements: number): FloatArray;

  /** Puts whole numbers, which lie in memory of `allocate`, in random order, as `Random.shuffle` from that state on. */
  shuffle(items: Uint32Array, state: RandomState): void;

  fill(target: Tensor, value: number): void;
  copy(source: Tensor, target: Tensor): void;
  /** y = a + b, or max(0, a + b) when asked to rectify; y may be one of the two. */
  sum(a: Tensor, b: Tensor, y: Tensor, rectify?: boolean): void;
  /** target += source, element by element. */
  addTo(source: Tensor, target: Tensor): void;
  /** target *= source, element by element. */
  multiplyBy(source: Tensor, target: Tensor): void;
  /** x *= factor. */
  scale(x: Tensor, factor: number): void;
  /** Each number of x outside -limit to limit becomes the nearer of the two; NaN stays. */
  clamp(x: Tensor, limit: number): void;
  /** The first x.size bytes of x's own memory become its numbers, byte · scale + offset in float64, each rounded once. */
  fromBytes(x: Tensor, scale: number, offset: number): void;
  /** gradient += l1 · sign(weight) + l2 · weight: of the penalty l1 · Σ|w| + ½ l2 · Σw². The sign of 0 is 0. */
  addPenalty(weight: Tensor, gradient: Tensor, l1: number, l2: number): void;
  /** Copies `rows` runs of `length` elements; starts and strides are in elements from the tensors' beginnings. */
  copyRows(source: Tensor, target: Tensor, rows: RowCopy): void;

  /** y[n,c,i] += bias[c], where each sample of y falls into as many equal runs as there are biases. */
  addBias(bias: Tensor, y: Tensor): void;
  /** Adds Σ_n Σ_i dy[n,c,i] to dBias[c]. */
  addBiasBackward(dy: Tensor, dBias: Tensor): void;

  /**
   * y[n,o] = b[o] + Σ_i W[o,i] x[n,i]. As in all products, a 0 times infinity or NaN is NaN, also where kernels leave
   * zeros out.
   */
  dense(x: Tensor, weight: Tensor, bias: Tensor | null, y: Tensor, kept?: KeptWeights | null): void;
  /** Elements of what `dense` makes of weights [outputs, inputs] before it uses them, where that is worth keeping; else 0. */
  denseKept(outputs: number, inputs: number): number;
  /** dx = dy · W. */
  denseBackwardInput(dy: Tensor, weight: Tensor, dx: Tensor): void;
  /** Adds dyᵀ·x to `dWeight` and the column sums of dy to `dBias`. */
  denseBackwardWeight(x: Tensor, dy: Tensor, dWeight: Tensor, dBias: Tensor | null): void;

  /** Elements of scratch memory that the three convolution kernels need for this geometry. */
  conv2dScratch(geometry: ConvolutionGeometry): number;
  /** Elements of what `conv2d` makes of the weights before it uses them, where that is worth keeping; else 0. */
  conv2dKept(geometry: ConvolutionGeometry): number;
  /** Cross-correlation plus bias: x [N,C,H,W], weight [F,C/groups,kh,kw], y [N,F,H',W']. */
  conv2d(
    x: Tensor,
    weight: Tensor,
    bias: Tensor | null,
    y: Tensor,
    g: ConvolutionGeometry,
    scratch: Tensor,
    kept?: KeptWeights | null,
  ): void;
  conv2dBackwardInput(dy: Tensor, weight: Tensor, dx: Tensor, g: ConvolutionGeometry, scratch: Tensor): void;
  /** Adds to `dWeight` and `dBias`. */
  conv2dBackwardWeight(
    x: Tensor,
    dy: Tensor,
    dWeight: Tensor,
    dBias: Tensor | null,
    g: ConvolutionGeometry,
    scratch: Tensor,
  ): void;

  /** Elements of scratch memory that the three kernels of a locally connected layer need for this geometry. */
  locallyConnectedScratch(geometry: ConvolutionGeometry): number;
  /**
   * A convolution of one group whose weights are not shared: x [N,C,H,W], weight [H',W',F,C,kh,kw], y [N,F,H',W'],
   * y[n,f,i,j] = Σ_c Σ_u Σ_v W[i,j,f,c,u,v] x[n, c, i·sy + u·dy - top, j·sx + v·dx - left].
   */
  locallyConnected(x: Tensor, weight: Tensor, y: Tensor, g: ConvolutionGeometry, scratch: Tensor): void;
  locallyConnectedBackwardInput(
    dy: Tensor,
    weight: Tensor,
    dx: Tensor,
    g: ConvolutionGeometry,
    scratch: Tensor,
  ): void;
  /** Adds to `dWeight`. */
  locallyConnectedBackwardWeight(
    x: Tensor,
    dy: Tensor,
    dWeight: Tensor,
    g: ConvolutionGeometry,
    scratch: Tensor,
  ): void;

  /**
   * `winners` (shape of y) receives, per output, the position row·W + column of its maximum in the plane. When asked to
   * rectify, y = max(0, maximum), which is the maximum of max(0, x); the winner is -1, and gets no gradient, where that is
   * not above 0.
   */
  maxPool(x: Tensor, y: Tensor, winners: Tensor, window: WindowGeometry, rectify?: boolean): void;
  maxPoolBackward(dy: Tensor, winners: Tensor, dx: Tensor, window: WindowGeometry): void;
  averagePool(x: Tensor, y: Tensor, window: WindowGeometry, countPadding: boolean): void;
  averagePoolBackward(dy: Tensor, dx: Tensor, window: WindowGeometry, countPadding: boolean): void;

  /** Adds cells around every plane of x [N,C,H,W]. */
  pad(x: Tensor, y: Tensor, g: PadGeometry): void;
  /** dx = how much each cell's copies have of dy, added up. */
  padBackward(dy: Tensor, dx: Tensor, g: PadGeometry): void;

  /** Every cell of x [N,C,H,W] becomes factorY by factorX cells of y; bilinear as PyTorch's align_corners=false. */
  upsample(x: Tensor, y: Tensor, g: UpsampleGeometry): void;
  /** dx = every gradient in the shares that its number was mixed from. */
  upsampleBackward(dy: Tensor, dx: Tensor, g: UpsampleGeometry): void;

  /** y = f(x) for one of the elementwise functions; `alpha` is its parameter where it has one. */
  activation(name: ElementwiseFunction, alpha: number, x: Tensor, y: Tensor): void;
  /** dx = dy · f'(x); may read the saved x or y, whichever the derivative is written in. */
  activationBackward(
    name: ElementwiseFunction,
    alpha: number,
    x: Tensor,
    y: Tensor,
    dy: Tensor,
    dx: Tensor,
  ): void;
  /**
   * y = x where x > 0, else slope · x. Each sample falls into as many equal runs as there are slopes: one for each
   * channel, or one for all.
   */
  prelu(x: Tensor, slope: Tensor, y: Tensor): void;
  /** Adds to `dSlope` and writes dx; at 0 the gradient is the slope's, as in PyTorch. */
  preluBackward(x: Tensor, slope: Tensor, dy: Tensor, dx: Tensor | null, dSlope: Tensor): void;
  /** Softmax along the channel axis: x [outer, length, inner]. */
  softmax(x: Tensor, y: Tensor, axis: SoftmaxAxis): void;
  softmaxBackward(y: Tensor, dy: Tensor, dx: Tensor, axis: SoftmaxAxis): void;

  /**
   * Batch norm while training: y = γ (x - m) / √(v + ε) + β with mean m and variance v over all values of a
   * channel in the batch (biased: divided by their number). Leaves m and 1 / √(v + ε) in `batch` and moves the
   * running statistics towards m and the unbiased variance. A single value has no unbiased variance, and a batch
   * that is not finite says nothing: there the running variance, or both, stay as they are.
   */
  batchNorm(
    x: Tensor,
    y: Tensor,
    weights: NormWeights,
    batch: NormStatistics,
    axis: NormAxis,
    rectify?: boolean,
  ): void;
  /** The same with the running statistics in place of the batch's; leaves them in `batch` for backward. */
  batchNormInference(
    x: Tensor,
    y: Tensor,
    weights: NormWeights,
    batch: NormStatistics,
    axis: NormAxis,
    rectify?: boolean,
  ): void;
  /**
   * Adds to the gradients of γ and β and writes dx. `training` tells whether forward took its statistics from
   * the batch, so that the gradient also flows through them, or took them as constants; `rectify`, whether it gave
   * max(0, y), of which `dy` is the gradient then.
   */
  batchNormBackward(
    x: Tensor,
    dy: Tensor,
    dx: Tensor | null,
    weights: NormWeights,
    gradients: GainAndShift,
    batch: NormStatistics,
    axis: NormAxis,
    training: boolean,
    rectify?: boolean,
  ): void;

  /**
   * y = γ (x - m) / √(v + ε) + β with mean m and biased variance v over all numbers of a sample: one gain and one
   * shift for each number of a sample, one mean and deviation, left in `statistics`, for each sample.
   */
  layerNorm(x: Tensor, y: Tensor, weights: GainAndShift, statistics: NormStatistics, epsilon: number): void;
  /** Adds to the gradients of γ and β and writes dx. */
  layerNormBackward(
    x: Tensor,
    dy: Tensor,
    dx: Tensor | null,
    weights: Pick<GainAndShift, "gamma">,
    gradients: GainAndShift,
    statistics: NormStatistics,
  ): void;

  /** Inverted dropout: zeroes with probability `rate`, scales the rest by 1/(1-rate). */
  dropout(x: Tensor, y: Tensor, rate: number, noise: NoiseKey): void;
  /** Draws the same mask again from `noise`. */
  dropoutBackward(dy: Tensor, dx: Tensor, rate: number, noise: NoiseKey): void;

  /** Returns Σ ½(y-d)² over all elements and writes scale·(y-d) to dy. */
  halfSquaredError(y: Tensor, target: Tensor, dy: Tensor, scale: number): number;
  /** Returns Σ|y-d| over all elements and writes scale·sign(y-d) to dy; sign(0) is 0. */
  absoluteError(y: Tensor, target: Tensor, dy: Tensor, scale: number): number;
  /** Returns Σ ½(y-d)² where |y-d| ≤ δ and δ(|y-d| - ½δ) beyond, and writes scale·max(-δ, min(δ, y-d)) to dy. */
  huberError(y: Tensor, target: Tensor, dy: Tensor, scale: number, delta: number): number;
  /**
   * Returns -Σ d·log σ(x) + (1-d)·log(1-σ(x)) over all elements as max(x,0) - x·d + log(1 + e^-|x|), which never
   * takes the logarithm of zero, and writes scale·(σ(x) - d) to dx.
   */
  sigmoidCrossEntropy(logits: Tensor, target: Tensor, dLogits: Tensor, scale: number): number;
  /** Returns Σ_n -Σ_k d·log softmax(x) by log-sum-exp and writes scale·(softmax(x)·Σd - d) to dx. x, target [N,K]. */
  softmaxCrossEntropy(logits: Tensor, target: Tensor, dLogits: Tensor, scale: number): number;
  /** How many rows of `prediction` [N,K] have their (first) largest value where `target` [N,K] has. NaN is wrong. */
  countCorrect(prediction: Tensor, target: Tensor): number;

  sumOfSquares(x: Tensor): number;
  /** Σ |x|, in float64. */
  sumOfMagnitudes(x: Tensor): number;
  allFinite(x: Tensor): boolean;

  /**
   * PyTorch's SGD on g + λw: v = μv + g (v = g at the first step), w -= γ v; without momentum w -= γ g, and with
   * Nesterov's look ahead w -= γ (g + μv).
   */
  sgdUpdate(weight: Tensor, gradient: Tensor, velocity: Tensor | null, step: SgdStep): void;
  /**
   * PyTorch's Adam and AdamW; the corrections are 1-β1^t and 1-β2^t. Weight decay is added to the gradient, or,
   * decoupled, shrinks the weight by γλ before the step.
   */
  adamUpdate(weight: Tensor, gradient: Tensor, mean: Tensor, square: Tensor, step: AdamStep): void;
  /** PyTorch's RMSprop on g + λw: s = αs + (1-α)g², u = g / (√s + ε); w -= γ u, or with momentum v = μv + u, w -= γ v. */
  rmspropUpdate(
    weight: Tensor,
    gradient: Tensor,
    square: Tensor,
    velocity: Tensor | null,
    step: RmspropStep,
  ): void;
  /** PyTorch's Adagrad on g + λw: s += g², w -= γ g / (√s + ε). */
  adagradUpdate(weight: Tensor, gradient: Tensor, square: Tensor, step: AdagradStep): void;
}

/** Weights as a kernel wants them, kept from one call to the next. */
export interface KeptWeights {
  readonly memory: Tensor;
  /** Whether the memory holds what was made of the weights as they are; else it is made anew. */
  isCurrent: boolean;
}

export interface RowCopy {
  readonly rows: number;
  readonly length: number;
  readonly sourceStart: number;
  readonly sourceStride: number;
  readonly targetStart: number;
  readonly targetStride: number;
}

/** A sliding window over the planes of a `C×H×W` image. Padding cells lie outside the image. */
export interface WindowGeometry {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly dilationY: number;
  readonly dilationX: number;
  readonly padTop: number;
  readonly padBottom: number;
  readonly padLeft: number;
  readonly padRight: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

/** Padding around planes of `height×width`: `top` rows before the first, `left` columns before the first. */
export interface PadGeometry {
  /** What the new cells hold, as in a convolution; mirror needs every side to be below the size. */
  readonly cells: ConvolutionGeometry["paddingCells"];
  readonly height: number;
  readonly width: number;
  readonly top: number;
  readonly left: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

export interface UpsampleGeometry {
  readonly mode: "nearest" | "bilinear";
  readonly height: number;
  readonly width: number;
  readonly factorY: number;
  readonly factorX: number;
}

export interface ConvolutionGeometry extends WindowGeometry {
  readonly filters: number;
  /** Both channels and filters fall into so many equal groups; a filter reads the channels of its own group. */
  readonly groups: number;
  /** True convolution: the kernel is turned by 180 degrees before it is laid on the image. */
  readonly flipKernel: boolean;
  /** What padding cells hold: zeros, the image reflected without repeating its border, or its nearest border cell. */
  readonly paddingCells: "zero" | "mirror" | "edge";
}

export interface SoftmaxAxis {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/** [batch, channels, inner]: batch norm normalises over the first and the last of them. */
export interface NormAxis {
  readonly outer: number;
  readonly channels: number;
  readonly inner: number;
  readonly epsilon: number;
  /** The share that a batch has in the running statistics. */
  readonly momentum: number;
}

/** One number for each channel in all of these. */
export interface NormWeights {
  readonly gamma: Tensor;
  readonly beta: Tensor;
  readonly runningMean: Tensor;
  readonly runningVariance: Tensor;
}
export type GainAndShift = Pick<NormWeights, "gamma" | "beta">;
export interface NormStatistics {
  readonly mean: Tensor;
  /** 1 / √(variance + ε). */
  readonly inverseDeviation: Tensor;
}

/** Dropout's mask is a function of these and of the element's index in the batch, never of a thread. */
export interface NoiseKey {
  readonly seed: number;
  readonly step: number;
  readonly layer: number;
}

export interface SgdStep {
  readonly learningRate: number;
  readonly momentum: number;
  /** True at the first update, when PyTorch starts the velocity with the gradient itself. */
  readonly first: boolean;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

export interface AdamStep {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly correction1: number;
  readonly correction2: number;
  readonly weightDecay: number;
  /** AdamW: the decay acts on the weight itself, not through the gradient's moments. */
  readonly decoupled: boolean;
}

export interface RmspropStep {
  readonly learningRate: number;
  readonly alpha: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

export interface AdagradStep {
  readonly learningRate: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}
