import { gather } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { shownNames } from "../data/shown-names.ts";
import type { HiddenSpace, JudgedPart, ProjectionMethod } from "../protocol.ts";
import { elements, sizeOf } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";
import { layoutRounds, neighbourPlane } from "./neighbour-plane.ts";
import { mostRounds, principalPlane } from "./principal.ts";

/** More examples would crowd the picture, and more numbers the memory. */
const mostExamples = 1000;
const mostNumbers = 12_000_000;
const seed = 1;

export interface Projection {
  readonly node: string;
  readonly method: ProjectionMethod;
  readonly part: "validation" | "test";
}

/**
 * How one layer sees the examples of a part, as points in a plane, with the weights as they are. Leaves weights,
 * gradients and the trainer's place untouched. Each `next` does a little and yields the share that is done, 0 to 1.
 * Null where the run has no such layer.
 */
export function* projectLayer(
  memory: RunMemory,
  dataset: Dataset,
  { node, method, part: wanted }: Projection,
): Generator<number, HiddenSpace | null, void> {
  const position = memory.plan.nodes.findIndex(({ id }) => id === node);
  const planned = memory.plan.nodes[position];
  if (!planned) return null;
  const part: JudgedPart = dataset.split[wanted].length > 0 ? wanted : "train";
  const width = sizeOf(planned.shape);
  // The classes alternate in every part, so that its first examples hold all of them in proportion.
  const count = Math.min(
    mostExamples,
    Math.max(2, Math.floor(mostNumbers / width)),
    dataset.split[part].length,
  );
  const examples = dataset.split[part].slice(0, count);
  const labels = new Uint8Array(count);
  const values = new Float32Array(count * width);
  const work = count + (method === "pca" ? mostRounds : count + layoutRounds);
  const { evaluation, evaluationBatch } = memory;
  for (let start = 0; start < count; start += evaluationBatch) {
    const batch = Math.min(evaluationBatch, count - start);
    const input = evaluation.input(batch);
    gather(dataset, examples, start, batch, input.data, input.offset, labels.subarray(start));
    memory.look("evaluation", batch, (index, output) => {
      if (index === position) values.set(elements(output), start * width);
    });
    yield (start + batch) / work;
  }
  const cloud = { values: values.map((value) => (Number.isFinite(value) ? value : 0)), width };
  const known = { node, method, part, examples, labels, classNames: shownNames(dataset, dataset.classNames) };
  if (method === "pca") {
    const plane = yield* shares(principalPlane(cloud), count, work);
    return { ...known, coordinates: plane.coordinates, explained: plane.explained };
  }
  return { ...known, coordinates: yield* shares(neighbourPlane(cloud, seed), count, work), explained: null };
}

/** The same work, telling what share of the whole is done. */
function* shares<Result>(steps: Generator<number, Result, void>, before: number, work: number) {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield (before + step.value) / work;
  }
}
