import { describe, expect, it } from "vitest";
import { encodeFloats } from "../base64.ts";
import { copyOf, layersOf } from "../export/copy-layer.ts";
import { modelText, openModel } from "../export/model.ts";
import { check } from "../graph/check.ts";
import { type CopiedWeights, copiedFor, mostCopiedNumbers, whyNotCopied } from "../graph/copied.ts";
import { weightShapes } from "../graph/copied-rule.ts";
import { applyEdits } from "../graph/edit.ts";
import { type Graph, graphSchema } from "../graph/graph.ts";
import { graphOf } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { openKernels } from "../host/kernels.ts";
import { layerKinds } from "../layers/registry.ts";
import { trainedPart } from "../project/trained-part.ts";
import { elements, sizeOf } from "../tensor.ts";
import { allFields } from "../testing/layer-run.ts";
import { normalNumbers } from "../testing/numbers.ts";
import { RunMemory } from "./memory.ts";
import { defaultTrainingSettings } from "./settings.ts";

const newKernels = await openKernels();

function memoryOf(graph: Graph): RunMemory {
  return new RunMemory({
    plan: planNetwork(graph),
    kernels: newKernels(),
    settings: defaultTrainingSettings,
    batch: 1,
    evaluation: 1,
  });
}

/** The graph with the node starting from copied weights. */
function startingFrom(graph: Graph, id: string, copied: CopiedWeights): Graph {
  return applyEdits(graph, [{ edit: "set-copied", id, copied }]);
}

describe.each(
  layerKinds
    .filter((layer) => Object.keys(layer.weights).length > 0)
    .flatMap((layer) =>
      layer.examples.map((example, index) => ({ kind: layer.kind, layer, example, index })),
    ),
)("$kind, example $index", ({ layer, example }) => {
  const fields = allFields(layer, example.fields);
  const graph = graphOf({
    Input: ["input", { shape: example.inputs[0] ?? [1] }],
    Layer: [layer.kind, { ...fields, ...("gain" in layer.fields ? { gain: 3 } : {}) }],
    Output: ["output", { loss: "halfSquaredError" }],
  });
  const own = weightShapes({ kind: layer.kind, fields }, example.inputs);
  const copied: CopiedWeights = {
    model: "Model",
    layer: "Other",
    weights: own.map(({ name, shape }, index) => ({
      name,
      shape,
      values: encodeFloats(Float32Array.from(normalNumbers(sizeOf(shape), index + 1))),
    })),
  };

  it("starts from copied weights to the bit, and draws them again afterwards", () => {
    const drawn = memoryOf(graph);
    const memory = memoryOf(startingFrom(graph, "Layer", copied));
    own.forEach(({ shape }, index) => {
      const weight = memory.weights[index];
      if (!weight) throw new Error("A weight is missing.");
      expect([...elements(weight)]).toEqual([...Float32Array.from(normalNumbers(sizeOf(shape), index + 1))]);
    });
    const again = memoryOf(
      applyEdits(startingFrom(graph, "Layer", copied), [{ edit: "set-copied", id: "Layer", copied: null }]),
    );
    expect(again.weightsHash()).toBe(drawn.weightsHash());
  });
});

const small = graphOf({
  Input: ["input", { shape: [1, 6, 6] }],
  Conv: ["conv2d", { filters: 3 }],
  Flatten: ["flatten"],
  Dense: ["dense", { units: 2 }],
  Output: ["output"],
});

