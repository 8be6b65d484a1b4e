import type { Pointer } from "./address.ts";
import type { NormExports } from "./norm-exports.ts";
import type { ProductExports } from "./product-exports.ts";
import type { WindowExports } from "./window-exports.ts";

/* What the WebAssembly module offers: addresses and strides in bytes, ranges as first and one past the last. */

export interface KernelExports extends ProductExports, WindowExports, NormExports {
  /** Does the recorded calls from `call` to `end`; returns the last loss. */
  play(call: Pointer, end: Pointer): number;
  /** Does up to `times` training steps on the examples that `order` names; returns how many updates they came to. */
  trainSteps(description: Pointer, order: Pointer, times: number): number;
  /** Numbers in random order, by a generator in the state a to d. */
  shuffle(items: Pointer, count: number, a: number, b: number, c: number, d: number): void;
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
