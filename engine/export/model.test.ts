import { describe, expect, it } from "vitest";
import { decodeFloats, encodeFloats } from "../base64.ts";
import { generateDataset } from "../data/generate.ts";
import { newNode } from "../graph/graph.ts";
import { planNetwork } from "../graph/plan.ts";
import { loopKernels } from "../kernels/loops.ts";
import { emptyProject } from "../project/empty.ts";
import type { Project } from "../project/project.ts";
import { RunMemory } from "../training/memory.ts";
import { TroubleError } from "../trouble.ts";
import { type ModelParts, modelText, openModel } from "./model.ts";
import type { ModelFile } from "./model-file.ts";

const input = newNode({ nodes: [], edges: [] }, "input", { x: 0, y: 0 }, { shape: [2] });
const hidden = newNode({ nodes: [input], edges: [] }, "dense", { x: 0, y: 0 }, { units: 5 });
const last = newNode({ nodes: [input, hidden], edges: [] }, "dense", { x: 0, y: 0 }, { units: 2 });
const output = newNode({ nodes: [input, hidden, last], edges: [] }, "output", { x: 0, y: 0 });
const nodes = [input, hidden, last, output];
const project: Project = {
  ...emptyProject(),
  graph: {
    nodes,
    edges: nodes.slice(1).map((node, index) => ({
      id: `e${index}`,
      from: nodes[index]?.id ?? "",
      to: node.id,
      input: 0,
    })),
  },
  data: { kind: "generated", id: "moons", points: 100, noise: 0.1, seed: 1 },
};
const memory = new RunMemory({
  plan: planNetwork(project.graph),
  kernels: loopKernels,
  settings: project.training,
  batch: 4,
  evaluation: 4,
});
const dataset = generateDataset({ kind: "generated", id: "moons", points: 100, noise: 0.1, seed: 1 });
const metrics = {
  epochs: 3,
  validationAccuracy: 0.9,
  validationLoss: 0.2,
  testAccuracy: null,
  testLoss: null,
};
const parts: ModelParts = {
  project,
  kernels: loopKernels,
  weights: memory.weights,
  inputShape: dataset.inputShape,
  classNames: dataset.classNames,
  preprocessing: dataset.preprocessing,
  metrics,
  testInputs: Float32Array.of(0.5, -0.25, 1, 2, -3, 0.125, 0, 0),
};
const exported = modelText(parts);

/** The exported model's text, changed. */
function changed(change: (model: { -readonly [Key in keyof ModelFile]: ModelFile[Key] }) => void): string {
  const model = JSON.parse(exported.text) as ModelFile;
  change(model);
  return JSON.stringify(model);
}

function refusal(text: string): string {
  try {
    openModel(text, loopKernels);
  } catch (error) {
    if (error instanceof TroubleError) return error.trouble.reason;
    throw error;
  }
  throw new Error("The model was accepted.");
}

describe("a model file", () => {
  it("is flat: groups are for the drawing", () => {
    const groups = [{ id: "g1", name: "Block", nodes: [hidden.id, last.id], collapsed: true }];
    const grouped = { ...project, graph: { ...project.graph, groups } };
    expect(modelText({ ...parts, project: grouped })).toEqual(exported);
  });

  it("opens with the same project and weights, every test vector bit for bit", () => {
    const opened = openModel(exported.text, loopKernels);
    expect(opened.project).toEqual(project);
    expect(opened.verified).toBe(4);
    expect(opened.parameters).toBe(5 * 2 + 5 + 2 * 5 + 2);
    expect(opened.file.weightsHash).toBe(exported.weightsHash);
    expect(opened.file.metrics).toEqual(metrics);
    opened.weights.forEach((values, index) => {
      const weight = memory.weights[index];
      expect(values).toEqual(weight?.data.slice(weight.offset, weight.offset + weight.size));
    });
  });

  it("has no notes of the drawing in it", () => {
    const note = { id: "t1", text: "For me alone", x: 0, y: 0, width: 200, height: 60 };
    const noted = { ...project, graph: { ...project.graph, notes: [note] } };
    expect(modelText({ ...parts, project: noted }).text).toBe(exported.text);
  });

  it("has the hash that the run itself reports", () => {
    expect(exported.weightsHash).toBe(memory.weightsHash());
  });

  it("holds weights that any program can read: base64 of little-endian float32", () => {
    const { weights } = JSON.parse(exported.text) as ModelFile;
    const bytes = Buffer.from(weights[0]?.values ?? "", "base64");
    const first = memory.weights[0];
    expect(bytes.readFloatLE(0)).toBe(first?.data[first.offset]);
    expect(bytes.readFloatLE(4)).toBe(first?.data[first.offset + 1]);
  });
});