describe("a model", () => {
  const memory = memoryOf(small);
  const project = {
    format: "layerlab-project" as const,
    version: 1 as const,
    name: "Small",
    graph: small,
    data: null,
    training: defaultTrainingSettings,
  };
  const { text } = modelText({
    project,
    kernels: newKernels(),
    weights: memory.weights,
    inputShape: [1, 6, 6],
    classNames: ["A", "B"],
    preprocessing: { scale: 1, offset: 0 },
    metrics: {
      epochs: 0,
      validationAccuracy: null,
      validationLoss: null,
      testAccuracy: null,
      testLoss: null,
    },
    testInputs: Float32Array.from(normalNumbers(36, 2)),
  });
  const model = openModel(text, newKernels());

  it("tells its layers with weights, and gives those of one to another network", () => {
    expect(
      layersOf(model).layers.map(({ name, weights }) => [name, ...weights.map(({ shape }) => shape)]),
    ).toEqual([
      ["Conv", [3, 1, 3, 3], [3]],
      ["Dense", [2, 108], [2]],
    ]);
    const other = graphOf({
      Input: ["input", { shape: [1, 9, 9] }],
      First: ["conv2d", { filters: 3, trainable: false }],
      Output: ["output", { loss: "halfSquaredError" }],
    });
    const copied = copyOf(model, "Conv");
    const [weight, bias] = memoryOf(startingFrom(other, "First", copied)).weights;
    expect([weight, bias].map((each) => each && [...elements(each)])).toEqual(
      memory.weights.slice(0, 2).map((each) => [...elements(each)]),
    );
    expect(copied).toMatchObject({ model: "Small", layer: "Conv" });
    expect(() => copyOf(model, "Flatten")).toThrow(/no such weights/);
  });

  it("is part of what the trained bits depend on", () => {
    const copied = copyOf(model, "Conv");
    const changed = { ...project, graph: startingFrom(small, "Conv", copied) };
    expect(trainedPart(changed)).not.toBe(trainedPart(project));
  });
});

describe("weights of another shape", () => {
  const copied: CopiedWeights = {
    model: "Big",
    layer: "Conv 9",
    weights: [{ name: "weight", shape: [5, 1, 3, 3], values: encodeFloats(new Float32Array(45)) }],
  };
  const found = (graph: Graph) =>
    check(graph, { name: "D", inputShape: [1, 6, 6], classNames: ["A", "B"] }).problems.filter(
      ({ severity }) => severity === "error",
    );

  it("are told, with a fix that draws them", () => {
    const graph = startingFrom(small, "Conv", copied);
    const [problem] = found(graph);
    expect(problem).toMatchObject({ code: "copied-shape", node: "Conv" });
    expect(problem?.explanation).toContain("Its weight is 5×1×3×3, not 3×1×3×3.");
    expect(found(applyEdits(graph, problem?.fixes[0]?.edits ?? []))).toEqual([]);
  });

  it("are told apart by name and shape", () => {
    const own = [
      { name: "weight", shape: [5, 1, 3, 3] },
      { name: "bias", shape: [5] },
    ];
    expect(whyNotCopied(copied.weights, own)).toBeNull();
    expect(whyNotCopied([{ name: "slope", shape: [5] }], own)).toBe("It has no weights of this kind.");
    expect(copiedFor(copied, "bias", [5])).toBeNull();
  });

  const parse = (...weights: readonly object[]) => {
    const [conv] = small.nodes.filter(({ id }) => id === "Conv");
    const all = weights.map((weight) => ({ ...copied.weights[0], ...weight }));
    return graphSchema.safeParse({ nodes: [{ ...conv, copied: { ...copied, weights: all } }], edges: [] });
  };
  const place = ["nodes", 0, "copied", "weights"];

  it.each([
    ["that is no base64", "!".repeat(240), "The values are damaged: they are not numbers in base64."],
    [
      "with what is not a number",
      encodeFloats(Float32Array.from({ length: 45 }, (_, index) => (index === 7 ? Number.NaN : 1))),
      "Number 8 of the values is not finite.",
    ],
    [
      "with what is infinite",
      encodeFloats(Float32Array.from({ length: 45 }, (_, index) => (index === 44 ? -Infinity : 1))),
      "Number 45 of the values is not finite.",
    ],
  ])("in a file are refused %s, with the place", (_what, values, message) => {
    expect(parse({ values }).error?.issues).toMatchObject([{ message, path: [...place, 0] }]);
  });

  it("in a file are refused twice of the same name", () => {
    expect(parse({}, { name: "bias" }).success).toBe(true);
    expect(parse({}, {}).error?.issues).toMatchObject([
      { message: "There are two weights called weight.", path: [...place, 1] },
    ]);
  });

  it("in a file must be as many as they say, and not too many", () => {
    expect(parse({}).success).toBe(true);
    expect(parse({ shape: [5, 1, 3, 4] }).error?.issues[0]?.message).toMatch(/not as many as the shape says/);
    expect(parse({ values: "A".repeat(6 * mostCopiedNumbers) }).success).toBe(false);
  });
});
