export {
  addMapSums, addWeightPartials, convolutionScratch, convolve, convolveBackwardInput, convolveBackwardWeight,
} from "./convolution";
export { addColumnSums, gemm } from "./gemm";
