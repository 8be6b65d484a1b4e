export { batchNorm, batchNormBackward, batchNormInference } from "./batch-norm";
export {
  addMapBias, addMapSums, addWeightPartials, convolutionScratch, convolve, convolveBackwardInput, convolveBackwardWeight,
} from "./convolution";
export {
  activate, activateBackward, addTo, allFinite, clamp, copy, copyRows, dropout, fill, multiplyBy, scale,
  sumOfMagnitudes, sumOfSquares,
} from "./elementwise";
export { addColumnSums, gemm } from "./gemm";
export { locallyConnected, locallyConnectedBackwardInput, locallyConnectedBackwardWeight } from "./locally-connected";
export { layerNorm, layerNormBackwardInput, layerNormBackwardWeights } from "./layer-norm";
export { pad, padBackward } from "./pad";
export { averagePool, averagePoolBackward, maxPool, maxPoolBackward } from "./pooling";
export { prelu, preluBackwardInput, preluBackwardSlope } from "./prelu";
export {
  absoluteError, halfSquaredError, huberError, sigmoidCrossEntropy, softmax, softmaxBackward, softmaxCrossEntropy,
} from "./probabilities";
export { upsample, upsampleBackward } from "./upsample";
export { adagrad, adam, addPenalty, rmsprop, sgd } from "./updates";
