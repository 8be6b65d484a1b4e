import { describe, expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { generateDataset } from "../data/generate.ts";
import { loopKernels } from "../kernels/loops.ts";
import { defaultTrainingSettings } from "../training/settings.ts";
import { Trainer } from "../training/trainer.ts";
import { check, type DataContext } from "./check.ts";
import { applyEdits } from "./edit.ts";
import type { Graph } from "./graph.ts";
import { graphOf, type LayerWords } from "./graph-of.ts";
import { blocksTraining } from "./problem.ts";

const blobs = generateDataset({
  kind: "generated",
  id: "blobs",
  points: 60,
  noise: 0.5,
  seed: 3,
  classes: 3,
});

/** Blobs' classes, with pictures of the points' coordinates, over and over. */
const pictures: Dataset = {
  ...blobs,
  inputShape: [1, 12, 12],
  inputs: {
    kind: "floats",
    data: Float32Array.from({ length: 60 * 144 }, (_, at) => blobs.inputs.data[at % 120] ?? 0),
  },
};

const context = ({ inputShape, classNames }: Dataset): DataContext => ({
  name: "Blobs",
  inputShape,
  classNames,
});

interface Mistake {
  readonly layers: Readonly<Record<string, LayerWords>>;
  /** Done to the graph after it was drawn. */
  readonly spoil?: (graph: Graph) => Graph;
  readonly code: string;
  readonly node: string;
  /** Numbers and words that title, explanation or shapes must hold. */
  readonly says: readonly string[];
  readonly isHint?: true;
}

const start: Readonly<Record<string, LayerWords>> = { Input: ["input", { shape: [2] }] };
const image: Readonly<Record<string, LayerWords>> = { Input: ["input", { shape: [1, 12, 12] }] };
const end: Readonly<Record<string, LayerWords>> = { Last: ["dense", { units: 3 }], Output: ["output"] };
const flat: Readonly<Record<string, LayerWords>> = { Flatten: ["flatten"], ...end };
const sigmoid: LayerWords = ["activation", { function: "sigmoid" }];
const without = (id: string) => (graph: Graph) => ({
  ...graph,
  edges: graph.edges.filter(({ to }) => to !== id),
});

const mistakes: Readonly<Record<string, Mistake>> = {
  "a layer without input": {
    layers: { ...start, ...end },
    spoil: without("Last"),
    code: "missing-input",
    node: "Last",
    says: ["Last needs an input"],
  },
  "Flatten forgotten": {
    layers: { ...image, "Conv 1": ["conv2d", { filters: 4 }], ...end },
    code: "needs-vector",
    node: "Last",
    says: ["4×12×12"],
  },
  "a kernel larger than the image": {
    layers: { ...image, "Conv 1": ["conv2d", { kernel: [15, 15], padding: "valid" }], ...flat },
    code: "kernel-too-large",
    node: "Conv 1",
    says: ["15×15", "12×12"],
  },
  "groups that do not divide the channels": {
    layers: {
      ...image,
      "Conv 1": ["conv2d", { filters: 4 }],
      "Conv 2": ["conv2d", { filters: 6, groups: 3 }],
      ...flat,
    },
    code: "groups-not-equal",
    node: "Conv 2",
    says: ["3", "4"],
  },
  "channels that differ at Add": {
    layers: {
      ...image,
      "Conv 1": ["conv2d", { filters: 4 }],
      "Conv 2": ["conv2d", { filters: 4, padding: "valid" }],
      Add: ["add", {}, "Conv 1", "Conv 2"],
      ...flat,
    },
    code: "shapes-differ",
    node: "Add",
    says: ["4×12×12", "4×10×10"],
  },
  "softmax before cross-entropy on logits": {
    layers: {
      ...start,
      Last: ["dense", { units: 3 }],
      Softmax: ["activation", { function: "softmax" }],
      Output: ["output"],
    },
    code: "softmax-twice",
    node: "Output",
    says: ["Softmax"],
  },
  "no softmax before cross-entropy on a softmax layer": {
    layers: { ...start, Last: ["dense", { units: 3 }], Output: ["output", { loss: "crossEntropySoftmax" }] },
    code: "softmax-missing",
    node: "Output",
    says: ["Last"],
  },
  "units that are not the classes": {
    layers: { ...start, Last: ["dense", { units: 7 }], Output: ["output"] },
    code: "classes",
    node: "Output",
    says: ["3 classes", "7"],
  },
  "an input that is not the data's": {
    layers: { Input: ["input", { shape: [5] }], ...end },
    code: "input-data",
    node: "Input",
    says: ["2", "5"],
  },
  "a branch that leads nowhere": {
    layers: {
      ...start,
      Side: ["dense", { units: 4 }, "Input"],
      Last: ["dense", { units: 3 }, "Input"],
      Output: ["output"],
    },
    code: "dead-branch",
    node: "Side",
    says: ["Side does not reach"],
    isHint: true,
  },
  "two outputs": {
    layers: { ...start, ...end, "Output 2": ["output", {}, "Last"] },
    code: "two-outputs",
    node: "Output 2",
    says: ["more than one output"],
  },
  "every layer frozen": {
    layers: { ...start, Last: ["dense", { units: 3, trainable: false }], Output: ["output"] },
    code: "all-frozen",
    node: "Last",
    says: ["Last"],
  },
  "a layer that feeds itself": {
    layers: { ...start, ...end },
    spoil: (graph) =>
      applyEdits(graph, [
        {
          edit: "connect",
          edges: [{ id: "back", from: "Last", to: "Last", input: 0 }],
        },
      ]),
    code: "cycle",
    node: "Last",
    says: ["Last feeds itself"],
  },
  "a softmax that feeds more than the output": {
    layers: {
      ...start,
      Last: ["dense", { units: 3 }],
      Softmax: ["activation", { function: "softmax" }],
      Side: ["dense", { units: 2 }],
      Output: ["output", { loss: "crossEntropySoftmax" }, "Softmax"],
    },
    code: "softmax-shared",
    node: "Output",
    says: ["Softmax feeds more than the output"],
  },
  "a dilation that makes the kernel larger than the image": {
    layers: {
      ...image,
      "Conv 1": ["conv2d", { kernel: [3, 3], dilation: [8, 1], padding: "valid" }],
      ...flat,
    },
    code: "kernel-too-large",
    node: "Conv 1",
    says: ["dilation 8×1", "17×3", "12×12"],
  },
  "two inputs": {
    layers: { ...start, ...end, "Input 2": ["input", { shape: [2] }] },
    code: "two-inputs",
    node: "Input 2",
    says: ["more than one input"],
  },
  "a stride wider than the window": {
    layers: { ...image, "Conv 1": ["conv2d", { kernel: [3, 2], stride: [2, 5], padding: "valid" }], ...flat },
    code: "stride-skips",
    node: "Conv 1",
    says: ["covers 2 columns", "moves on by 5", "3 of every 5"],
    isHint: true,
  },
  "a pool that steps over rows": {
    layers: { ...image, Pool: ["max-pool", { size: [2, 2], stride: [3, 2] }], ...flat },
    code: "stride-skips",
    node: "Pool",
    says: ["covers 2 rows", "moves on by 3", "1 of every 3 rows is"],
    isHint: true,
  },
  "a bias just before batch norm": {
    layers: { ...image, "Conv 1": ["conv2d", { filters: 4 }], Norm: ["batch-norm"], ...flat },
    code: "bias-before-norm",
    node: "Conv 1",
    says: ["Norm", "4"],
    isHint: true,
  },
  "no activation between two dense layers": {
    layers: { ...start, Hidden: ["dense", { units: 8 }], ...end },
    code: "linear-pair",
    node: "Last",
    says: ["Hidden", "from 2 to 3"],
    isHint: true,
  },
  "dropout right before the output": {
    layers: {
      ...start,
      Last: ["dense", { units: 3 }],
      Dropout: ["dropout", { rate: 0.25 }],
      Output: ["output"],
    },
    code: "dropout-last",
    node: "Dropout",
    says: ["25 %"],
    isHint: true,
  },
  "a stack of sigmoids": {
    layers: {
      ...start,
      ...Object.fromEntries(
        [1, 2, 3, 4, 5].flatMap((at): [string, LayerWords][] => [
          [`Dense ${at}`, ["dense", { units: 4 }]],
          [`Sigmoid ${at}`, sigmoid],
        ]),
      ),
      ...end,
    },
    code: "sigmoid-stack",
    node: "Sigmoid 1",
    says: ["5 sigmoids", "1/1,024"],
    isHint: true,
  },
};

describe.each(Object.entries(mistakes))("%s", (_name, { layers, spoil, code, node, says, isHint }) => {
  const drawn = graphOf(layers);
  const graph = spoil ? spoil(drawn) : drawn;
  const dataset = layers.Input?.[1]?.shape?.toString() === "1,12,12" ? pictures : blobs;
  const data = context(dataset);
  const found = (candidate: Graph) =>
    check(candidate, data).problems.find((problem) => problem.code === code && problem.node === node);

  it("is told at its layer, in its numbers", () => {
    const problem = found(graph);
    const alike = check(graph, data).problems.filter(({ severity }) => severity === problem?.severity);
    expect(alike.map((other) => `${other.code} at ${other.node}`)).toEqual([`${code} at ${node}`]);
    for (const part of says) expect(`${problem?.title}. ${problem?.explanation}`).toContain(part);
    expect(check(graph, data).canTrain).toBe(isHint === true);
  });

  it("is gone after its fix, and the network trains a step; without the fix it is back", () => {
    const fix = found(graph)?.fixes[0];
    if (!fix) throw new Error("It has no fix.");
    const fixed = applyEdits(graph, fix.edits);
    expect(found(fixed)).toBeUndefined();
    // A line that is taken away may leave a layer without input, which has a fix of its own.
    const [next] = check(fixed, data).problems.filter(blocksTraining);
    const after = applyEdits(fixed, next?.fixes[0]?.edits ?? []);
    expect(check(after, data).canTrain).toBe(true);
    const trainer = new Trainer({
      graph: after,
      dataset,
      kernels: loopKernels,
      settings: { ...defaultTrainingSettings, batchSize: 16 },
      clock: () => 0,
    });
    const before = trainer.memory.weightsHash();
    trainer.advance();
    expect(trainer.memory.weightsHash()).not.toBe(before);
    // Edits never change the graph they are applied to, which is what undo goes back to.
    expect(found(graph)).toBeDefined();
  });
});
