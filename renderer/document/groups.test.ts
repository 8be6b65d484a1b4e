import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { applyEdits } from "../../engine/graph/edit.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { emptyProject } from "../../engine/project/empty.ts";
import { parseProject } from "../../engine/project/project.ts";
import {
  groupSelection,
  renameGroup,
  setCollapsed,
  toggleSelectedGroups,
  ungroupSelection,
} from "./group-actions.ts";
import { blockRoom, expandEdits } from "./groups.ts";
import { roomFor } from "./node-size.ts";
import { shownGraph } from "./shown-graph.ts";
import { openDocument, select, undo, undoLabel, useDocument } from "./store.ts";

const flat = graphOf({
  Input: ["input", { shape: [3] }],
  Stem: ["dense", { units: 5 }],
  ReLU: ["activation"],
  Last: ["dense", { units: 2 }],
  Output: ["output"],
});
const graphNow = () => useDocument.getState().project.graph;
const undoNow = () => undoLabel(useDocument.getState());
const placesOf = ({ nodes }: Graph) => nodes.map(({ x, y }) => `${x} ${y}`);

beforeEach(() => openDocument({ ...emptyProject(), graph: flat }, null));

describe("grouping", () => {
  it("is a step with a name, and ungrouping leads back", () => {
    select(["ReLU", "Stem"]);
    expect(groupSelection()).toBeNull();
    expect(graphNow().groups).toEqual([
      { id: "g1", name: "Block 1", nodes: ["Stem", "ReLU"], collapsed: false },
    ]);
    expect(undoNow()).toBe("group 2 layers");
    expect(groupSelection()).toBe("They are the group Block 1 already.");
    renameGroup("g1", "  Encoder ");
    expect(undoNow()).toBe("rename Block 1 to Encoder");
    renameGroup("g1", " ");
    setCollapsed(["g1"], true);
    expect(undoNow()).toBe("collapse Encoder");
    ungroupSelection();
    expect(undoNow()).toBe("ungroup Encoder");
    expect(graphNow()).toEqual(flat);
    undo();
    expect(graphNow().groups).toMatchObject([{ name: "Encoder", collapsed: true }]);
  });

  it("says what it needs where too little is selected", () => {
    select(["Stem"]);
    expect(groupSelection()).toBe("Select two layers or more to group them.");
    expect(ungroupSelection()).toBe("Select a group, or a layer in one, to ungroup it.");
    expect(toggleSelectedGroups()).toBe("Select a group, or a layer in one, to collapse or expand it.");
    expect(undoNow()).toBeNull();
  });

  it("lets a group grow by what is selected with it, and lets a single layer out", () => {
    select(["Stem", "ReLU"]);
    groupSelection();
    select(["Stem", "ReLU", "Last"]);
    groupSelection();
    expect(graphNow().groups).toMatchObject([{ name: "Block 1", nodes: ["Stem", "ReLU", "Last"] }]);
    select(["ReLU"]);
    ungroupSelection();
    expect(undoNow()).toBe("take ReLU out of Block 1");
    expect(graphNow().groups).toMatchObject([{ nodes: ["Stem", "Last"] }]);
  });

  it("selects the whole group once one of its layers is hidden, and expands it again", () => {
    select(["Stem", "ReLU"]);
    groupSelection();
    select(["ReLU"]);
    toggleSelectedGroups();
    expect(graphNow().groups).toMatchObject([{ collapsed: true }]);
    expect(useDocument.getState().selection.nodes.toSorted()).toEqual(["ReLU", "Stem"]);
    toggleSelectedGroups();
    expect(undoNow()).toBe("expand Block 1");
  });
});

describe("expanding a group", () => {
  // Stem and ReLU lie at 200 and 400, from 0 on: their frame ends near 520.
  const group = { id: "g1", name: "Block", nodes: ["Stem", "ReLU"], collapsed: true };
  const collapsed: Graph = { ...flat, groups: [group] };
  const moved = (places: Readonly<Record<string, { x: number; y: number }>>) =>
    applyEdits(collapsed, [{ edit: "move", places }]);

  it("moves nothing where the room is free", () => {
    const after = applyEdits(collapsed, expandEdits(collapsed, group));
    expect(placesOf(after)).toEqual(placesOf(flat));
    expect(after.groups?.[0]?.collapsed).toBe(false);
  });

  it("moves the row further right where a layer lies in its way by now, and all that follows with it", () => {
    const graph = moved({ Last: { x: 420, y: 0 }, Output: { x: 620, y: 10 } });
    const after = applyEdits(graph, expandEdits(graph, group));
    const [input, stem, relu, last, output] = after.nodes;
    expect([input?.x, stem?.x, relu?.x]).toEqual([0, 200, 400]);
    expect(last?.x).toBeGreaterThanOrEqual(400 + 56 + 8 * 4 + 20);
    expect((output?.x ?? 0) - (last?.x ?? 0)).toBe(200);
    expect([last?.y, output?.y]).toEqual([0, 10]);
  });

  it("moves what lies below further down, each group as a whole", () => {
    const below = moved({ ReLU: { x: 400, y: 200 }, Last: { x: 300, y: 180 }, Output: { x: 900, y: 190 } });
    const graph: Graph = {
      ...below,
      groups: [group, { id: "g2", name: "End", nodes: ["Last", "Output"], collapsed: false }],
    };
    const [, , , last, output] = applyEdits(graph, expandEdits(graph, group)).nodes;
    expect(last?.y).toBeGreaterThanOrEqual(200 + 36 + 20 + 50);
    expect((last?.y ?? 0) - (output?.y ?? 0)).toBe(-10);
    expect([last?.x, output?.x]).toEqual([300, 900]);
  });

  it.each(["1", "2", "3", "12", "23", "123", "321"])(
    "covers nothing of the template ResNet-8: block %s",
    (order) => {
      const file = new URL("../../assets/templates/resnet-8.json", import.meta.url);
      let { graph } = parseProject(readFileSync(file, "utf8"));
      for (const number of order) {
        const block = graph.groups?.find(({ name }) => name === `Residual block ${number}`);
        expect(block?.collapsed).toBe(true);
        if (block) graph = applyEdits(graph, expandEdits(graph, block));
      }
      const { layers, blocks } = shownGraph(graph);
      const boxes = [
        ...layers.map((node) => ({ name: node.name, x: node.x, y: node.y, ...roomFor(node) })),
        ...blocks.map(({ group, x, y }) => ({ name: group.name, x, y, ...blockRoom })),
      ];
      const covered = boxes.flatMap((a, index) =>
        boxes
          .slice(index + 1)
          .filter(
            (b) => a.x < b.x + b.width && a.x + a.width > b.x && a.y < b.y + b.height && a.y + a.height > b.y,
          )
          .map((b) => `${a.name} and ${b.name}`),
      );
      expect(covered).toEqual([]);
    },
  );
});
