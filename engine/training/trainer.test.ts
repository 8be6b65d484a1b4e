import { describe, expect, it } from "vitest";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { elements } from "../tensor.ts";
import { relativeError } from "../testing/numbers.ts";
import { advance, blobs, hashAfter, ofKind, trainerOf } from "../testing/small-run.ts";

describe("the same seed gives the same bits", () => {
  it("twice, and another seed gives others", () => {
    expect(hashAfter({ seed: 1 })).toBe(hashAfter({ seed: 1 }));
    expect(hashAfter({ seed: 2 })).not.toBe(hashAfter({ seed: 1 }));
  });

  it("when whatever a pause allows happens between two steps", () => {
    const trainer = trainerOf();
    let steps = 0;
    while (trainer.advance()) {
      steps += 1;
      if (steps % 3 === 0) trainer.gradientNorms();
      if (steps % 4 === 0) trainer.memory.probe.forward(1, false);
    }
    expect(trainer.memory.weightsHash()).toBe(hashAfter({}));
  });

  it("for one epoch and then two more as for three at once", () => {
    const trainer = trainerOf({ epochs: 1 });
    expect(advance(trainer).at(-1)).toMatchObject({ kind: "finished", result: { epochs: 1 } });
    trainer.extend(2);
    expect(advance(trainer).at(-1)).toMatchObject({ kind: "finished", result: { epochs: 3 } });
    expect(trainer.memory.weightsHash()).toBe(hashAfter({ epochs: 3 }));
  });

  it("when epochs are added in the middle of an epoch, and in the middle of the test", () => {
    const inEpoch = trainerOf({ epochs: 1 });
    advance(inEpoch, ({ kind }) => kind === "batch");
    inEpoch.extend(2);
    advance(inEpoch);
    const inTest = trainerOf({ epochs: 1 });
    advance(inTest, ({ kind }) => kind === "testing");
    inTest.extend(2);
    advance(inTest);
    expect(inEpoch.memory.weightsHash()).toBe(hashAfter({ epochs: 3 }));
    expect(inTest.memory.weightsHash()).toBe(hashAfter({ epochs: 3 }));
  });
});

it("visits every training example once an epoch, the last batch with what is left", () => {
  const { train } = blobs.split;
  const sizes: number[] = [];
  const kernels = {
    ...loopKernels,
    countCorrect: (...args: Parameters<typeof loopKernels.countCorrect>) => {
      sizes.push(args[1].shape[0] ?? 0);
      return loopKernels.countCorrect(...args);
    },
  };
  const trainer = trainerOf({ kernels, epochs: 1 });
  const events = advance(trainer, ({ kind }) => kind !== "batch");
  expect(train.length % 32).not.toBe(0);
  expect(sizes.slice(0, -1)).toEqual([32, 32, 32, 32, train.length % 32]);
  expect(ofKind(events, "batch").map(({ at }) => at)).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
  expect(trainer.examplesSeen).toBe(train.length);
});

it("measures loss and accuracy as the float64 reference does on the same weights", () => {
  const trainer = trainerOf({ epochs: 2 });
  const { validation } = blobs.split;
  const [last] = ofKind(advance(trainer), "epoch").slice(-1);
  const reference = trainerOf({ kernels: referenceKernels });
  reference.memory.setWeights(trainer.memory.weights.map((weight) => elements(weight)));
  const { evaluation } = reference.memory;
  let loss = 0;
  let correct = 0;
  for (const example of validation) {
    const at = evaluation.input(1);
    at.data.set(blobs.inputs.data.subarray(2 * example, 2 * example + 2), at.offset);
    evaluation.forward(1, false);
    const logits = [...elements(evaluation.prediction(1))];
    const label = blobs.labels[example] ?? 0;
    // Written out here, apart from the engine's own: the mean of log Σ exp(a) - a[class].
    loss += Math.log(logits.reduce((sum, value) => sum + Math.exp(value), 0)) - (logits[label] ?? 0);
    if (logits.indexOf(Math.max(...logits)) === label) correct += 1;
  }
  expect(last?.result.validationLoss).toBeCloseTo(loss / validation.length, 5);
  expect(last?.result.validationAccuracy).toBe(correct / validation.length);
});

it("learns: blobs that hardly overlap are told apart", () => {
  const [finished] = ofKind(advance(trainerOf({ epochs: 20 })), "finished");
  expect(finished?.result.testAccuracy).toBeGreaterThan(0.9);
});

it("validates after each epoch, and reads the test part once, after the last batch", () => {
  const test = new Set(blobs.split.test);
  const reads: string[] = [];
  const labels = new Proxy(blobs.labels, {
    get(target, key) {
      if (typeof key === "string" && /^\d+$/.test(key)) reads.push(test.has(Number(key)) ? "test" : "other");
      return Reflect.get(target, key);
    },
  });
  const trainer = trainerOf({ dataset: { ...blobs, labels } });
  const kinds = advance(trainer, ({ kind }) => kind === "testing").map(({ kind }) => kind);
  const epoch = ["batch", "batch", "batch", "batch", "batch", "validating", "epoch"];
  expect(kinds).toEqual([...epoch, ...epoch, ...epoch, "testing"]);
  const first = reads.indexOf("test");
  expect(first).toBe(3 * (blobs.split.train.length + blobs.split.validation.length));
  expect(reads.length - first).toBe(blobs.split.test.length);
});

it("gives the gradient norms that the reference gives for the same batch", () => {
  const [float32, float64] = [trainerOf(), trainerOf({ kernels: referenceKernels })];
  float32.advance();
  float64.advance();
  const norms = Object.entries(float32.gradientNorms());
  expect(norms.map(([node]) => node)).toEqual(["Dense 1", "Dense 2"]);
  const expected = trainerOf({ kernels: referenceKernels });
  expected.advance();
  const byHand = ["Dense 1", "Dense 2"].map((node) =>
    Math.hypot(
      ...expected.memory.plan.parameters.flatMap((parameter, index) => {
        const gradient = expected.memory.weightGradients[index];
        return parameter.node === node && gradient ? [...elements(gradient)] : [];
      }),
    ),
  );
  expect(
    relativeError(
      norms.map(([, norm]) => norm),
      byHand,
    ),
  ).toBeLessThan(1e-4);
});

it("measures how far an update moves the weights: in the first step of SGD by rate times gradient; no bit changes", () => {
  const [measured, plain] = [trainerOf(), trainerOf()];
  measured.updateRatios.measureNext();
  measured.advance();
  plain.advance();
  const ratios = measured.updateRatios.take();
  const norms = measured.gradientNorms();
  const { plan, weights } = measured.memory;
  for (const layer of ["Dense 1", "Dense 2"]) {
    const size = Math.hypot(
      ...weights.flatMap((weight, index) =>
        plan.parameters[index]?.node === layer ? [...elements(weight)] : [],
      ),
    );
    expect(ratios[layer]).toBeCloseTo((0.05 * (norms[layer] ?? Number.NaN)) / size, 6);
  }
  expect(Object.keys(ratios)).toHaveLength(2);
  expect(measured.updateRatios.take()).toEqual({});
  measured.advance();
  plain.advance();
  expect(measured.updateRatios.take()).toEqual({});
  expect(measured.memory.weightsHash()).toBe(plain.memory.weightsHash());
});

it("refuses weights that do not fit, and says which", () => {
  const { memory } = trainerOf();
  expect(() => memory.setWeights([])).toThrow("The network has 4 weight tensors, not 0.");
  expect(() => memory.setWeights([[1], [1], [1], [1]])).toThrow("Weight tensor 0 has 16 numbers, not 1.");
});
