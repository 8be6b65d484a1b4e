import { describe, expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import type { Graph } from "../graph/graph.ts";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { openKernels } from "../host/kernels.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { elements } from "../tensor.ts";
import { normalNumbers } from "../testing/numbers.ts";
import { RunMemory } from "../training/memory.ts";
import { defaultTrainingSettings } from "../training/settings.ts";
import { dream, endingAt } from "./dream.ts";
import { occlusion } from "./occlusion.ts";
import type { SeekProgress } from "./seek.ts";
import { mostStrongest, strongestInputs } from "./strongest-inputs.ts";

const newKernels = await openKernels();
const side = 7;
const pixels = side * side;

const graph = graphOf({
  Input: ["input", { shape: [1, side, side] }],
  Conv: ["conv2d", { filters: 3 }],
  Relu: ["activation"],
  Norm: ["batch-norm"],
  Flatten: ["flatten"],
  Dense: ["dense", { units: 4 }],
  Output: ["output"],
});

function memoryOf(of: Graph, kernels = newKernels(), evaluation = 8): RunMemory {
  return new RunMemory({
    plan: planNetwork(of),
    kernels,
    settings: defaultTrainingSettings,
    batch: 1,
    evaluation,
    inspectable: true,
  });
}

function ended<Result>(work: Generator<SeekProgress, Result, void>): {
  readonly steps: SeekProgress[];
  readonly result: Result;
} {
  const steps: SeekProgress[] = [];
  let step = work.next();
  for (; !step.done; step = work.next()) steps.push(step.value);
  return { steps, result: step.value };
}

const numbers = normalNumbers(40 * pixels, 6);
const all = Uint32Array.from({ length: 40 }, (_, index) => index);
const dataset: Dataset = {
  id: "d",
  name: "D",
  summary: "",
  inputShape: [1, side, side],
  task: "classes",
  classNames: ["A", "B", "C", "D"],
  inputs: { kind: "floats", data: Float32Array.from(numbers) },
  labels: Uint8Array.from(all, (index) => index % 4),
  split: { train: all.slice(0, 10), validation: all.slice(10, 12), test: all.slice(12) },
  preprocessing: { scale: 1, offset: 0 },
  provenance: { source: "", licence: "" },
};

/** What a layer gives for one input, in float64. */
function reference(input: readonly number[], node: string): readonly number[] {
  const memory = memoryOf(graph, referenceKernels);
  const place = memory.train.input(1);
  place.data.set(input, place.offset);
  memory.train.forward(1, false);
  const position = memory.plan.nodes.findIndex(({ id }) => id === node);
  return [...elements(memory.train.output(position, 1))];
}

const exampleOf = (index: number) => numbers.slice(index * pixels, (index + 1) * pixels);

describe("the strongest inputs of a unit", () => {
  it.each([
    ["Conv", 1],
    ["Norm", 2],
    ["Dense", 3],
  ])("of %s, unit %i, are those that each example by itself has, in float64", (node, unit) => {
    const memory = memoryOf(graph);
    const position = memory.plan.nodes.findIndex(({ id }) => id === node);
    const { steps, result } = ended(strongestInputs(memory, dataset, position, unit, "test"));
    const expected = [...dataset.split.test]
      .map((example) => {
        const values = reference(exampleOf(example), node);
        const own =
          values.length === 4 ? [values[unit] ?? 0] : values.slice(unit * pixels, (unit + 1) * pixels);
        const value = Math.max(...own);
        return { example, value, cell: own.indexOf(value) };
      })
      .sort((a, b) => b.value - a.value)
      .slice(0, mostStrongest);
    expect([...result.examples]).toEqual(expected.map(({ example }) => example));
    expected.forEach(({ value, cell, example }, place) => {
      expect(result.answers[place]).toBeCloseTo(value, 4);
      expect(result.labels?.[place]).toBe(example % 4);
      // A 3x3 kernel sees the cells around its own.
      const seen = result.seen[place];
      if (node === "Dense") expect(seen).toBeNull();
      else
        expect(seen).toEqual({
          top: Math.max(0, Math.floor(cell / side) - 1),
          bottom: Math.min(side - 1, Math.floor(cell / side) + 1),
          left: Math.max(0, (cell % side) - 1),
          right: Math.min(side - 1, (cell % side) + 1),
        });
    });
    expect(steps.map(({ done }) => done)).toEqual([8, 16, 24, 28]);
  });

  it("of a unit that there is not are refused", () => {
    expect(() => ended(strongestInputs(memoryOf(graph), dataset, 1, 3, "test"))).toThrow(/3 units/);
  });
});

describe("an occlusion map", () => {
  it.each([
    { size: 3, stride: 2 },
    { size: 2, stride: 3 },
    { size: 9, stride: 1 },
  ])(
    "with a patch of $size every $stride is what painting over by hand gives, in float64",
    ({ size, stride }) => {
      const input = exampleOf(3);
      const label = 2;
      const { result } = ended(occlusion(memoryOf(graph), input, label, { size, stride }));
      const score = reference(input, "Dense")[label] ?? 0;
      expect(result.score).toBeCloseTo(score, 4);
      const mean = input.reduce((sum, value) => sum + value, 0) / pixels;
      const last = Math.max(0, side - size);
      const tops = [
        ...new Set([
          ...Array.from(
            { length: Math.floor(last / Math.min(stride, size)) + 1 },
            (_, at) => at * Math.min(stride, size),
          ),
          last,
        ]),
      ];
      const sums = Array.from({ length: pixels }, () => ({ drop: 0, count: 0 }));
      for (const top of tops)
        for (const left of tops) {
          const isInside = (cell: number) => {
            const [row, column] = [Math.floor(cell / side), cell % side];
            return row >= top && row < top + size && column >= left && column < left + size;
          };
          const drop =
            score -
            (reference(
              input.map((value, cell) => (isInside(cell) ? mean : value)),
              "Dense",
            )[label] ?? 0);
          sums.forEach((sum, cell) => {
            if (!isInside(cell)) return;
            sum.drop += drop;
            sum.count += 1;
          });
        }
      sums.forEach(({ drop, count }, cell) => {
        expect(count).toBeGreaterThan(0);
        expect(result.drops[cell]).toBeCloseTo(drop / count, 4);
      });
    },
  );

  it("is of the class with the highest score when none is named", () => {
    const scores = reference(exampleOf(5), "Dense");
    const { result } = ended(occlusion(memoryOf(graph), exampleOf(5), null, { size: 4, stride: 4 }));
    expect(result.label).toBe(scores.indexOf(Math.max(...scores)));
    expect(() => ended(occlusion(memoryOf(graph), exampleOf(5), 4, { size: 4, stride: 4 }))).toThrow(
      /4 scores/,
    );
  });
});

describe("an input that is grown", () => {
  const around = { mean: 0, deviation: 1, low: -50, high: 50 };
  const plain = { steps: 20, rate: 0.1, jitter: 0, blur: 0, decay: 0, seed: 3 };

  it("for a linear unit goes along its weights, and nowhere else", () => {
    const linear = graphOf({
      Input: ["input", { shape: [6] }],
      Dense: ["dense", { units: 3 }],
      Output: ["output", { loss: "halfSquaredError" }],
    });
    const memory = memoryOf(endingAt(linear, "Dense"));
    const { steps, result } = ended(dream(memory, 1, plain, around));
    const weights = [...elements(memory.weights[0] ?? memory.train.input(1))].slice(6, 12);
    const length = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0) / 6);
    const [first] = steps;
    weights.forEach((weight, at) => {
      // Nineteen steps of 0.1 lie between the first and the last.
      const gone = (result.values[at] ?? 0) - (first?.values?.[at] ?? 0);
      expect(gone).toBeCloseTo((19 * 0.1 * weight) / length, 4);
    });
    expect(result.to).toBeGreaterThan(result.from);
  });

  it.each(["Conv", "Norm", "Dense"])(
    "for a unit of %s makes it answer more, the same for the same seed",
    (node) => {
      const settings = { ...plain, steps: 40, jitter: 1, blur: 0.4, decay: 0.01 };
      const grown = () => ended(dream(memoryOf(endingAt(graph, node)), 1, settings, around)).result;
      const first = grown();
      expect(first.to).toBeGreaterThan(first.from + 0.1);
      expect(grown()).toEqual(first);
      const other = ended(dream(memoryOf(endingAt(graph, node)), 1, { ...settings, seed: 4 }, around)).result;
      expect(other.values).not.toEqual(first.values);
    },
  );

  it("stays within what the data have", () => {
    const narrow = { ...around, low: -0.2, high: 0.2 };
    const { values } = ended(dream(memoryOf(endingAt(graph, "Dense")), 0, plain, narrow)).result;
    expect(Math.max(...values)).toBeCloseTo(0.2, 5);
    expect(Math.min(...values)).toBeCloseTo(-0.2, 5);
  });
});
