import { describe, expect, it } from "vitest";
import { layerKinds } from "../../engine/layers/registry.ts";
import { emptyProject } from "../../engine/project/empty.ts";
import type { Project } from "../../engine/project/project.ts";
import { notFiniteStep } from "../../engine/protocol/steps.ts";
import { summarise } from "../../engine/protocol/summary.ts";
import type { Pictures } from "../../engine/protocol.ts";
import { summaryOfMaps, viewOf } from "./node-pictures.ts";

const input = layerKinds.find((layer) => layer.inputs.maximum === 0);
const output = layerKinds.find((layer) => !layer.hasOutput);
const dense = layerKinds.find((layer) => layer.kind === "dense");
if (!input || !output || !dense) throw new Error("The registry lacks an end.");

const node = (id: string, kind: (typeof layerKinds)[number]["kind"]) => ({
  id,
  kind,
  name: id,
  fields: {},
  x: 0,
  y: 0,
});
const network: Project = {
  ...emptyProject(),
  graph: { nodes: [node("n1", input.kind), node("n2", dense.kind), node("n3", output.kind)], edges: [] },
};
const vector = { show: "vector", node: "n2", values: new Float32Array([1, 2]) } as const;
const pictures: Pictures = {
  step: 3,
  probe: { index: 4, label: 1, targets: null, shape: [2], values: new Float32Array([0.5, 1]) },
  nodes: [vector],
  fields: null,
  curve: null,
  answer: "softmax",
  probabilities: new Float32Array([0.2, 0.8]),
  loss: 0.22,
};

describe("what a node shows", () => {
  it("is the probe at the input, probabilities at the output, and its own picture between", () => {
    expect(viewOf(pictures, network, node("n1", input.kind))).toEqual({
      show: "probe",
      probe: pictures.probe,
    });
    expect(viewOf(pictures, network, node("n2", dense.kind))).toBe(vector);
    expect(viewOf(pictures, network, node("n3", output.kind))).toMatchObject({
      show: "probabilities",
      loss: 0.22,
    });
  });

  it("is the field of every neuron where the data lie in the plane", () => {
    const field = { node: "n2", neurons: 2, values: new Float32Array(8) };
    const fields = {
      square: { left: 0, bottom: 0, side: 1 },
      cells: 6,
      neuronCells: 2,
      nodes: [field],
      answers: new Float32Array(72),
    };
    expect(viewOf({ ...pictures, fields }, network, node("n2", dense.kind))).toEqual({
      show: "fields",
      field,
      cells: 2,
    });
  });

  it("is nothing for a layer that the run does not know, or that was replaced under its id", () => {
    expect(viewOf(pictures, network, node("n9", dense.kind))).toBeNull();
    expect(viewOf(pictures, network, node("n2", input.kind))).toBeNull();
    expect(viewOf(pictures, network, undefined)).toBeNull();
  });

  it("is nothing before the first pictures", () => {
    expect(viewOf(null, network, node("n1", input.kind))).toBeNull();
    expect(viewOf(pictures, null, node("n1", input.kind))).toBeNull();
  });
});

describe("what the maps of a layer amount to", () => {
  const maps = (steps: number[], ranges: number[]) =>
    summaryOfMaps({
      show: "maps",
      node: "n2",
      channels: Uint32Array.of(4, 2),
      height: 1,
      width: 3,
      steps: Uint8Array.from(steps),
      ranges: Float32Array.from(ranges),
    });

  it("is what their values amount to together", () => {
    const values = [-1, 0, 4, 2, 2, Number.NaN];
    const [{ mean: first }, { mean: second }] = [summarise(values, 0, 3), summarise(values, 3, 3)];
    const summary = maps([0, 51, 254, 0, 0, notFiniteStep], [-1, first, 4, 2, second, 2]);
    expect(summary).toEqual({ ...summarise(values), mean: expect.closeTo(summarise(values).mean, 6) });
  });

  it("leaves out a map that has no finite value, and says so where none has", () => {
    const [none, nan] = [notFiniteStep, Number.NaN];
    expect(maps([none, none, none, 0, 254, 254], [nan, nan, nan, 1, 2, 3])).toEqual({
      minimum: 1,
      mean: 2,
      maximum: 3,
      notFinite: 3,
    });
    expect(maps(Array(6).fill(none), Array(6).fill(nan))).toMatchObject({ mean: nan, notFinite: 6 });
  });
});
