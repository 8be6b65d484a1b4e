import { describe, expect, test } from "vitest";
import type { Graph } from "../../engine/graph/graph.ts";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { type LayoutPlaces, readingLines } from "./layout.ts";

const size = { width: 160, height: 134 };
const room = (width: number, height = 2000) => ({ sizeOf: () => size, lettersAfter: () => 8, width, height });

function at(places: LayoutPlaces, id: string) {
  const place = places[id];
  if (!place) throw new Error(`${id} has no place`);
  return place;
}

function overlaps(graph: Graph, places: LayoutPlaces): readonly string[] {
  return graph.nodes.flatMap((a, index) =>
    graph.nodes.slice(index + 1).flatMap((b) => {
      const [p, q] = [at(places, a.id), at(places, b.id)];
      return Math.abs(p.x - q.x) < size.width && Math.abs(p.y - q.y) < size.height ? [`${a.id} ${b.id}`] : [];
    }),
  );
}

const chain = graphOf({
  a: ["input"],
  b: ["conv2d"],
  c: ["activation"],
  d: ["flatten"],
  e: ["dense"],
  f: ["output"],
});

describe("reading lines", () => {
  test("a chain that fits is one row in order, on the grid", () => {
    const places = readingLines(chain, room(2000));
    const xs = chain.nodes.map(({ id }) => at(places, id).x);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    expect(new Set(chain.nodes.map(({ id }) => at(places, id).y)).size).toBe(1);
    for (const { x, y } of Object.values(places)) expect([x % 10, y % 10]).toEqual([0, 0]);
  });

  test("a chain that is too long goes on at the left of the next line", () => {
    const places = readingLines(chain, room(760));
    expect(at(places, "d").x).toBe(at(places, "a").x);
    expect(at(places, "d").y).toBeGreaterThanOrEqual(at(places, "a").y + size.height);
    expect(overlaps(chain, places)).toEqual([]);
  });

  test("lines grow longer than the canvas where that shows the whole larger", () => {
    // Three rows of two layers would be 640 high on a canvas of 300: two rows of three are the better picture.
    const places = readingLines(chain, room(500, 300));
    expect(new Set(Object.values(places).map(({ y }) => y)).size).toBe(2);
  });

  test("parallel branches lie under each other and the merge after both", () => {
    const graph = graphOf({
      in: ["input"],
      left: ["conv2d", {}, "in"],
      leftAct: ["activation", {}, "left"],
      right: ["conv2d", {}, "in"],
      sum: ["add", {}, "leftAct", "right"],
      end: ["flatten", {}, "sum"],
    });
    const places = readingLines(graph, room(2000));
    expect(at(places, "left").x).toBe(at(places, "right").x);
    expect(at(places, "right").y).toBeGreaterThanOrEqual(at(places, "left").y + size.height);
    expect(at(places, "sum").x).toBeGreaterThan(at(places, "leftAct").x);
    expect(at(places, "sum").y).toBe(at(places, "left").y);
    expect(overlaps(graph, places)).toEqual([]);
  });

  test("loose layers and circles get places of their own", () => {
    const loose: Graph = {
      nodes: chain.nodes,
      edges: [
        { id: "x", from: "b", to: "c", input: 0 },
        { id: "y", from: "c", to: "b", input: 0 },
      ],
    };
    const places = readingLines(loose, room(900));
    expect(Object.keys(places)).toHaveLength(chain.nodes.length);
    expect(overlaps(loose, places)).toEqual([]);
  });

  test("an empty graph has no places", () => {
    expect(readingLines({ nodes: [], edges: [] }, room(900))).toEqual({});
  });
});
