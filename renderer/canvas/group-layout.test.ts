import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { check } from "../../engine/graph/check.ts";
import type { Graph, NodeId } from "../../engine/graph/graph.ts";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { nodeById } from "../../engine/graph/lookup.ts";
import { parseProject } from "../../engine/project/project.ts";
import { blockRoom, frameAround } from "../document/groups.ts";
import { roomFor } from "../document/node-size.ts";
import { shownGraph } from "../document/shown-graph.ts";
import { shownLabel } from "./edge-look.ts";
import { boxesOf, flowEdges, labelsOf, looksOf, routesOf } from "./flow-model.ts";
import { groupedReadingLines } from "./group-layout.ts";
import { frameBoxes, obstaclesOf, standingOf } from "./group-nodes.ts";
import { labelBox } from "./label-place.ts";
import { readingLines } from "./layout.ts";

const flat = graphOf({
  Input: ["input", { shape: [3, 32, 32] }],
  Stem: ["conv2d"],
  "Conv A": ["conv2d"],
  "ReLU A": ["activation"],
  "Conv B": ["conv2d"],
  Add: ["add", {}, "Conv B", "Stem"],
  "Global pool": ["global-average-pool"],
  Last: ["dense", { units: 10 }],
  Output: ["output"],
});
const members = ["Conv A", "ReLU A", "Conv B", "Add"];
const size = { width: 160, height: 136 };
const room = { sizeOf: () => size, lettersAfter: () => 8, width: 900, height: 600 };
const withGroup = (collapsed: boolean): Graph => ({
  ...flat,
  groups: [{ id: "g1", name: "Residual block", nodes: members, collapsed }],
});
const boxIn = (places: ReturnType<typeof groupedReadingLines>, id: string) => {
  const place = places[id];
  if (!place) throw new Error(`${id} has no place.`);
  return { ...place, ...size };
};

describe("reading lines with groups", () => {
  it("are the usual ones without any group", () => {
    expect(groupedReadingLines(flat, room)).toEqual(readingLines(flat, room));
  });

  it("keep what is foreign out of the frame of a group", () => {
    const places = groupedReadingLines(withGroup(false), room);
    const frame = frameAround(members.map((id) => boxIn(places, id)));
    for (const { id } of flat.nodes.filter((node) => !members.includes(node.id))) {
      const { x, y } = boxIn(places, id);
      const isApart =
        x + size.width <= frame.x ||
        x >= frame.x + frame.width ||
        y + size.height <= frame.y ||
        y >= frame.y + frame.height;
      expect(isApart, `${id} lies outside of the frame`).toBe(true);
    }
    expect(new Set(Object.values(places).map(({ x, y }) => `${x} ${y}`)).size).toBe(flat.nodes.length);
  });

  it("place a collapsed group as one block, its hidden layers in lines from there", () => {
    const places = groupedReadingLines(withGroup(true), room);
    expect(new Set(members.map((id) => JSON.stringify(places[id]))).size).toBe(4);
    expect(Math.min(...members.map((id) => boxIn(places, id).x))).toBe(boxIn(places, "Conv A").x);
    expect(Math.min(...members.map((id) => boxIn(places, id).y))).toBe(boxIn(places, "Conv A").y);
    // Stem, block, pool, …: the block takes one column.
    expect(boxIn(places, "Conv A").x).toBeGreaterThan(boxIn(places, "Stem").x);
    expect(boxIn(places, "Conv A").y).toBe(boxIn(places, "Stem").y);
    expect(boxIn(places, "Global pool").x - boxIn(places, "Conv A").x).toBeLessThan(300);
  });
});

/** Three residual blocks, two of them with a convolution beside; the named ones are expanded. */
function resnet(expanded: readonly string[]): Graph {
  const file = new URL("../../assets/templates/resnet-8.json", import.meta.url);
  const { graph } = parseProject(readFileSync(file, "utf8"));
  const members: Readonly<Record<string, readonly [first: number, last: number]>> = {
    first: [5, 11],
    second: [12, 19],
    third: [20, 27],
  };
  const groups = Object.entries(members).map(([id, [first, last]]) => ({
    id,
    name: `The ${id} block`,
    nodes: Array.from({ length: last - first + 1 }, (_, index) => `n${first + index}`),
    collapsed: !expanded.includes(id),
  }));
  return { ...graph, groups };
}

describe("what Tidy draws of expanded groups", () => {
  const names = ["first", "second", "third"];
  const cases = [names, ["first"], ["second"], ["third"], ["first", "third"]];
  for (const width of [700, 920, 1150, 1400])
    it.each(cases.map((some) => ({ some })))(
      `has no shape on a layer, a title, a border or another shape, ${width} wide: $some`,
      ({ some }) => {
        const graph = resnet(some);
        const checked = check(graph, null);
        const sizeOf = (id: NodeId) => {
          const node = nodeById(graph, id);
          return node ? roomFor(node) : blockRoom;
        };
        const lettersAfter = (id: NodeId) => shownLabel(checked.nodes[id]?.output ?? null).length;
        const places = groupedReadingLines(graph, { sizeOf, lettersAfter, width, height: 600 });
        const nodes = graph.nodes.map((node) => ({ ...node, ...places[node.id] }));
        const tidied = { ...graph, nodes };

        const boxes = boxesOf(tidied, {}, new Map());
        const frames = frameBoxes(shownGraph(tidied), boxes);
        const obstacles = obstaclesOf(boxes, frames);
        const routes = routesOf(tidied, obstacles, new Map());
        const nothing = { nodes: [], edges: [], notes: [] };
        const standing = standingOf(obstacles, frames);
        const edges = flowEdges(
          tidied,
          looksOf(tidied, checked),
          nothing,
          routes,
          labelsOf(tidied, looksOf(tidied, checked), routes, standing),
        );
        const labels = edges.flatMap(({ data }) =>
          data ? [{ ...labelBox(data.label, data.look.label), id: data.look.spoken }] : [],
        );
        expect(labels.length).toBeGreaterThan(10);
        const struck = labels.flatMap((label, index) =>
          [...standing, ...labels.slice(index + 1)]
            .filter(
              (other) =>
                label.x < other.x + other.width &&
                label.x + label.width > other.x &&
                label.y < other.y + other.height &&
                label.y + label.height > other.y,
            )
            .map(({ id }) => `${label.id} on ${id}`),
        );
        expect(struck).toEqual([]);
      },
    );
});
