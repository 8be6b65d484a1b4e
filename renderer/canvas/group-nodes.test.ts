import { describe, expect, it } from "vitest";
import { check } from "../../engine/graph/check.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { frameParts } from "../document/groups.ts";
import { shownGraph } from "../document/shown-graph.ts";
import { boxesOf, flowEdges, labelsOf, looksOf, routesOf } from "./flow-model.ts";
import { blockNodes, frameBoxes, layerPlaces } from "./group-nodes.ts";
import { placedWith } from "./search.ts";
import { neighbour } from "./walk.ts";

const flat = graphOf({
  Input: ["input", { shape: [3] }],
  Stem: ["dense", { units: 5 }],
  ReLU: ["activation"],
  Inner: ["dense", { units: 5 }],
  Add: ["add", {}, "Inner", "Stem"],
  Output: ["output"],
});
const withGroup = (collapsed: boolean): Graph => ({
  ...flat,
  groups: [{ id: "g1", name: "Residual", nodes: ["ReLU", "Inner", "Add"], collapsed }],
});
const collapsed = withGroup(true);
const nothing = { nodes: [], edges: [], notes: [] };
const noSizes = new Map();

describe("a collapsed group on the canvas", () => {
  it("is a box of its own, and lines end at it", () => {
    const boxes = boxesOf(collapsed, {}, noSizes);
    expect([...boxes.keys()]).toEqual(["Input", "Stem", "Output", "g1"]);
    expect(boxes.get("g1")).toMatchObject({ x: 400, y: 0 });
    const routes = routesOf(collapsed, boxes, new Map());
    const standing = [...boxes.values()];
    const edges = flowEdges(
      collapsed,
      looksOf(collapsed, check(collapsed, null)),
      nothing,
      routes,
      labelsOf(collapsed, looksOf(collapsed, check(collapsed, null)), routes, standing),
    );
    expect(edges.map(({ source, target }) => `${source} > ${target}`)).toEqual([
      "Input > Stem",
      "Stem > g1",
      "g1 > Output",
    ]);
    expect(edges[1]?.ariaLabel).toBe("Stem to Residual, 5");
    expect(edges[1]?.reconnectable).toBe(false);
    expect(routes.get(edges[1]?.id ?? "")?.at(-1)).toEqual({ x: 400, y: 18 });
  });

  it("is selected when all of its layers are", () => {
    const isSelected = (nodes: readonly string[]) =>
      blockNodes(shownGraph(collapsed), { ...nothing, nodes }, noSizes)[0]?.selected;
    expect(isSelected(["ReLU", "Inner"])).toBe(false);
    expect(isSelected(["Add", "ReLU", "Stem", "Inner"])).toBe(true);
  });

  it("takes its layers along when it is moved, by whole steps of the grid", () => {
    expect(layerPlaces(collapsed, [], { g1: { x: 430, y: 52 }, Stem: { x: 1, y: 2 } })).toEqual({
      Stem: { x: 1, y: 2 },
      ReLU: { x: 430, y: 50 },
      Inner: { x: 630, y: 50 },
      Add: { x: 830, y: 50 },
    });
  });

  it("is walked to, and found by its name and by what is hidden in it", () => {
    expect(neighbour(collapsed, "Stem", "right")).toBe("g1");
    expect(neighbour(collapsed, "Output", "left")).toBe("g1");
    expect(neighbour(collapsed, "g1", "right")).toBe("Output");
    expect(placedWith(collapsed, "inner")).toEqual(["g1"]);
    expect(placedWith(collapsed, "resid")).toEqual(["g1"]);
    expect(placedWith(withGroup(false), "inner")).toEqual(["Inner"]);
  });
});

describe("the frame of an expanded group", () => {
  it("lies around its layers, and takes them along", () => {
    const graph = withGroup(false);
    const [frame] = frameBoxes(shownGraph(graph), boxesOf(graph, {}, noSizes));
    expect(frame).toMatchObject({ id: "g1", x: 380, y: -50 });
    expect(frame?.parts).toHaveLength(1);
    const moved = layerPlaces(graph, frame ? [frame] : [], { g1: { x: 383, y: -40 } });
    expect(moved).toEqual({ ReLU: { x: 400, y: 10 }, Inner: { x: 600, y: 10 }, Add: { x: 800, y: 10 } });
  });

  it("is drawn line by line where others lie between", () => {
    const box = (x: number, y: number) => ({ x, y, width: 100, height: 40 });
    const members = [box(400, 0), box(600, 4), box(0, 200)];
    expect(frameParts(members, [box(800, 300)])).toHaveLength(1);
    const parts = frameParts(members, [box(0, 0)]);
    expect(parts).toEqual([
      { x: 380, y: -50, width: 340, height: 114 },
      { x: -20, y: 180, width: 140, height: 80 },
    ]);
  });
});
