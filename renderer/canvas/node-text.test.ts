import { expect, onTestFinished, test } from "vitest";
import { check } from "../../engine/graph/check.ts";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { setWords } from "../../engine/words/say.ts";
import { answersTo, fittingPorts, portCount } from "./candidates.ts";
import { portKey } from "./canvas-state.ts";
import { edgeLook } from "./edge-look.ts";
import { beadSetting, captionParts, spokenNode } from "./node-text.ts";
import { neighbour } from "./walk.ts";

/** The network of the design's error picture. */
const graph = graphOf({
  Input: ["input", { shape: [16, 14, 14] }],
  "Conv 2": ["conv2d", { filters: 16, padding: "valid" }],
  ReLU: ["activation"],
  Add: ["add", {}, "ReLU", "Input"],
  "Max pool 2": ["max-pool", {}, "Add"],
});
const result = check(graph, null);
const node = (id: string) => {
  const found = graph.nodes.find((candidate) => candidate.id === id);
  if (!found) throw new Error(id);
  return found;
};
const edgeTo = (to: string, input = 0) => {
  const found = graph.edges.find((edge) => edge.to === to && edge.input === input);
  if (!found) throw new Error(to);
  return found;
};

test("a layer is spoken with kind, settings, output, parameters and problems", () => {
  const conv = node("Conv 2");
  // 16 filters of 16 channels × 3 × 3, and a bias each: 16 · (144 + 1)
  expect(spokenNode(conv, result.nodes["Conv 2"], result.problems, null)).toBe(
    "Conv 2, convolution, 16 filters, 3×3, no padding, output 16×12×12, 2,320 parameters, no problems",
  );
  expect(spokenNode(node("Max pool 2"), result.nodes["Max pool 2"], result.problems, "Add")).toMatch(
    /waiting for Add, no problems$/,
  );
  expect(spokenNode(node("Add"), result.nodes.Add, result.problems, null)).toMatch(/same shape$/);
});

test("only the setting that a fix would change is underlined", () => {
  const parts = captionParts(node("Conv 2"), result.problems, null);
  expect(parts.filter((part) => part.atFault).map((part) => part.text)).toEqual(["no padding"]);
});

test("the connection behind the cause is at fault, not the skip beside it", () => {
  expect(edgeLook(graph, result, edgeTo("Add"))).toMatchObject({ state: "problem", label: "16×12×12" });
  expect(edgeLook(graph, result, edgeTo("Add", 1))).toMatchObject({ state: "plain", label: "skip 16×14×14" });
  expect(edgeLook(graph, result, edgeTo("Max pool 2"))).toMatchObject({ state: "unknown", label: "?" });
});

test("a layer that takes more inputs than it has shows one more port", () => {
  expect(portCount(graph, node("Add"))).toBe(3);
  expect(portCount(graph, node("ReLU"))).toBe(1);
  expect(portCount(graph, node("Input"))).toBe(0);
});

test("ports say before the drop whether they fit", () => {
  const answers = answersTo(graph, { node: "ReLU", input: null });
  expect(answers.get(portKey({ node: "Add", input: 1 }))?.fits).toBe(false);
  expect(answers.get(portKey({ node: "Max pool 2", input: 0 }))).toEqual({ fits: true, shape: [16, 6, 6] });
  expect(answers.get(portKey({ node: "Conv 2", input: 0 }))?.fits).toBe(false);
  expect(fittingPorts(graph, "Input").map(({ node: id }) => id)).not.toContain("Input");
});

test("arrow keys follow connections and switch branches", () => {
  expect(neighbour(graph, "Input", "right")).toBe("Conv 2");
  expect(neighbour(graph, "Add", "left")).toBe("ReLU");
  expect(neighbour(graph, "Input", "left")).toBeNull();
});

test("a bead adds its setting unless its name says it", () => {
  const bead = (name: string, kind: "activation" | "dropout", values = {}) => {
    const [made] = graphOf({ [name]: [kind, values] }).nodes;
    if (!made) throw new Error(name);
    return beadSetting(made);
  };
  expect(bead("ReLU 2", "activation")).toBeNull();
  expect(bead("ReLU 2", "activation", { function: "tanh" })).toMatch(/^tanh$/i);
  expect(bead("Activation 1", "activation")).toBe("ReLU");
  expect(bead("Dropout", "dropout", { rate: 0.3 })).toBe("0.3");
  setWords({ locale: "fr", messages: { Sigmoid: "Sigmoïde" } });
  onTestFinished(() => setWords({ locale: "en", messages: {} }));
  expect(bead("Sigmoid", "activation", { function: "sigmoid" })).toBeNull();
  expect(bead("Out", "activation", { function: "sigmoid" })).toBe("Sigmoïde");
});
