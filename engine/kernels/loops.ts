import { addBias, addBiasBackward } from "./bias.ts";
import { dropout } from "./dropout.ts";
import { activation, activationBackward } from "./elementwise.ts";
import type { Kernels } from "./kernels.ts";
import { batchNorm, batchNormBackward, batchNormInference } from "./loops/batch-norm.ts";
import { conv2d, conv2dBackwardInput, conv2dBackwardWeight, conv2dScratch } from "./loops/convolution.ts";
import { dense, denseBackwardInput, denseBackwardWeight } from "./loops/dense.ts";
import { layerNorm, layerNormBackward } from "./loops/layer-norm.ts";
import {
  locallyConnected,
  locallyConnectedBackwardInput,
  locallyConnectedBackwardWeight,
  locallyConnectedScratch,
} from "./loops/locally-connected.ts";
import { averagePool, averagePoolBackward, maxPool, maxPoolBackward } from "./loops/pooling.ts";
import {
  absoluteError,
  countCorrect,
  halfSquaredError,
  huberError,
  sigmoidCrossEntropy,
  softmax,
  softmaxBackward,
  softmaxCrossEntropy,
} from "./loops/probabilities.ts";
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
import { adagradUpdate, adamUpdate, rmspropUpdate, sgdUpdate } from "./updates.ts";
import { upsample, upsampleBackward } from "./upsample.ts";

/** Plain loops over float32 memory: what trains wherever nothing faster is at hand. */
export const loopKernels: Kernels = {
  name: "loops",
  precision: "float32",
  get solo() {
    return loopKernels;
  },
  allocate: (elements) => new Float32Array(elements),
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
  conv2dScratch,
  conv2dKept: () => 0,
  denseKept: () => 0,
  conv2d,
  conv2dBackwardInput,
  conv2dBackwardWeight,
  locallyConnectedScratch,
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
