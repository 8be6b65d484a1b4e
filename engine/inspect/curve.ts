import { gather } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import type { AnswerCurve } from "../protocol.ts";
import { elements } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";
import { saidWidth, whatIsSaid } from "./said.ts";

/** Places along the axis at which the network is asked. */
const places = 121;
/** Beyond the outermost examples, as a share of the way between them. */
const margin = 0.06;

const ranges = new WeakMap<Dataset, { readonly from: number; readonly to: number }>();

/** From the least to the greatest number that a set with one input has, as the network sees it; null for any other. */
export function rangeOfInput(dataset: Dataset): { readonly from: number; readonly to: number } | null {
  const { inputShape, labels } = dataset;
  if (inputShape.length !== 1 || inputShape[0] !== 1 || labels.length === 0) return null;
  const known = ranges.get(dataset);
  if (known) return known;
  const all = Uint32Array.from(labels, (_, index) => index);
  const seen = new Float32Array(all.length);
  gather(dataset, all, 0, all.length, seen, 0, new Uint8Array(all.length));
  const least = seen.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const greatest = seen.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const beyond = ((greatest - least) * margin) / (1 + 2 * margin) || 1;
  const range = { from: least - beyond, to: greatest + beyond };
  ranges.set(dataset, range);
  return range;
}

/**
 * What a network with one input says along its axis, with the weights as they are. Runs in the evaluation's
 * workspace, on all threads: only between two batches. The arrays are fresh.
 */
export function takeCurve(
  memory: RunMemory,
  dataset: Dataset,
  { from, to }: { readonly from: number; readonly to: number },
): AnswerCurve {
  const { plan, evaluation, evaluationBatch } = memory;
  const width = saidWidth(dataset, evaluation.prediction(1).size);
  const answers = new Float32Array(places * width);
  const at = (place: number) => from + ((to - from) * place) / (places - 1);
  for (let start = 0; start < places; start += evaluationBatch) {
    const count = Math.min(evaluationBatch, places - start);
    const input = evaluation.input(count);
    for (let row = 0; row < count; row++) input.data[input.offset + row] = at(start + row);
    memory.look("evaluation", count, (index, output) => {
      if (index === plan.output)
        answers.set(
          whatIsSaid(plan.loss.answer, dataset, elements(output), output.size / count),
          start * width,
        );
    });
  }
  return { from, to, width, answers };
}
