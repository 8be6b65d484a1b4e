import { describe, expect, it, vi } from "vitest";
import { layerKind } from "../layers/registry.ts";
import { chain, codes, ends, fixed, images, points, problemOf } from "../testing/checked.ts";
import { check, checkConnection, waysToConnect } from "./check.ts";
import { applyEdits } from "./edit.ts";
import { graphOf } from "./graph-of.ts";
import { planNetwork } from "./plan.ts";

describe("a sound network", () => {
  it("has no problem, and every shape and count is known", () => {
    const result = check(chain, points);
    expect(result).toMatchObject({
      problems: [],
      canTrain: true,
      parameters: 4 * 3 + 3,
      order: ["Input", "Dense 1", "Output"],
    });
    expect(result.flops).toBe(2 * 4 * 3 + 3);
    expect(result.nodes["Dense 1"]).toMatchObject({
      inputs: [[4]],
      output: [3],
      state: "ok",
      waitingFor: null,
    });
  });
});

describe("one problem, its words and its fix", () => {
  it("the skip connection whose main path lost its border", () => {
    const graph = graphOf({
      Input: ["input"],
      "Conv 1": ["conv2d", { filters: 16 }],
      "ReLU 1": ["activation"],
      "Max pool 1": ["max-pool"],
      "Conv 2": ["conv2d", { filters: 16, padding: "valid" }],
      "ReLU 2": ["activation"],
      Add: ["add", {}, "Max pool 1", "ReLU 2"],
      "Max pool 2": ["max-pool"],
      Flatten: ["flatten"],
      "Dense 1": ["dense", { units: 10 }],
      Output: ["output"],
    });
    const problem = problemOf(graph, images);
    expect(problem).toMatchObject({
      node: "Add",
      causes: ["Conv 2"],
      title: "Add needs two inputs of the same shape",
      shapes: [
        { shape: [16, 14, 14], label: "from Max pool 1", wrong: false },
        { shape: [16, 12, 12], label: "from Conv 2", wrong: true },
      ],
    });
    expect(problem.explanation).toContain(
      "Conv 2 (16 filters, 3×3, no padding) turns 16×14×14 into 16×12×12.",
    );
    expect(problem.fixes.map(({ label, detail }) => [label, detail])).toEqual([
      ["Set Conv 2 padding to Zero", "Both inputs 16×14×14"],
      ["Remove the skip connection", "16×12×12"],
    ]);
    const { nodes } = check(graph, images);
    expect(nodes["ReLU 2"]).toMatchObject({ state: "ok", output: [16, 12, 12] });
    for (const name of ["Max pool 2", "Flatten", "Dense 1", "Output"])
      expect(nodes[name]).toMatchObject({ state: "waiting", output: null, waitingFor: "Add" });
    const padded = fixed(graph, problem, "Set Conv 2 padding to Zero", images);
    expect(padded).toMatchObject({ problems: [], canTrain: true });
    expect(padded.nodes.Add?.output).toEqual([16, 14, 14]);
    const plain = fixed(graph, problem, "Remove the skip connection", images);
    expect(plain).toMatchObject({ problems: [], canTrain: true });
    expect(plain.nodes["Max pool 2"]?.inputs).toEqual([[16, 12, 12]]);
  });

  it("an image before a dense layer", () => {
    const graph = graphOf({ Input: ["input"], "Dense 1": ["dense", { units: 10 }], Output: ["output"] });
    const problem = problemOf(graph, images);
    expect(problem).toMatchObject({
      code: "needs-vector",
      node: "Dense 1",
      title: "Dense needs a flat input",
    });
    const result = fixed(graph, problem, "Insert Flatten", images);
    expect(result).toMatchObject({ problems: [], parameters: 784 * 10 + 10 });
    expect(result.order).toHaveLength(4);
  });

  it("an input that is not connected", () => {
    const graph = graphOf({ Input: ends.Input, "Dense 1": ["dense", { units: 3 }], Output: ends.Output });
    const cut = { nodes: graph.nodes, edges: graph.edges.slice(1) };
    const problem = check(cut, points).problems.find(({ code }) => code === "missing-input");
    expect(problem).toMatchObject({
      node: "Dense 1",
      title: "Dense 1 needs an input",
      explanation: "Drag a line from the right side of another layer to the input of Dense 1.",
    });
    expect(check(cut, points).nodes.Output).toMatchObject({ state: "waiting", waitingFor: "Dense 1" });
    if (problem) expect(fixed(cut, problem, "Connect Input to Dense 1").problems).toEqual([]);
  });

  it("an input that nothing fits as it is: with the layer between that makes it fit", () => {
    const graph = graphOf({
      Input: ["input"],
      "Conv 1": ["conv2d"],
      "Dense 1": ["dense", { units: 10 }],
      Output: ["output"],
    });
    const cut = { nodes: graph.nodes, edges: graph.edges.filter(({ to }) => to !== "Dense 1") };
    const { problems } = check(cut, images);
    // What is not connected yet is not to be taken away.
    expect(problems.map(({ code }) => code)).toEqual(["missing-input"]);
    const [problem] = problems;
    const label = "Insert Flatten between Conv 1 and Dense 1";
    expect(problem?.fixes.map((fix) => fix.label)).toEqual([label]);
    if (problem) expect(fixed(cut, problem, label, images)).toMatchObject({ problems: [], canTrain: true });

    const edge = { from: "Conv 1", to: "Dense 1", input: 0 };
    expect(checkConnection(cut, edge)).toMatchObject({ fits: false });
    const [way] = waysToConnect(cut, edge);
    expect(check(applyEdits(cut, way?.edits ?? []), images).problems).toEqual([]);
    expect(waysToConnect(cut, { from: "Dense 1", to: "Dense 1", input: 0 })).toEqual([]);
    expect(waysToConnect(cut, { from: "Output", to: "Conv 1", input: 0 })).toEqual([]);
  });

  it("a layer between two that stand near each other makes room in the row", () => {
    const graph = graphOf({ Input: ["input"], "Dense 1": ["dense", { units: 10 }], Output: ["output"] });
    const near = { ...graph, nodes: graph.nodes.map((node, index) => ({ ...node, x: 170 * index, y: 0 })) };
    const edits = problemOf(near, images).fixes[0]?.edits ?? [];
    const places = applyEdits(near, edits).nodes.map(({ name, x }) => [name, x]);
    expect(places).toEqual([
      ["Input", 0],
      ["Dense 1", 410],
      ["Output", 580],
      ["Flatten", 230],
    ]);
  });

  it("an Add with one input", () => {
    const graph = graphOf({
      Input: ends.Input,
      "Dense 1": ["dense", { units: 3 }],
      "Dense 2": ["dense", { units: 3 }, "Input"],
      Add: ["add", {}, "Dense 1"],
      Output: ends.Output,
    });
    const problem = check(graph, points).problems.find(({ code }) => code === "missing-input");
    expect(problem?.title).toBe("Add needs at least 2 inputs and has 1");
    if (problem) expect(fixed(graph, problem, "Connect Dense 2 to Add").problems).toEqual([]);
  });

  it("a circle", () => {
    const graph = graphOf({
      Input: ends.Input,
      "Dense 1": ["dense", { units: 4 }],
      Add: ["add", {}, "Dense 1", "Dense 2"],
      "Dense 2": ["dense", { units: 4 }, "Add"],
      "Dense 3": ["dense", { units: 3 }, "Dense 1"],
      Output: ends.Output,
    });
    const result = check(graph, points);
    const problem = result.problems[0];
    expect(problem).toMatchObject({
      code: "cycle",
      node: "Add",
      causes: ["Dense 2"],
      title: "The network runs in a circle",
      explanation:
        "Add, Dense 2 feed each other. A feed-forward network needs a direction: remove one of the lines.",
    });
    expect(problem?.fixes).toHaveLength(2);
    for (const fix of problem?.fixes ?? [])
      expect(codes(check(applyEdits(graph, fix.edits), points))).not.toContain("cycle");
  });

  it("two circles at once, and what lies behind them waits for the nearest", () => {
    const graph = graphOf({
      Input: ends.Input,
      "Add 1": ["add", {}, "Input", "Tanh 1"],
      "Tanh 1": ["activation", {}, "Add 1"],
      "Add 2": ["add", {}, "Tanh 1", "Tanh 2"],
      "Tanh 2": ["activation", {}, "Add 2"],
      "Dense 1": ["dense", { units: 3 }],
      Output: ends.Output,
    });
    const result = check(graph, points);
    const circles = result.problems.filter(({ code }) => code === "cycle");
    expect(circles.map(({ node, causes }) => [node, causes])).toEqual([
      ["Add 1", ["Tanh 1"]],
      ["Add 2", ["Tanh 2"]],
    ]);
    expect(result.nodes.Output).toMatchObject({ state: "waiting", waitingFor: "Add 2" });
    for (const problem of circles)
      for (const fix of problem.fixes)
        expect(
          check(applyEdits(graph, fix.edits), points).problems.filter(
            ({ code, node }) => code === "cycle" && node === problem.node,
          ),
        ).toEqual([]);
  });

  it("no input, no output, nothing at all, no data", () => {
    expect(codes(check({ nodes: [], edges: [] }, points))).toEqual(["empty"]);
    const dense = { nodes: chain.nodes.slice(1, 2), edges: [] };
    expect(codes(check(dense, points))).toEqual(["no-input", "no-output", "missing-input"]);
    const open = applyEdits(chain, [{ edit: "remove-nodes", ids: ["Output"] }]);
    const [missing] = check(open, points).problems;
    expect(missing?.code).toBe("no-output");
    expect(missing?.fixes.map(({ label }) => label)).toEqual(["Add an output behind Dense 1"]);
    expect(check(applyEdits(open, missing?.fixes[0]?.edits ?? []), points).problems).toEqual([]);
    expect(problemOf(chain, null)).toMatchObject({
      code: "no-data",
      explanation: "Choose a data set to see shapes and to train.",
      asksFor: "data",
    });
    expect(check(chain, null).nodes["Dense 1"]?.output).toEqual([3]);
  });

  it("two outputs", () => {
    const graph = graphOf({
      Input: ends.Input,
      "Dense 1": ["dense", { units: 3 }],
      Output: ends.Output,
      "Output 2": ["output", {}, "Dense 1"],
    });
    const problem = problemOf(graph);
    expect(problem).toMatchObject({ code: "two-outputs", node: "Output 2" });
    expect(fixed(graph, problem, "Remove Output 2").problems).toEqual([]);
  });

  it("a branch that leads nowhere is a hint, and goes as a whole", () => {
    const graph = graphOf({
      Input: ends.Input,
      Lost: ["dense"],
      Behind: ["activation"],
      "Dense 1": ["dense", { units: 3 }, "Input"],
      Output: ends.Output,
    });
    const { problems, canTrain } = check(graph, points);
    expect(canTrain).toBe(true);
    expect(problems.map(({ code, node, severity }) => [code, node, severity])).toEqual([
      ["dead-branch", "Lost", "hint"],
      ["dead-branch", "Behind", "hint"],
    ]);
    const [lost, behind] = problems;
    if (lost) expect(fixed(graph, lost, "Remove Lost and what follows").problems).toEqual([]);
    if (behind) expect(codes(fixed(graph, behind, "Remove Behind"))).toEqual(["dead-branch"]);
    expect(planNetwork(graph).nodes.map(({ id }) => id)).toEqual(["Input", "Dense 1", "Output"]);
  });
});

