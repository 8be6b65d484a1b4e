import { addBias, addBiasBackward } from "./bias.ts";
import { dropout } from "./dropout.ts";
import { activation, activationBackward } from "./elementwise.ts";
import type { Kernels } from "./kernels.ts";
import {
  addPenalty,
  addTo,
  allFinite,
  clamp,
  copy,
  copyRows,
  fill,
  fromBytes,
  multiplyBy,
  scale,
  shuffle,
  sum,
  sumOfMagnitudes,
  sumOfSquares,
} from "./memory.ts";
import { pad, padBackward } from "./pad.ts";
import { prelu, preluBackward } from "./prelu.ts";
import { batchNorm, batchNormBackward, batchNormInference } from "./reference/batch-norm.ts";
import { conv2d, conv2dBackwardInput, conv2dBackwardWeight } from "./reference/convolution.ts";
import { dense, denseBackwardInput, denseBackwardWeight } from "./reference/dense.ts";
import { layerNorm, layerNormBackward } from "./reference/layer-norm.ts";
import {
  locallyConnected,
  locallyConnectedBackwardInput,
  locallyConnectedBackwardWeight,
} from "./reference/locally-connected.ts";
import { averagePool, averagePoolBackward, maxPool, maxPoolBackward } from "./reference/pooling.ts";
import {
  absoluteError,
  countCorrect,
  halfSquaredError,
  huberError,
  sigmoidCrossEntropy,
  softmax,
  softmaxBackward,
  softmaxCrossEntropy,
} from "./reference/probabilities.ts";
import { adagradUpdate, adamUpdate, rmspropUpdate, sgdUpdate } from "./updates.ts";
import { upsample, upsampleBackward } from "./upsample.ts";

/**
 * The meaning of every primitive: the definitions as loops, in float64. Slow and meant to be; the tests hold the
 * other kernels against it. Unlike them it may allocate.
 */
export const referenceKernels: Kernels = {
  name: "reference",
  precision: "float64",
  get solo() {
    return referenceKernels;
  },
  allocate: (elements) => new Float64Array(elements),
  shuffle,
  fill,
  copy,
  addTo,
  sum,
  multiplyBy,
  scale,
  clamp,
  fromBytes,
  addPenalty,
  copyRows,
  addBias,
  addBiasBackward,
  dense,
  denseBackwardInput,
  denseBackwardWeight,
  conv2dScratch: () => 0,
  conv2dKept: () => 0,
  denseKept: () => 0,
  conv2d,
  conv2dBackwardInput,
  conv2dBackwardWeight,
  locallyConnectedScratch: () => 0,
  locallyConnected,
  locallyConnectedBackwardInput,
  locallyConnectedBackwardWeight,
  maxPool,
  maxPoolBackward,
  averagePool,
  averagePoolBackward,
  pad,
  padBackward,
  upsample,
  upsampleBackward,
  activation,
  activationBackward,
  prelu,
  preluBackward,
  softmax,
  softmaxBackward,
  batchNorm,
  batchNormInference,
  batchNormBackward,
  layerNorm,
  layerNormBackward,
  dropout,
  dropoutBackward: dropout,
  halfSquaredError,
  absoluteError,
  huberError,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  countCorrect,
  sumOfSquares,
  sumOfMagnitudes,
  allFinite,
  sgdUpdate,
  adamUpdate,
  rmspropUpdate,
  adagradUpdate,
};
