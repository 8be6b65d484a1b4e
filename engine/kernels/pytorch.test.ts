import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openKernels } from "../host/kernels.ts";
import { log } from "../math.ts";
import { view } from "../tensor.ts";
import { allClose } from "../testing/numbers.ts";
import { expectedOf, readPytorchCases } from "../testing/pytorch.ts";
import { pytorchRunner } from "../testing/pytorch-runners.ts";
import type { Kernels } from "./kernels.ts";
import { loopKernels } from "./loops.ts";
import { referenceKernels } from "./reference.ts";

/** Cases of layers, settings and losses that are still to come. A new capability must shorten this list. */
const notYet: readonly string[] = [];

const tolerances = { float64: [1e-9, 1e-10], float32: [1e-4, 1e-5] } as const;
const cases = readPytorchCases().map((example) => ({ id: example.id, example, run: pytorchRunner(example) }));
const special = "ce-of-probabilities";

describe.each([referenceKernels, loopKernels, (await openKernels())()])(
  "PyTorch's numbers with $name kernels",
  (kernels) => {
    it.each(cases.filter(({ run }) => run !== null))("$id", ({ example, run }) => {
      const given = run?.(kernels);
      const [relative, absolute] = tolerances[kernels.precision];
      for (const [name, expected] of expectedOf(example))
        expect(allClose(given?.get(name) ?? [], expected, relative, absolute), name).toBe(true);
    });

    it("ce-of-probabilities, through the logits behind the softmax", () => {
      probabilitiesCase(kernels);
    });
  },
);

it("runs every case but those listed as still to come", () => {
  const left = cases.filter(({ id, run }) => run === null && id !== special).map(({ id }) => id);
  expect(left).toEqual(notYet);
  expect(cases.length).toBe(37);
});

/**
 * PyTorch's loss reads the probabilities p; ours reads logits. With logits log p both are the same loss, and
 * PyTorch's gradient at p, sent back through the softmax, must be our gradient at the logits.
 */
function probabilitiesCase(kernels: Kernels): void {
  const example = cases.find(({ id }) => id === special)?.example;
  const x = example?.inputs.x;
  const gradient = example?.gradInputs.x;
  if (!example || !x || !gradient) throw new Error(`The file has no case ${special}.`);
  const { target } = z.object({ target: z.object({ data: z.array(z.number()) }) }).parse(example.config);
  const [samples = 0, classes = 0] = x.shape;
  const tensor = (data: ArrayLike<number>) => {
    const memory = kernels.allocate(x.data.length);
    memory.set(data);
    return view(memory, 0, x.shape);
  };
  const logits = tensor(x.data.map(log));
  const dLogits = tensor(x.data);
  const loss = kernels.softmaxCrossEntropy(logits, tensor(target.data), dLogits, 1 / samples);
  const probabilities = tensor(x.data);
  const axis = { outer: samples, length: classes, inner: 1 };
  kernels.softmax(logits, probabilities, axis);
  const sentBack = tensor(x.data);
  kernels.softmaxBackward(probabilities, tensor(gradient.data), sentBack, axis);
  const [relative, absolute] = tolerances[kernels.precision];
  expect(allClose(probabilities.data, x.data, relative, absolute)).toBe(true);
  expect(allClose([loss / samples], example.output.data, relative, absolute)).toBe(true);
  expect(allClose(dLogits.data, sentBack.data, relative, absolute)).toBe(true);
}