it("reports everything at once", () => {
  const graph = graphOf({
    Input: ["input", { shape: [1, 8, 8] }],
    "Conv 1": ["conv2d", { kernel: [9, 9], padding: "valid" }],
    "Dense 1": ["dense", {}, "Input"],
    "Dense 2": ["dense", { units: 5 }, "Dense 1"],
    Output: ["output"],
    "Output 2": ["output", {}, "Dense 2"],
  });
  expect(codes(check(graph, points)).sort()).toEqual([
    "input-data",
    "kernel-too-large",
    "needs-vector",
    "two-outputs",
  ]);
});

it("looks at each of 300 layers a few times when the network ends in a mistake", () => {
  const layers: Record<string, Parameters<typeof graphOf>[0][string]> = {
    Input: ["input", { shape: [2, 700, 700] }],
  };
  for (let depth = 1; depth <= 300; depth++)
    layers[`Conv ${depth}`] = ["conv2d", { filters: 2, padding: "valid" }];
  const graph = graphOf({
    ...layers,
    Add: ["add", {}, "Conv 1", "Conv 300"],
    Flatten: ["flatten"],
    Output: ["output"],
  });
  const shaped = vi.spyOn(layerKind("conv2d"), "outputShape");
  expect(codes(check(graph, null))).toContain("shapes-differ");
  // Trying a fix on each of the 300 layers would take 600 passes over all of them.
  expect(shaped.mock.calls.length / 300).toBeLessThan(100);
  shaped.mockRestore();
});
