import { activate, activateBackward } from "./activations";
import { batchNorm, batchNormBackward } from "./batch-norm";
import { addMapBias, addMapSums, convolve } from "./convolution";
import { convolveBackwardInput } from "./convolution-input";
import { addWeightPartials, convolveBackwardWeight } from "./convolution-weight";
import { addTo, copy, copyRows, fill, multiplyBy, sum, sumOfSquares } from "./elementwise";
import { addColumnSums, gemm } from "./gemm";
import { layerNorm, layerNormBackwardInput, layerNormBackwardWeights } from "./layer-norm";
import { averagePool, averagePoolBackward, maxPool, maxPoolBackward } from "./pooling";
import {
  absoluteError, countCorrect, halfSquaredError, huberError, sigmoidCrossEntropy,
  softmax, softmaxBackward, softmaxCrossEntropy,
} from "./probabilities";
import { adagrad, adam, rmsprop, sgd } from "./updates";

/*
 * Calls of the module's functions as numbers in memory: what each is, how many bytes it takes, and its arguments. One
 * call from outside then does a whole pass of a network, where each call by itself costs as much as a small layer. The
 * order of the cases is that of `recordedCalls` in ../recorder.ts.
 */

// @ts-expect-error: decorator
@inline
function int(call: usize, index: i32): i32 {
  return load<i32>(call + (<usize>index << 2));
}

// @ts-expect-error: decorator
@inline
function address(call: usize, index: i32): usize {
  return <usize>load<u32>(call + (<usize>index << 2));
}

// @ts-expect-error: decorator
@inline
function float(call: usize, index: i32): f32 {
  return f32.load(call + (<usize>index << 2));
}

// @ts-expect-error: decorator
@inline
function double(call: usize, index: i32): f64 {
  return f64.load(call + (<usize>index << 2));
}

/** What the calls found last: a loss, a number of right answers, a sum of squares. */
export let loss: f64 = 0;
export let correct: i32 = 0;
export let squares: f64 = 0;

