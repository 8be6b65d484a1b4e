import { describe, expect, test } from "vitest";
import { applyEdits } from "../../engine/graph/edit.ts";
import { graphSchema } from "../../engine/graph/graph.ts";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { copyText, parseClipping, pasteEdits, roomForClipping } from "./clipboard.ts";

const graph = graphOf({ "Conv 1": ["conv2d", { filters: 5 }], ReLU: ["activation"], "Dense 1": ["dense"] });

function clippingOf(text: string | null) {
  const parsed = parseClipping(text ?? "");
  if ("refused" in parsed) throw new Error(parsed.refused ?? "not for this canvas");
  return parsed.clipping;
}

describe("the clipboard", () => {
  test("takes the chosen layers with their settings and only the connections among them", () => {
    const clipping = clippingOf(copyText(graph, new Set(["Conv 1", "ReLU"])));
    expect(clipping.nodes.map(({ name }) => name)).toEqual(["Conv 1", "ReLU"]);
    expect(clipping.nodes[0]?.fields).toMatchObject({ filters: 5 });
    expect(clipping.edges).toEqual([{ id: "e1", from: "Conv 1", to: "ReLU", input: 0 }]);
    expect(copyText(graph, new Set())).toBeNull();
  });

  test("pasting gives free ids and names, 20 px further on, and 40 px the second time", () => {
    const clipping = clippingOf(copyText(graph, new Set(["Conv 1", "ReLU"])));
    const first = pasteEdits(graph, clipping);
    const once = applyEdits(graph, first.edits);
    const twice = applyEdits(once, pasteEdits(once, clipping).edits);
    expect(graphSchema.safeParse(twice).error).toBeUndefined();
    expect(new Set(twice.nodes.map(({ name }) => name)).size).toBe(7);
    const [original, copy, second] = [0, 3, 5].map((index) => twice.nodes[index]);
    expect([copy?.x, copy?.y]).toEqual([(original?.x ?? 0) + 20, (original?.y ?? 0) + 20]);
    expect([second?.x, second?.y]).toEqual([(original?.x ?? 0) + 40, (original?.y ?? 0) + 40]);
    expect(twice.edges).toHaveLength(4);
    expect(first.added).toEqual([once.nodes[3]?.id, once.nodes[4]?.id]);
  });

  test("what comes from another network goes below this one where it would lie on its layers", () => {
    const from = (name: string, x: number, y: number) => {
      const [node] = graphOf({ [name]: ["dense"] }).nodes;
      if (!node) throw new Error("There is no layer.");
      return { nodes: [{ ...node, x, y }], edges: [] };
    };
    const here = from("Dense 1", 100, 100);
    expect(roomForClipping(here, from("Other", 100, 100))?.x).toBe(100);
    expect(roomForClipping(here, from("Other", 130, 110))?.y).toBeGreaterThan(200);
    expect(roomForClipping(here, from("Other", 700, 110))).toBeNull();
    expect(roomForClipping(here, from("Dense 1", 130, 110))).toBeNull();
    expect(roomForClipping({ nodes: [], edges: [] }, here)).toBeNull();
  });

  test("a group comes along where all of its layers do, and the copy is called like it with a number", () => {
    const block = { id: "g1", name: "Encoder", nodes: ["Conv 1", "ReLU"], collapsed: true };
    const grouped = { ...graph, groups: [block] };
    expect(clippingOf(copyText(grouped, new Set(["ReLU", "Dense 1"])))).not.toHaveProperty("groups");
    const clipping = clippingOf(copyText(grouped, new Set(["Conv 1", "ReLU"])));
    const once = applyEdits(grouped, pasteEdits(grouped, clipping).edits);
    const twice = applyEdits(once, pasteEdits(once, clipping).edits);
    expect(graphSchema.safeParse(twice).error).toBeUndefined();
    expect(twice.groups).toEqual([
      block,
      { id: "g2", name: "Encoder 2", nodes: ["n4", "n5"], collapsed: true },
      { id: "g3", name: "Encoder 3", nodes: ["n6", "n7"], collapsed: true },
    ]);
  });

  test("takes notes as well, alone or with layers, and gives them ids that nothing has", () => {
    const note = { id: "t1", text: "Two\nlines", x: 0, y: 200, width: 200, height: 60 };
    const noted = { ...graph, notes: [note] };
    const clipping = clippingOf(copyText(noted, new Set(["t1", "ReLU"])));
    expect([clipping.nodes.length, clipping.notes]).toEqual([1, [note]]);
    const { edits, added } = pasteEdits(noted, clipping);
    const pasted = applyEdits(noted, edits);
    expect(graphSchema.safeParse(pasted).error).toBeUndefined();
    expect(pasted.notes?.[1]).toEqual({ ...note, id: added[1], x: 20, y: 220 });
    expect(clippingOf(copyText(noted, new Set(["t1"]))).nodes).toEqual([]);
  });

  test("text that is not ours is left alone without a word", () => {
    expect(parseClipping("hello")).toEqual({ refused: null });
  });

  test.each([
    ["half of it", '{"format":"layerlab-layers","vers', /part/],
    [
      "an unknown layer",
      '{"format":"layerlab-layers","version":1,"graph":{"nodes":[{"id":"a","kind":"magic","name":"M","fields":{},"x":0,"y":0}],"edges":[]}}',
      /graph\.nodes\.0/,
    ],
    [
      "an edge into nothing",
      '{"format":"layerlab-layers","version":1,"graph":{"nodes":[],"edges":[{"id":"e","from":"a","to":"b","input":0}]}}',
      /no layer "a"/,
    ],
  ])("%s is refused and the message names the place", (_name, text, message) => {
    const parsed = parseClipping(text);
    expect("refused" in parsed && parsed.refused).toMatch(message);
  });
});
