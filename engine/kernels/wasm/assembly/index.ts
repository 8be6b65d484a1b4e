export { batchNorm, batchNormBackward, batchNormInference } from "./batch-norm";
export {
  addMapBias, addMapSums, convolutionScratch, convolve, keptWeights, transformWeights,
} from "./convolution";
export { convolveBackwardInput } from "./convolution-input";
export { addWeightPartials, convolveBackwardWeight } from "./convolution-weight";
export * from "./activations";
export {
  addTo, allFinite, clamp, copy, copyRows, dropout, fill, fromBytes, multiplyBy, scale,
  sum, sumOfMagnitudes, sumOfSquares,
} from "./elementwise";
export { addColumnSums, gemm, packColumns, packedFloats } from "./gemm";
export { locallyConnected, locallyConnectedBackwardInput, locallyConnectedBackwardWeight } from "./locally-connected";
export { layerNorm, layerNormBackwardInput, layerNormBackwardWeights } from "./layer-norm";
export { pad, padBackward } from "./pad";
export { averagePool, averagePoolBackward, maxPool, maxPoolBackward } from "./pooling";
export { play } from "./play";
export { prelu, preluBackwardInput, preluBackwardSlope } from "./prelu";
export {
  absoluteError, countCorrect, halfSquaredError, huberError, sigmoidCrossEntropy, softmax, softmaxBackward, softmaxCrossEntropy,
} from "./probabilities";
export { shuffle } from "./shuffle";
export { trainSteps } from "./steps";
export { upsample, upsampleBackward } from "./upsample";
export { adagrad, adam, addPenalty, rmsprop, sgd } from "./updates";
