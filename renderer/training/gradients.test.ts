import { describe, expect, it } from "vitest";
import type { Graph } from "../../engine/graph/graph.ts";
import { addNorms, decades, edgeWidth, gradientMark, laneNorms, nextTop, usualTop } from "./gradients.ts";

const edge = (from: string, to: string, input = 0) => ({ id: `${from}-${to}`, from, to, input });

describe("gradient marks", () => {
  it("spans 2.2 powers of ten", () => {
    expect(gradientMark(10 ** usualTop)).toEqual({ show: "bar", share: 1 });
    const middle = gradientMark(10 ** (usualTop - decades / 2));
    expect(middle.show === "bar" && middle.share).toBeCloseTo(0.5);
  });

  it("warns of dead and exploding gradients in words", () => {
    expect(gradientMark(9e-7)).toEqual({ show: "dead" });
    expect(gradientMark(0)).toEqual({ show: "dead" });
    expect(gradientMark(1001)).toEqual({ show: "exploding" });
    expect(gradientMark(Number.NaN)).toEqual({ show: "exploding" });
  });

  it("draws lanes between 0.8 and 3.2 pixels wide, wider for larger norms", () => {
    expect(edgeWidth(0)).toBe(0.8);
    expect(edgeWidth(1e9)).toBeCloseTo(3.2);
    expect(edgeWidth(Number.NaN)).toBe(3.2);
    expect(edgeWidth(0.5)).toBeGreaterThan(edgeWidth(0.1));
  });
});

describe("shared scale", () => {
  it("rises at once and leaves room above the largest norm", () => {
    const top = nextTop(usualTop, { a: 30, b: 0.2 });
    expect(top).toBeGreaterThanOrEqual(Math.log10(30));
    expect(top).toBeLessThan(Math.log10(30) + 0.6);
  });

  it("stays while norms move a little, and falls when all are small", () => {
    expect(nextTop(0.6, { a: 1.3 })).toBe(0.6);
    expect(nextTop(0.6, { a: 0.4 })).toBe(0.6);
    const top = nextTop(0.6, { a: 0.004 });
    expect(top).toBeLessThan(-1.5);
    expect(top).toBeGreaterThanOrEqual(Math.log10(0.004));
  });

  it("is not moved by dead, exploding or broken gradients", () => {
    expect(nextTop(0.6, { a: 0, b: 1e7, c: Number.NaN })).toBe(0.6);
  });
});

describe("lanes", () => {
  const node = (id: string) => ({ id, kind: "dense" as const, name: id, fields: {}, x: 0, y: 0 });
  const graph: Graph = {
    nodes: ["in", "a", "relu", "b", "add", "out"].map(node),
    edges: [
      edge("in", "a"),
      edge("a", "relu"),
      edge("relu", "b"),
      edge("b", "add"),
      edge("relu", "add", 1),
      edge("add", "out"),
    ],
  };

  it("carries the norm of the next layer with weights on the way back", () => {
    expect(laneNorms(graph, { a: 0.5, b: 2 })).toEqual({
      "in-a": 0.5, // nothing with weights before it: the layer it comes from
      "a-relu": 0.5,
      "relu-b": 0.5,
      "b-add": 2,
      "relu-add": 0.5,
      "add-out": 2, // the larger of two ways
    });
  });

  it("ends in a loop", () => {
    const loop: Graph = { nodes: ["a", "b"].map(node), edges: [edge("a", "b"), edge("b", "a")] };
    expect(laneNorms(loop, {})).toEqual({});
  });
});

describe("history", () => {
  it("keeps one curve per layer", () => {
    const history = addNorms(addNorms({}, 0.1, { a: 1, b: 2 }), 0.2, { a: 3 });
    expect([...(history.a?.values.subarray(0, 2) ?? [])]).toEqual([1, 3]);
    expect(history.b?.length).toBe(1);
  });
});
