import { describe, expect, it } from "vitest";
import { encodeFloats } from "../base64.ts";
import { mostCopiedNumbers } from "../graph/copied.ts";
import { newNode } from "../graph/graph.ts";
import { TroubleError } from "../trouble.ts";
import { emptyProject } from "./empty.ts";
import { maximumProjectBytes, type Project, parseProject, projectText } from "./project.ts";
import { toVersion } from "./version.ts";

const input = newNode({ nodes: [], edges: [] }, "input", { x: 20, y: 60 }, { shape: [2] });
const dense = newNode({ nodes: [input], edges: [] }, "dense", { x: 200, y: 60 }, { units: 3 });
const project: Project = {
  ...emptyProject(),
  name: "Small",
  graph: { nodes: [input, dense], edges: [{ id: "e1", from: input.id, to: dense.id, input: 0 }] },
};

/** A project's JSON with one place changed. */
function changed(path: readonly (string | number)[], value: unknown): string {
  const root: unknown = JSON.parse(projectText(project));
  let place = root as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
  place[path.at(-1) ?? ""] = value;
  return JSON.stringify(root);
}

/** The words of a refusal; fails when the text is accepted or something other than words is thrown. */
function refusal(text: string): { reason: string; next: string } {
  try {
    parseProject(text);
  } catch (error) {
    if (error instanceof TroubleError) return error.trouble;
    throw error;
  }
  throw new Error("The text was accepted.");
}

describe("a project file", () => {
  it("comes back as it was saved, and the same project gives the same text", () => {
    const text = projectText(project);
    expect(parseProject(text)).toEqual(project);
    expect(projectText(parseProject(text))).toBe(text);
  });

  it("takes the default for a field that an older file does not have", () => {
    const text = changed(["graph", "nodes", 1, "fields"], { units: 3 });
    expect(parseProject(text).graph.nodes[1]?.fields).toMatchObject({ units: 3, bias: true });
  });

  it("is not saved with what could not be read again", () => {
    expect(() => projectText({ ...project, name: "" })).toThrow(/cannot be saved/);
  });

  it("is not saved when copied weights make it larger than what is opened", () => {
    const values = encodeFloats(new Float32Array(mostCopiedNumbers));
    const weight = { shape: [1000, mostCopiedNumbers / 1000], values };
    // Eight weights of a layer, and two layers: 85 MB in base64.
    const weights = Array.from({ length: 8 }, (_, index) => ({ ...weight, name: `weight${index}` }));
    const nodes = [1, 2].map((at) => ({
      ...dense,
      id: `d${at}`,
      copied: { model: "Big", layer: "Dense", weights },
    }));
    expect(() => projectText({ ...project, graph: { nodes, edges: [] } })).toThrow(/85 MB.*64 MB/);
  });
});

describe("a refusal names place and reason", () => {
  it.each([
    [["graph", "nodes", 1, "fields", "units"], 0, "graph.nodes[1].fields.units: must be at least 1, not 0."],
    [
      ["graph", "nodes", 1, "fields", "units"],
      "many",
      "graph.nodes[1].fields.units: Units must be a whole number",
    ],
    [
      ["graph", "nodes", 1, "fields", "unit"],
      3,
      'graph.nodes[1].fields: has an entry that is not known: "unit".',
    ],
    [
      ["graph", "nodes", 1, "kind"],
      "transformer",
      'graph.nodes[1].kind: is a kind that this Layerlab does not know, not "transformer".',
    ],
    [["graph", "nodes", 1, "id"], "n1", "graph.nodes: Two layers have the same id."],
    [["graph", "nodes", 0, "x"], null, "graph.nodes[0].x: must be a number, not null."],
    [["graph", "nodes"], {}, "graph.nodes: must be a list."],
    [["graph", "edges", 0, "to"], "n9", 'graph.edges[0].to: There is no layer "n9"'],
    [["graph", "edges", 0, "input"], 1, "graph.edges[0].input: Dense 1 has no input number 1"],
    [["graph", "edges", 0, "input"], 1.5, "graph.edges[0].input: must be a whole number, not 1.5."],
    [["training", "seed"], -1, "training.seed: must be at least 0, not -1."],
    [
      ["training", "optimizer", "name"],
      "magic",
      "training.optimizer.name: is a name that this Layerlab does not know",
    ],
    [["name"], undefined, "name: is missing."],
    [["name"], "x".repeat(500), "name: must be at most 120 characters long"],
    [["data"], { kind: "built-in", id: "secrets" }, "data.id: must be"],
    [["extra"], 1, 'The file has an entry that is not known: "extra".'],
    [["version"], 2, "It was saved by a newer Layerlab (version 2"],
    [["version"], "1", "version: must be a whole number"],
    [["format"], "layerlab-model", "It is not a Layerlab project"],
  ])("%j = %j", (path, value, words) => {
    expect(refusal(changed(path, value)).reason).toContain(words);
  });

  it("tells what to do with a file of the other kind", () => {
    expect(refusal('{"format":"layerlab-model","version":1}').next).toContain("Import model");
  });

  it("tells three places at most and counts the rest", () => {
    const nodes = Array.from({ length: 9 }, (_, index) => ({ ...dense, id: `m${index}`, x: "left" }));
    const { reason } = refusal(changed(["graph", "nodes"], nodes));
    expect(reason.match(/graph\.nodes\[/g)).toHaveLength(3);
    expect(reason).toContain("6 more places are wrong.");
  });
});

describe("hostile and broken text", () => {
  it.each([
    ["empty", "", "it is empty"],
    ["cut off", projectText(project).slice(0, 90), "not valid JSON"],
    ["not JSON", "{\n  name: 1\n}", "line 2, column 3"],
    ["a number", "17", "not a Layerlab project"],
    ["null", "null", "not a Layerlab project"],
    ["deep lists", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "more than 16 levels deep"],
    ["a deep object", `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`, "more than 16 levels deep"],
    [
      "a prototype key",
      '{"format":"layerlab-project","graph":{"__proto__":{"polluted":true}}}',
      "graph.__proto__: this name is not allowed",
    ],
    ["a constructor key", '{"constructor":{}}', "constructor: this name is not allowed"],
    ["a huge text", " ".repeat(maximumProjectBytes + 1), "at most 64 MB"],
    [
      "too many layers",
      changed(
        ["graph", "nodes"],
        Array.from({ length: 2001 }, (_, index) => ({ ...dense, id: `m${index}` })),
      ),
      "graph.nodes: must be at most 2000 entries long",
    ],
  ])("%s is refused in words", (_name, text, words) => {
    expect(refusal(text).reason).toContain(words);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("never says much of what it found", () => {
    expect(refusal(changed(["graph", "nodes", 0, "x"], "secret".repeat(1000))).reason.length).toBeLessThan(
      200,
    );
  });
});

describe("versions", () => {
  const kind = {
    what: "project",
    format: "f",
    version: 3,
    migrations: {
      1: (old: object) => ({ ...old, steps: ["1 to 2"] }),
      2: (old: object) => ({ ...old, steps: [...("steps" in old ? (old.steps as string[]) : []), "2 to 3"] }),
    },
  };

  it("brings an old file up step by step", () => {
    expect(toVersion({ format: "f", version: 1 }, kind)).toEqual({
      format: "f",
      version: 3,
      steps: ["1 to 2", "2 to 3"],
    });
    expect(toVersion({ format: "f", version: 3 }, kind)).toEqual({ format: "f", version: 3 });
  });
});
