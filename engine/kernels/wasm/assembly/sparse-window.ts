import {
  channelsOf, copiesOf, dilationXOf, dilationYOf, filtersOf, flipsOf, heightOf, imageFiltersOf, kernelHeightOf, kernelWidthOf, outHeightOf,
  outWidthOf, padBottomOf, padLeftOf, padRightOf, padTopOf, strideXOf, strideYOf, widthOf,
} from "./geometry";
import { countNonzero, shuffleBytes } from "./sparse-lists";
import { winogradInput, winogradWeight } from "./winograd";

/*
 * Gradients of a convolution from the few cells of dy that are not zero. The image lies in padded lines with its
 * channels inside, so that what a row of the kernel sees is one run of numbers: each cell adds dy times such runs to
 * the weights' gradient, or dy times its weights to those of the image. Which images go this way depends on the
 * window and on dy alone.
 */

@inline export function align(floats: i32): usize { return <usize>((floats + 15) & ~15) << 2; }

/** Numbers that one row of the kernel sees, and the vectors that hold them: a multiple of what is summed at a time. */
@inline export function runOf(g: usize): i32 { return kernelWidthOf(g) * channelsOf(g); }
@inline
export function vectorsOf(g: usize): i32 {
  const vectors = (runOf(g) + 3) >> 2;
  return vectors <= 2 ? 2 : (vectors + 3) & ~3;
}

/** Floats of one line of the padded image, and of the whole; runs are read to the end of their last vector. */
@inline export function lineOf(g: usize): i32 { return (widthOf(g) + padLeftOf(g) + padRightOf(g)) * channelsOf(g); }
@inline export function imageOf(g: usize): i32 { return (heightOf(g) + padTopOf(g) + padBottomOf(g)) * lineOf(g) + 32 + 4 * channelsOf(g); }
@inline export function positionsOf(g: usize): i32 { return (outHeightOf(g) * outWidthOf(g) + 3) & ~3; }
@inline export function weightsOf(g: usize): i32 { return filtersOf(g) * kernelHeightOf(g) * vectorsOf(g) * 4; }

/** Whether a window is one that these kernels serve. */
function isServed(g: usize): bool {
  return dilationYOf(g) == 1 && dilationXOf(g) == 1 && !copiesOf(g) && !flipsOf(g) && runOf(g) > 2;
}

/** Byte offset, within the padded image, of the first cell that each position of the map sees. */
export function writePlaces(g: usize, places: usize): void {
  const down = strideYOf(g) * lineOf(g), right = strideXOf(g) * channelsOf(g);
  for (let y = 0; y < outHeightOf(g); y++)
    for (let x = 0; x < outWidthOf(g); x++) {
      store<u32>(places, (y * down + x * right) << 2);
      places += 4;
    }
}

/** How many numbers of one image's dy are not zero. */
@inline
export function countOf(g: usize, dy: usize, image: i32): f32 {
  const positions = outHeightOf(g) * outWidthOf(g);
  return <f32>countNonzero(dy + (<usize>(image * imageFiltersOf(g) * positions) << 2), filtersOf(g) * positions);
}

/*
 * What ways cost for one image, in multiply-adds of a vector (0.2 ns where they were measured): one for each vector of
 * each cell that is not zero; and whatever dy holds, the lists and the sums that are loaded and stored.
 */
@inline export function runVectors(g: usize): f32 { return <f32>(kernelHeightOf(g) * vectorsOf(g)); }
@inline function mapVectors(g: usize): f32 { return 0.25 * <f32>(filtersOf(g) * outHeightOf(g) * outWidthOf(g)); }
function denseCost(g: usize, winograd: bool): f32 {
  const kernel = kernelHeightOf(g) * kernelWidthOf(g);
  const share: f32 = winograd ? (kernel == 9 ? 0.45 : 0.85) : 1;
  return share * mapVectors(g) * <f32>(channelsOf(g) * kernel);
}

/** What the weights' gradient may cost at most, for cells that are not zero; none where it cannot pay. */
export function weightBudget(g: usize): f32 {
  if (!isServed(g)) return 0;
  return denseCost(g, winogradWeight(g)) - 10 * (mapVectors(g) + <f32>filtersOf(g) * runVectors(g));
}

/** As `weightBudget`, for the gradient of one image. */
export function inputBudget(g: usize): f32 {
  if (!isServed(g) || vectorsOf(g) < 4) return 0;
  const positions = <f32>(outHeightOf(g) * outWidthOf(g));
  return denseCost(g, winogradInput(g)) - 3 * positions * runVectors(g) - 12 * mapVectors(g);
}

/** Floats of scratch that one thread needs. */
export function sparseScratch(g: usize): i32 {
  if (weightBudget(g) <= 0 && inputBudget(g) <= 0) return 0;
  const lists = max(2 * align(positionsOf(g) + 4), 8 * align(filtersOf(g) + 8));
  return <i32>((shuffleBytes + align(positionsOf(g)) + lists + align(imageOf(g)) + align(weightsOf(g) + 32)) >> 2);
}
