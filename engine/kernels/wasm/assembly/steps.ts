import { correct, loss, play, squares } from "./play";

/*
 * Training steps of one network and batch size, many by one call: where a step takes microseconds, as much goes into
 * what JavaScript does between its calls. The fields of a step's description, in the order in which ../steps.ts writes them.
 */
@unmanaged
class StepDescription {
  /** Recorded calls: from the loaded batch to the norm of its gradients, then the update. */
  pass: u32;
  passEnd: u32;
  update: u32;
  updateBytes: u32;
  /** From one step's update to the next: 0 where all are the same. */
  updateStride: u32;
  batch: u32;
  /** All examples, a row each, how many bytes a row has, and where a batch goes. */
  inputs: u32;
  inputBytes: u32;
  input: u32;
  targets: u32;
  targetBytes: u32;
  target: u32;
  /** What each step found: loss, right answers and squared norm of the gradients, in float64. */
  found: u32;
  padding: u32;
  /** Gradients of this norm or more are no good, and neither are a loss or gradients that are no numbers. */
  largestNorm: f64;
}

/**
 * Does up to `times` steps on the examples that `order` names, a batch each. Stops before an update by what is no
 * good, as one step by itself would; returns the number of updates.
 */
export function trainSteps(description: usize, order: usize, times: i32): i32 {
  const step = changetype<StepDescription>(description);
  let found: usize = step.found, update: usize = step.update;
  for (let done = 0; done < times; done++) {
    gather(step.inputs, step.inputBytes, order, step.batch, step.input);
    gather(step.targets, step.targetBytes, order, step.batch, step.target);
    play(step.pass, step.passEnd);
    f64.store(found, loss);
    f64.store(found, <f64>correct, 8);
    f64.store(found, squares, 16);
    if (!(isFinite(loss) && sqrt(squares) < step.largestNorm)) return done;
    play(update, update + step.updateBytes);
    update += step.updateStride;
    order += step.batch << 2;
    found += 24;
  }
  return times;
}

/** Copies the rows that `order` names to one after another, whole numbers of float32. */
@inline
function gather(rows: usize, bytes: usize, order: usize, count: u32, target: usize): void {
  for (const end = order + (<usize>count << 2); order < end; order += 4) {
    const row = rows + <usize>load<u32>(order) * bytes;
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) v128.store(target + at, v128.load(row + at));
    for (; at < bytes; at += 4) f32.store(target + at, f32.load(row + at));
    target += bytes;
  }
}
