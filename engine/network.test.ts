import { describe, expect, it } from "vitest";
import { graphOf } from "./graph/graph-of.ts";
import { loopKernels } from "./kernels/loops.ts";
import { referenceKernels } from "./kernels/reference.ts";
import { Network } from "./network.ts";
import { relativeError } from "./testing/numbers.ts";
import { readPytorchCases } from "./testing/pytorch.ts";

const line = graphOf({
  Input: ["input", { shape: [2] }],
  Dense: ["dense", { units: 2 }],
  Output: ["output", { loss: "halfSquaredError" }],
});

/** y = Wx + b with W = [[1, 2], [3, 4]], b = [10, 20]: everything below is worked out by hand. */
function lineNetwork(): Network {
  const settings = {
    epochs: 1,
    batchSize: 2,
    seed: 1,
    optimizer: { name: "sgd", settings: { learningRate: 0.1, momentum: 0 } },
  } as const;
  const network = new Network(line, { kernels: referenceKernels, batch: 2, settings });
  network.setWeights("Dense", { weight: [1, 2, 3, 4], bias: [10, 20] });
  return network;
}

describe("a network from a script", () => {
  it("runs forward and backward and takes a step, as worked out by hand", () => {
    const network = lineNetwork();
    expect([...network.forward([1, 0, 0, 1])]).toEqual([11, 23, 12, 24]);
    expect([...network.output("Dense")]).toEqual([11, 23, 12, 24]);
    // Differences to the target are (1, 3) and (2, -6); half their squares summed over two examples, halved.
    expect(network.loss([10, 20, 10, 30])).toBe((1 + 9 + 4 + 36) / 2 / 2);
    // dx = dy·W with dy = difference / 2.
    expect([...network.backward()]).toEqual([0.5 + 4.5, 1 + 6, 1 - 9, 2 - 12]);
    expect([...network.gradient("Dense", "weight")]).toEqual([0.5, 1, 1.5, -3]);
    expect([...network.gradient("Dense", "bias")]).toEqual([1.5, -1.5]);
    expect(network.trainStep([1, 0, 0, 1], [10, 20, 10, 30])).toBe(12.5);
    expect(relativeError(network.weight("Dense", "weight"), [0.95, 1.9, 2.85, 4.3])).toBeLessThan(1e-15);
    expect(relativeError(network.weight("Dense", "bias"), [9.85, 20.15])).toBeLessThan(1e-15);
  });

  it("takes a gradient of the output in place of a loss, and fewer examples than planned", () => {
    const network = lineNetwork();
    network.forward([5, 7]);
    expect([...network.backward([1, 0])]).toEqual([1, 2]);
    expect([...network.gradient("Dense", "weight")]).toEqual([5, 7, 0, 0]);
  });

  it("hands out copies", () => {
    const network = lineNetwork();
    network.forward([1, 0]).fill(0);
    network.output("Dense").fill(0);
    network.weight("Dense", "weight").fill(0);
    expect([...network.output("Dense")]).toEqual([11, 23]);
  });

  it("refuses calls out of turn, which would read memory that serves something else by now", () => {
    const network = lineNetwork();
    expect(() => network.output("Dense")).toThrow("Call forward first");
    expect(() => network.loss([0, 0])).toThrow("Call forward first");
    expect(() => network.backward([0, 0])).toThrow("Call forward first");
    network.forward([1, 0]);
    expect(() => network.backward()).toThrow("Call forward and loss first");
    network.loss([0, 0]);
    network.backward();
    expect(() => network.backward()).toThrow("Call forward and loss first");
    expect(() => network.loss([0, 0])).toThrow("Call forward first");
  });

  it("refuses numbers that do not fit, and names that do not exist", () => {
    const network = lineNetwork();
    expect(() => network.forward([1, 2, 3])).toThrow("3 is not a whole number of examples");
    expect(() => network.forward([])).toThrow("0 is not a whole number of examples");
    expect(() => network.forward([1, 2, 3, 4, 5, 6])).toThrow("planned for 2 examples, not 3");
    network.forward([1, 0]);
    expect(() => network.loss([1, 2, 3])).toThrow("The target has 2 numbers, not 3.");
    expect(() => network.backward([1])).toThrow("The gradient of the output has 2 numbers, not 1.");
    expect(() => network.setWeights("Dense", { weight: [1] })).toThrow("Dense weight has 4 numbers, not 1.");
    expect(() => network.weight("Dense", "kernel")).toThrow('Dense has no weight called "kernel".');
    expect(() => network.output("Conv")).toThrow('The network has no layer called "Conv".');
  });

  it("says in words why a graph cannot run", () => {
    const image = graphOf({ Input: ["input"], Dense: ["dense"], Output: ["output"] });
    expect(() => new Network(image)).toThrow("Dense needs a flat input. It receives a 1×28×28 image.");
  });
});

describe("PyTorch's graph cases", () => {
  const cases = readPytorchCases().filter(({ op }) => op === "graph");

  it("are these; a product of two layers does not exist yet", () => {
    expect(cases.map(({ id }) => id)).toEqual(["skip-block", "shared-input-fanout"]);
  });

  it.each([
    ["float64", referenceKernels, 1e-9],
    ["float32", loopKernels, 1e-4],
  ] as const)("the skip block comes out in %s", (_, kernels, tolerance) => {
    const example = cases.find(({ id }) => id === "skip-block");
    const { x } = example?.inputs ?? {};
    if (!example || !x) throw new Error("The case is missing.");
    const network = new Network(
      graphOf({
        Input: ["input", { shape: x.shape.slice(1) }],
        "Conv 1": ["conv2d", { filters: 2 }],
        "ReLU 1": ["activation"],
        "Conv 2": ["conv2d", { filters: 2 }],
        Add: ["add", {}, "Conv 2", "Input"],
        "ReLU 2": ["activation"],
        Output: ["output", { loss: "halfSquaredError" }],
      }),
      { kernels, batch: 2 },
    );
    const { w1, b1, w2, b2 } = example.params;
    network.setWeights("Conv 1", { weight: w1?.data ?? [], bias: b1?.data ?? [] });
    network.setWeights("Conv 2", { weight: w2?.data ?? [], bias: b2?.data ?? [] });
    expect(relativeError(network.forward(x.data), example.output.data)).toBeLessThan(tolerance);
    const dx = network.backward(example.gradOutput.data);
    expect(relativeError(dx, example.gradInputs.x?.data ?? [])).toBeLessThan(tolerance);
    for (const [name, layer, weight] of [
      ["w1", "Conv 1", "weight"],
      ["b1", "Conv 1", "bias"],
      ["w2", "Conv 2", "weight"],
      ["b2", "Conv 2", "bias"],
    ] as const)
      expect(
        relativeError(network.gradient(layer, weight), example.gradParams[name]?.data ?? []),
        name,
      ).toBeLessThan(tolerance);
  });
});
