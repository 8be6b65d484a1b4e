import { describe, expect, it } from "vitest";
import { emptyProject } from "../project/empty.ts";
import { projectText, toProject } from "../project/project.ts";
import { trainedPart } from "../project/trained-part.ts";
import { check } from "./check.ts";
import { applyEdits, type GraphEdit } from "./edit.ts";
import { type Graph, graphSchema } from "./graph.ts";
import { graphOf } from "./graph-of.ts";
import type { GraphNote } from "./note.ts";

const network = graphOf({ Input: ["input", { shape: [2] }], Dense: ["dense"], Output: ["output"] });
const note: GraphNote = { id: "t1", text: "Two lines\nof text", x: 10, y: 300, width: 200, height: 60 };
const noted = applyEdits(network, [{ edit: "add-notes", notes: [note] }]);

describe("notes", () => {
  it("are written, moved with layers, sized and removed, and then the graph is as it was", () => {
    const written = applyEdits(noted, [
      { edit: "write-note", id: "t1", text: "Why two units?" },
      { edit: "move", places: { t1: { x: 40, y: 320 }, Dense: { x: 0, y: 90 } } },
      { edit: "size-note", id: "t1", box: { x: 40, y: 320, width: 300, height: 80 } },
    ]);
    expect(written.notes).toEqual([
      { id: "t1", text: "Why two units?", x: 40, y: 320, width: 300, height: 80 },
    ]);
    expect(written.nodes.find(({ id }) => id === "Dense")).toMatchObject({ x: 0, y: 90 });
    expect(applyEdits(noted, [{ edit: "remove-notes", ids: ["t1"] }])).toEqual(network);
  });

  it("stay through every edit of the network", () => {
    const edits: readonly GraphEdit[] = [
      { edit: "rename", id: "Dense", name: "Layer" },
      { edit: "set-fields", id: "Dense", values: { units: 3 } },
      { edit: "set-copied", id: "Dense", copied: null },
      { edit: "disconnect", ids: ["e2"] },
      { edit: "connect", edges: [{ id: "e2", from: "Dense", to: "Output", input: 0 }] },
      { edit: "add-nodes", nodes: [] },
      { edit: "move", places: {} },
      { edit: "remove-nodes", ids: ["Dense"] },
    ];
    for (const edit of edits) expect(applyEdits(noted, [edit]).notes, edit.edit).toEqual([note]);
  });

  it("change nothing that is checked or trained", () => {
    const data = { name: "Points", inputShape: [2], classNames: ["A", "B"] };
    expect(check(noted, data)).toEqual(check(network, data));
    const project = (graph: Graph) => ({ ...emptyProject(), graph });
    expect(trainedPart(project(noted))).toBe(trainedPart(project(network)));
  });

  it("are kept in the project file, line breaks and all; a file without notes does not mention them", () => {
    const text = projectText({ ...emptyProject(), graph: noted });
    expect(toProject(JSON.parse(text)).graph.notes).toEqual([note]);
    expect(projectText({ ...emptyProject(), graph: network })).not.toContain("notes");
  });

  it.each([
    ["a note without text", [{ ...note, text: "" }], "text"],
    ["two with the same id", [note, { ...note, x: 500 }], "same id"],
    ["one with the id of a layer", [{ ...note, id: "Dense" }], "same id"],
    ["one too narrow to read", [{ ...note, width: 3 }], "width"],
  ])("are refused at the door: %s", (_, notes, words) => {
    const parsed = graphSchema.safeParse({ ...network, notes });
    expect(JSON.stringify(parsed.error?.issues)).toContain(words);
  });
});
