import { describe, expect, it } from "vitest";
import { emptyProject } from "../project/empty.ts";
import { parseProject, projectText } from "../project/project.ts";
import { trainedPart } from "../project/trained-part.ts";
import { check } from "./check.ts";
import { applyEdit, applyEdits } from "./edit.ts";
import { type Graph, graphSchema, newNode } from "./graph.ts";
import { graphOf } from "./graph-of.ts";
import { borderOf, groupOf } from "./groups.ts";

const flat: Graph = graphOf({
  Input: ["input", { shape: [3] }],
  "Dense 1": ["dense", { units: 5 }],
  ReLU: ["activation"],
  "Dense 2": ["dense", { units: 5 }],
  Add: ["add", {}, "Dense 2", "Dense 1"],
  Output: ["output"],
});
const block = { id: "g1", name: "Residual block", nodes: ["ReLU", "Dense 2", "Add"], collapsed: false };
const graph = applyEdit(flat, { edit: "add-groups", groups: [block] });
const members = ({ groups = [] }: Graph) => groups.map(({ nodes }) => nodes.join(" "));

describe("a group of layers", () => {
  it("changes nothing that is computed, and comes back from the file", () => {
    expect(check(graph, null)).toEqual(check(flat, null));
    const project = { ...emptyProject(), graph };
    expect(trainedPart(project)).toBe(trainedPart({ ...project, graph: flat }));
    expect(parseProject(projectText(project)).graph.groups).toEqual([block]);
    expect(projectText({ ...project, graph: flat })).not.toContain("groups");
  });

  it("is renamed and collapsed, and ungrouped leaves the graph as it was", () => {
    const named = applyEdit(graph, {
      edit: "set-group",
      id: "g1",
      values: { name: "Skip", collapsed: true },
    });
    expect(named.groups).toEqual([{ ...block, name: "Skip", collapsed: true }]);
    expect(applyEdit(named, { edit: "remove-groups", ids: ["g1"] })).toEqual(flat);
  });

  it("shrinks with its layers and is gone with the last", () => {
    const less = applyEdit(graph, { edit: "remove-nodes", ids: ["ReLU", "Input"] });
    expect(members(less)).toEqual(["Dense 2 Add"]);
    const left = applyEdit(less, { edit: "leave-groups", ids: ["Add"] });
    expect(members(left)).toEqual(["Dense 2"]);
    expect(left.nodes).toHaveLength(4);
    expect(applyEdit(left, { edit: "remove-nodes", ids: ["Dense 2"] })).not.toHaveProperty("groups");
  });

  it("takes layers out of the group that they were in, and keeps its name when it grows", () => {
    const other = groupOf(graph, ["Dense 1", "ReLU"]);
    expect(other).toMatchObject({ id: "g2", name: "Block 1" });
    expect(members(applyEdit(graph, { edit: "add-groups", groups: [other] }))).toEqual([
      "Dense 2 Add",
      "Dense 1 ReLU",
    ]);
    const grown = groupOf(graph, ["Dense 1", ...block.nodes]);
    expect(grown).toEqual({ ...block, nodes: ["Dense 1", ...block.nodes] });
    expect(members(applyEdit(graph, { edit: "add-groups", groups: [grown] }))).toEqual([
      "Dense 1 ReLU Dense 2 Add",
    ]);
  });

  it("adopts a new layer put between two of its own, but none at its border", () => {
    const between = (from: string, to: string) => {
      const node = newNode(graph, "flatten", { x: 0, y: 0 });
      return applyEdits(graph, [
        { edit: "add-nodes", nodes: [node] },
        {
          edit: "connect",
          edges: [
            { id: "x", from, to: node.id, input: 0 },
            { id: "y", from: node.id, to, input: 0 },
          ],
        },
      ]);
    };
    expect(members(between("ReLU", "Dense 2"))).toEqual(["ReLU Dense 2 Add n7"]);
    expect(members(between("Dense 1", "ReLU"))).toEqual(["ReLU Dense 2 Add"]);
    expect(members(between("Add", "Output"))).toEqual(["ReLU Dense 2 Add"]);
  });

  it("has a border of what enters and what leaves", () => {
    const { entering, leaving } = borderOf(graph, block);
    expect(entering.map(({ from, to, input }) => `${from} > ${to}.${input}`)).toEqual([
      "Dense 1 > ReLU.0",
      "Dense 1 > Add.1",
    ]);
    expect(leaving.map(({ from, to }) => `${from} > ${to}`)).toEqual(["Add > Output"]);
  });

  it.each([
    ["a layer that is not there", [{ ...block, nodes: ["Nowhere"] }], 'There is no layer "Nowhere".'],
    ["a layer in two", [block, { ...block, id: "g2", nodes: ["Add"] }], "Add is in a group already."],
    ["one id twice", [block, { ...block, nodes: ["Input"] }], 'another group has the id "g1" already.'],
    ["an id of another form", [{ ...block, id: "Add" }], "must be g and a number, such as g1"],
    ["no layer", [{ ...block, nodes: [] }], "Too small"],
  ])("is refused from outside with %s", (_, groups, message) => {
    const result = graphSchema.safeParse({ ...flat, groups });
    expect(result.error?.issues.map((issue) => issue.message).join("; ")).toContain(message);
  });
});