/** Does the calls from `call` to `end`, in order; returns the last loss. */
export function play(call: usize, end: usize): f64 {
  for (; call < end; call += address(call, 1)) {
    switch (int(call, 0)) {
      case 0:
        fill(address(call, 2), int(call, 3), float(call, 4));
        break;
      case 1:
        copy(address(call, 2), address(call, 3), int(call, 4));
        break;
      case 2:
        copyRows(address(call, 2), address(call, 3), address(call, 4), address(call, 5), int(call, 6), int(call, 7), int(call, 8));
        break;
      case 3:
        addTo(address(call, 2), address(call, 3), int(call, 4));
        break;
      case 4:
        multiplyBy(address(call, 2), address(call, 3), int(call, 4));
        break;
      case 5:
        gemm(
          int(call, 2), int(call, 3), int(call, 4), address(call, 5), address(call, 6), address(call, 7),
          address(call, 8), address(call, 9), address(call, 10), address(call, 11), address(call, 12), int(call, 13),
          address(call, 14), address(call, 15), int(call, 16), int(call, 17), address(call, 18),
        );
        break;
      case 6:
        addColumnSums(address(call, 2), int(call, 3), int(call, 4), address(call, 5), int(call, 6), int(call, 7));
        break;
      case 7:
        activate(int(call, 2), address(call, 3), address(call, 4), int(call, 5), float(call, 6));
        break;
      case 8:
        activateBackward(
          int(call, 2), address(call, 3), address(call, 4), address(call, 5), address(call, 6), int(call, 7),
          float(call, 8),
        );
        break;
      case 9:
        softmax(address(call, 2), address(call, 3), int(call, 4), int(call, 5), int(call, 6), int(call, 7));
        break;
      case 10:
        softmaxBackward(address(call, 2), address(call, 3), address(call, 4), int(call, 5), int(call, 6), int(call, 7), int(call, 8));
        break;
      case 11:
        loss = softmaxCrossEntropy(address(call, 2), address(call, 3), address(call, 4), int(call, 5), int(call, 6), float(call, 7));
        break;
      case 12:
        loss = halfSquaredError(address(call, 2), address(call, 3), address(call, 4), int(call, 5), float(call, 6));
        break;
      case 13:
        loss = absoluteError(address(call, 2), address(call, 3), address(call, 4), int(call, 5), float(call, 6));
        break;
      case 14:
        loss = huberError(address(call, 2), address(call, 3), address(call, 4), int(call, 5), float(call, 6), float(call, 7));
        break;
      case 15:
        loss = sigmoidCrossEntropy(address(call, 2), address(call, 3), address(call, 4), int(call, 5), float(call, 6));
        break;
      case 16:
        convolve(
          address(call, 2), address(call, 3), address(call, 4), address(call, 5), address(call, 6), address(call, 7),
          int(call, 8), int(call, 9), int(call, 10), int(call, 11), address(call, 12),
        );
        break;
      case 17:
        convolveBackwardInput(
          address(call, 2), address(call, 3), address(call, 4), address(call, 5), address(call, 6), int(call, 7),
          int(call, 8),
        );
        break;
      case 18:
        convolveBackwardWeight(
          address(call, 2), address(call, 3), address(call, 4), address(call, 5), address(call, 6), int(call, 7),
          int(call, 8),
        );
        break;
      case 19:
        addWeightPartials(address(call, 2), address(call, 3), int(call, 4), address(call, 5), int(call, 6), int(call, 7));
        break;
      case 20:
        addMapBias(address(call, 2), int(call, 3), int(call, 4), address(call, 5), int(call, 6), int(call, 7));
        break;
      case 21:
        addMapSums(address(call, 2), int(call, 3), int(call, 4), int(call, 5), address(call, 6), int(call, 7), int(call, 8));
        break;
      case 22:
        maxPool(address(call, 2), address(call, 3), address(call, 4), address(call, 5), int(call, 6) != 0, int(call, 7), int(call, 8));
        break;
      case 23:
        maxPoolBackward(address(call, 2), address(call, 3), address(call, 4), address(call, 5), int(call, 6), int(call, 7));
        break;
      case 24:
        averagePool(address(call, 2), address(call, 3), address(call, 4), int(call, 5) != 0, int(call, 6), int(call, 7));
        break;
      case 25:
        averagePoolBackward(address(call, 2), address(call, 3), address(call, 4), int(call, 5) != 0, int(call, 6), int(call, 7));
        break;
      case 26:
        batchNorm(
          address(call, 2), address(call, 3), address(call, 4), address(call, 5), address(call, 6), address(call, 7),
          address(call, 8), address(call, 9), int(call, 10), int(call, 11), int(call, 12), double(call, 13),
          double(call, 15), int(call, 17) != 0, int(call, 18), int(call, 19),
        );
        break;
      case 27:
        batchNormBackward(
          address(call, 2), address(call, 3), address(call, 4), address(call, 5), address(call, 6), address(call, 7),
          address(call, 8), address(call, 9), address(call, 10), int(call, 11), int(call, 12), int(call, 13),
          int(call, 14) != 0, int(call, 15) != 0, int(call, 16), int(call, 17),
        );
        break;
      case 28:
        layerNorm(
          address(call, 2), address(call, 3), address(call, 4), address(call, 5), address(call, 6), address(call, 7),
          int(call, 8), double(call, 9), int(call, 11), int(call, 12),
        );
        break;
      case 29:
        layerNormBackwardInput(
          address(call, 2), address(call, 3), address(call, 4), address(call, 5), address(call, 6), address(call, 7),
          int(call, 8), int(call, 9), int(call, 10),
        );
        break;
      case 30:
        layerNormBackwardWeights(
          address(call, 2), address(call, 3), address(call, 4), address(call, 5), address(call, 6), address(call, 7),
          int(call, 8), int(call, 9), int(call, 10), int(call, 11),
        );
        break;
      case 31:
        sum(address(call, 2), address(call, 3), address(call, 4), int(call, 5), int(call, 6) != 0);
        break;
      case 32:
        correct = countCorrect(address(call, 2), address(call, 3), int(call, 4), int(call, 5));
        break;
      case 33:
        squares = sumOfSquares(address(call, 2), int(call, 3));
        break;
      case 34:
        sgd(
          address(call, 2), address(call, 3), address(call, 4), int(call, 5), float(call, 6), float(call, 7),
          int(call, 8) != 0, int(call, 9) != 0, float(call, 10),
        );
        break;
      case 35:
        rmsprop(
          address(call, 2), address(call, 3), address(call, 4), address(call, 5), int(call, 6), float(call, 7),
          float(call, 8), float(call, 9), float(call, 10), float(call, 11), float(call, 12),
        );
        break;
      case 36:
        adagrad(
          address(call, 2), address(call, 3), address(call, 4), int(call, 5), float(call, 6), float(call, 7), float(call, 8),
        );
        break;
      case 37:
        adam(
          address(call, 2), address(call, 3), address(call, 4), address(call, 5), int(call, 6), float(call, 7),
          float(call, 8), float(call, 9), float(call, 10), float(call, 11), float(call, 12), float(call, 13),
          float(call, 14), float(call, 15),
        );
        break;
      default:
        unreachable();
    }
  }
  return loss;
}