describe("a changed model is refused at its place", () => {
  it.each([
    [
      "a flipped bit in a weight",
      changed((m) => {
        m.weights = m.weights.map((w, i) => (i === 2 ? { ...w, values: flipped(w.values, 10) } : w));
      }),
      "weightsHash: it does not match",
    ],
    [
      "another expected output",
      changed((m) => {
        const { outputs } = m.testVectors;
        m.testVectors = { ...m.testVectors, outputs: { ...outputs, values: nudged(outputs.values, 8, 5) } };
      }),
      "testVectors: vector 3",
    ],
    [
      "a wrong shape",
      changed((m) => {
        m.weights = m.weights.map((w, i) => (i === 0 ? { ...w, shape: [2, 5] } : w));
      }),
      "weights[0].shape: it is 2×5, and the network needs 5×2.",
    ],
    [
      "too few weights",
      changed((m) => {
        m.weights = m.weights.slice(1);
      }),
      "weights: there are 3, and the network has 4.",
    ],
    [
      "weights in another order",
      changed((m) => {
        m.weights = [...m.weights].reverse();
      }),
      "weights[0]: it must be",
    ],
    [
      "text that is no base64",
      changed((m) => {
        m.weights = m.weights.map((w) => ({ ...w, values: "*".repeat(w.values.length) }));
      }),
      "weights[0].values: it is not base64 of 10 float32 numbers.",
    ],
    [
      "too short base64",
      changed((m) => {
        m.weights = m.weights.map((w) => ({ ...w, values: w.values.slice(4) }));
      }),
      "weights[0].values: it is not base64",
    ],
    [
      "weights that are not finite",
      changed((m) => {
        m.weights = m.weights.map((w, i) =>
          i === 1 ? { ...w, values: encodeFloats(new Float32Array(5).fill(Number.NaN)) } : w,
        );
      }),
      "weights[1].values: a number is not finite.",
    ],
    [
      "no test vectors",
      changed((m) => {
        m.testVectors = { ...m.testVectors, inputs: { shape: [], values: "" } };
      }),
      "testVectors.inputs.shape: there must be 1 to 64",
    ],
    [
      "a network that cannot run",
      changed((m) => {
        m.graph = { ...m.graph, edges: m.graph.edges.slice(1) };
      }),
      "graph: ",
    ],
    [
      "a network that is too large",
      changed((m) => {
        m.graph = {
          ...m.graph,
          nodes: m.graph.nodes.map((n) =>
            n.id === hidden.id ? { ...n, fields: { ...n.fields, units: 100_000 } } : n,
          ),
        };
      }),
      "weights[0].shape",
    ],
    [
      "neither classes nor targets",
      changed((m) => {
        m.classNames = [];
      }),
      "classNames: there are none, and no targets in their place.",
    ],
    [
      "targets that cannot be told in their units",
      changed((m) => {
        m.classNames = [];
        m.targets = {
          task: "regression",
          columns: ["a", "b"].map((name) => ({ name, scale: 0, offset: 0 })),
        };
      }),
      "targets.columns: a scale of 0 cannot be undone.",
    ],
    [
      "another number of targets than outputs",
      changed((m) => {
        m.classNames = [];
        m.targets = { task: "multi-label", columns: [{ name: "a", scale: 1, offset: 0 }] };
        m.graph = {
          ...m.graph,
          nodes: m.graph.nodes.map((n) =>
            n.id === output.id ? { ...n, fields: { ...n.fields, loss: "binaryCrossEntropy" } } : n,
          ),
        };
      }),
      "graph: Output needs one number per label",
    ],
    [
      "an unknown field",
      changed((m) => {
        Object.assign(m, { script: "alert(1)" });
      }),
      'not known: "script"',
    ],
    [
      "a newer version",
      changed((m) => {
        Object.assign(m, { version: 2 });
      }),
      "newer Layerlab",
    ],
  ])("%s", (_name, text, words) => {
    expect(refusal(text)).toContain(words);
  });

  it("does not run what would take forever or fill the memory", () => {
    const huge = changed((m) => {
      m.graph = {
        ...m.graph,
        nodes: m.graph.nodes.map((node) =>
          node.kind === "dense" ? { ...node, fields: { ...node.fields, units: 100_000 } } : node,
        ),
      };
    });
    expect(refusal(huge)).toMatch(/memory|operations|classes/);
  });
});

describe("a model of another version of the engine", () => {
  const byAnother = (difference: number) =>
    changed((model) => {
      const { outputs } = model.testVectors;
      model.engineVersion = "0.0.9";
      model.testVectors = {
        ...model.testVectors,
        outputs: { ...outputs, values: nudged(outputs.values, 8, 5, difference) },
      };
    });

  it("may differ by rounding, which is counted", () => {
    expect(openModel(byAnother(1e-6), loopKernels)).toMatchObject({ testVectors: 4, verified: 3 });
  });

  it("is refused when it computes something else", () => {
    expect(refusal(byAnother(1e-2))).toContain("testVectors: vector 3");
  });
});

describe("numbers as base64", () => {
  it("keeps every bit, signed zero and the smallest numbers included", () => {
    const values = Float32Array.of(0, -0, 1e-45, -3.4e38, 0.1, Number.NaN);
    const back = decodeFloats(encodeFloats(values), values.length);
    expect(new Uint32Array(back?.buffer ?? new ArrayBuffer(0))).toEqual(new Uint32Array(values.buffer));
  });

  it("is strict about length and letters", () => {
    const text = encodeFloats(Float32Array.of(1, 2));
    expect(decodeFloats(text, 3)).toBeNull();
    expect(decodeFloats(`${text.slice(0, -1)} `, 2)).toBeNull();
    expect(decodeFloats("", 0)).toEqual(new Float32Array(0));
  });
});

/** The numbers with the lowest bit of byte `at` flipped: still finite. */
function flipped(text: string, at: number): string {
  const bytes = Buffer.from(text, "base64");
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString("base64");
}

function nudged(text: string, count: number, at: number, difference = 1e-6): string {
  const values = decodeFloats(text, count) ?? new Float32Array(count);
  values[at] = (values[at] ?? 0) + difference;
  return encodeFloats(values);
}
