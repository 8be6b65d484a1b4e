import { beforeEach, describe, expect, test } from "vitest";
import { datasetReferenceSchema } from "../../engine/data/dataset.ts";
import { graphOf } from "../../engine/graph/graph-of.ts";
import { emptyProject } from "../../engine/project/empty.ts";
import { setWords } from "../../engine/words/say.ts";
import {
  addLayer,
  connect,
  deleteSelection,
  dropLayer,
  duplicateSelection,
  duplicateTo,
  moveLayers,
  paste,
} from "./actions.ts";
import {
  applyFix,
  markSaved,
  openDocument,
  problemKey,
  redo,
  run,
  select,
  selectAll,
  setDataContext,
  showProblem,
  undo,
  undoLabel,
  useDocument,
} from "./store.ts";

const now = () => useDocument.getState();
const names = () => now().project.graph.nodes.map(({ name }) => name);
const data = { name: "Tiny", inputShape: [1, 8, 8], classNames: ["a", "b"] };

const flowers = {
  kind: "table",
  sha256: "0".repeat(64),
  header: true,
  columns: [
    { use: "number", name: "length" },
    { use: "target", name: "kind", values: ["a", "b"] },
  ],
  missing: "drop",
  malformed: "stop",
};

const network = graphOf({
  in: ["input", { shape: [1, 8, 8] }],
  conv: ["conv2d", { filters: 1, padding: "valid" }],
  sum: ["add", {}, "conv", "in"],
  flat: ["flatten"],
  dense: ["dense", { units: 2 }],
  end: ["output"],
});

beforeEach(() => {
  openDocument({ ...emptyProject(), name: "Test", graph: network }, "/a.layerlab");
  setDataContext(data);
});

describe("the document", () => {
  test("undo and redo walk through every kind of change and restore it exactly", () => {
    const before = now().project;
    run({ command: "rename", name: "Other" });
    run({ command: "set-training", label: () => "set epochs", values: { epochs: 9 } });
    run({
      command: "set-data",
      label: () => "choose digits",
      data: { kind: "built-in", id: "handwritten-digits" },
    });
    moveLayers({ conv: { x: 300, y: 10 }, in: { x: 0, y: 10 } });
    const after = now().project;
    expect(after).toMatchObject({
      name: "Other",
      training: { epochs: 9 },
      data: { id: "handwritten-digits" },
    });
    expect(undoLabel(now())).toBe("move 2 layers");
    for (let step = 0; step < 4; step++) undo();
    expect(now().project).toBe(before);
    for (let step = 0; step < 4; step++) redo();
    expect(now().project).toBe(after);
    undo();
    run({ command: "rename", name: "Third" });
    redo();
    expect(now().project.name).toBe("Third");
  });

  test("is unsaved after a change, saved after saving, and saved again when the change is undone", () => {
    expect(now().unsaved).toBe(false);
    run({ command: "rename", name: "Other" });
    expect(now().unsaved).toBe(true);
    markSaved(now().project, "/b.layerlab", null);
    expect(now()).toMatchObject({ unsaved: false, path: "/b.layerlab" });
    run({ command: "rename", name: "Third" });
    undo();
    expect(now().unsaved).toBe(false);
  });

  test("saved in another folder, the document and its history name the data from there", () => {
    const table = (file: string) => datasetReferenceSchema.parse({ ...flowers, file });
    run({ command: "set-data", label: () => "use it", data: table("flowers.csv"), edits: [] });
    run({ command: "rename", name: "Other" });
    markSaved(now().project, "/far/b.layerlab", table("../near/flowers.csv"));
    expect(now()).toMatchObject({ unsaved: false, project: { data: { file: "../near/flowers.csv" } } });
    undo();
    expect(now().project).toMatchObject({ name: "Test", data: { file: "../near/flowers.csv" } });
    redo();
    expect(now().unsaved).toBe(false);
    undo();
    undo();
    expect(now().project.data).toBeNull();
  });

  test("a change made while a save was under way stays unsaved", () => {
    const sent = now().project;
    run({ command: "rename", name: "Meanwhile" });
    markSaved(sent, "/b.layerlab", sent.data);
    expect(now().unsaved).toBe(true);
  });

  test("checks shapes at once, and a fix is one step", () => {
    const [problem] = now().check.problems;
    expect(problem?.node).toBe("sum");
    if (!problem?.fixes[0]) throw new Error("Add offers no fix");
    showProblem(problem);
    expect(now()).toMatchObject({ shownProblem: problemKey(problem), selection: { nodes: ["sum"] } });
    applyFix(problem.fixes[0]);
    expect(now().check).toMatchObject({ canTrain: true, problems: [] });
    expect(now().shownProblem).toBeNull();
    expect(now().history.past).toHaveLength(1);
    undo();
    expect(now().check.canTrain).toBe(false);
  });

  test("what is only moved changes nothing of the check but the remedies that look for what is near", () => {
    const [problem] = now().check.problems;
    if (problem?.fixes[0]) applyFix(problem.fixes[0]);
    const { check } = now();
    moveLayers({ conv: { x: 300, y: 10 } });
    expect(now().check).toBe(check);

    const graph = graphOf({
      In: ["input", { shape: [4] }],
      Near: ["dense", { units: 2 }, "In"],
      Far: ["dense", { units: 2 }, "In"],
      Out: ["output"],
    });
    const at: Record<string, number> = { In: 0, Near: 100, Far: 2000, Out: 200 };
    openDocument(
      {
        ...emptyProject(),
        graph: {
          nodes: graph.nodes.map((node) => ({ ...node, x: at[node.name] ?? 0, y: 0 })),
          edges: graph.edges.filter(({ to }) =>
            graph.nodes.some(({ id, name }) => id === to && name !== "Out"),
          ),
        },
      },
      null,
    );
    const idOf = (wanted: string) => now().project.graph.nodes.find(({ name }) => name === wanted)?.id ?? "";
    const offered = () =>
      now().check.problems.flatMap(({ node, fixes }) =>
        node === idOf("Out") ? fixes.flatMap(({ edits }) => edits) : [],
      )[0];
    expect(offered()).toMatchObject({ edges: [{ from: idOf("Near") }] });
    moveLayers({ [idOf("Out")]: { x: 1900, y: 0 } });
    expect(offered()).toMatchObject({ edges: [{ from: idOf("Far") }] });
  });

  test("a hint about the training is checked with every setting, and its fix is one step, too", () => {
    const hints = () => now().check.problems.filter(({ severity }) => severity === "hint");
    const { optimizer } = now().project.training;
    const { ofGraph } = now().check;
    const settings = { ...optimizer.settings, learningRate: 5 };
    run({
      command: "set-training",
      label: () => "set rate",
      values: { optimizer: { ...optimizer, settings } },
    });
    const [hint] = hints();
    expect(hint).toMatchObject({ code: "rate-too-high", node: null });
    expect(now().check.ofGraph).toBe(ofGraph); // a network that stays as it is is not checked again
    if (!hint?.fixes[0]) throw new Error("The rate has no fix");
    select(["sum"]);
    showProblem(hint);
    expect(now()).toMatchObject({ shownProblem: problemKey(hint), selection: { nodes: [] } });
    applyFix(hint.fixes[0]);
    expect(hints()).toEqual([]);
    expect(now().project.training.optimizer.settings.learningRate).toBe(0.001);
    expect(undoLabel(now())).toBe("set the learning rate to 0.001");
    undo();
    expect(hints()).toHaveLength(1);
    redo();
    expect(hints()).toEqual([]);
  });

  test("steps are worded in the language of the moment, also those of fixes", () => {
    const { optimizer } = now().project.training;
    const settings = { ...optimizer.settings, learningRate: 5 };
    run({
      command: "set-training",
      label: () => "set rate",
      values: { optimizer: { ...optimizer, settings } },
    });
    const hint = now().check.problems.find(({ setting }) => setting?.field === "learningRate");
    if (!hint?.fixes[0]) throw new Error("There is no hint.");
    applyFix(hint.fixes[0]);
    const said = undoLabel(now());
    setWords({
      locale: "fr",
      messages: { "Set the learning rate to {value}": "Régler le taux sur {value}" },
    });
    try {
      expect(undoLabel(now())).toMatch(/^régler le taux sur /);
      moveLayers({ in: { x: 500, y: 0 } });
      expect(undoLabel(now())).toMatch(/^move /);
      undo();
    } finally {
      setWords({ locale: "en", messages: {} });
    }
    expect(undoLabel(now())).toBe(said);
  });

  test("a fix may bring other data, which undo takes back", () => {
    const reference = { kind: "built-in", id: "iris" } as const;
    applyFix({ label: "Use Iris flowers", edits: [], data: reference });
    expect(now().project.data).toEqual(reference);
    undo();
    expect(now().project.data).toBeNull();
  });

  test("deleting removes layers with their connections and undo brings both back, selected", () => {
    select(["conv", "flat"]);
    deleteSelection();
    expect(names()).toEqual(["in", "sum", "dense", "end"]);
    expect(now().project.graph.edges.map(({ from, to }) => `${from}>${to}`)).toEqual(["in>sum", "dense>end"]);
    expect(now().selection.nodes).toEqual([]);
    undo();
    expect(now().project.graph).toBe(network);
    expect(now().selection.nodes).toEqual(["conv", "flat"]);
  });

  test("nothing selected, nothing moved: no step", () => {
    deleteSelection();
    moveLayers({ in: { x: 0, y: 0 } });
    expect(now().history.past).toHaveLength(0);
  });

  test("connecting to a taken input replaces what was there", () => {
    connect({ from: "in", to: "flat", input: 0 });
    const into = now().project.graph.edges.filter(({ to }) => to === "flat");
    expect(into.map(({ from }) => from)).toEqual(["in"]);
    undo();
    expect(now().project.graph).toBe(network);
  });

  test("duplicating selects the copies, and one undo removes them all", () => {
    select(["conv", "sum"]);
    duplicateSelection();
    expect(now().selection.nodes).toHaveLength(2);
    expect(names()).toHaveLength(8);
    expect(undoLabel(now())).toBe("duplicate 2 layers");
    undo();
    expect(names()).toHaveLength(6);
  });

  test("copies dragged away keep their connections, and the originals stay", () => {
    duplicateTo({ conv: { x: 30, y: 400 }, sum: { x: 230, y: 400 } });
    const { graph } = now().project;
    const [conv, sum] = now().selection.nodes;
    const copies = graph.nodes.filter(({ id }) => id === conv || id === sum);
    expect(copies.map(({ x, y }) => [x, y])).toEqual([
      [30, 400],
      [230, 400],
    ]);
    expect(graph.edges.filter(({ to }) => to === sum).map(({ from }) => from)).toEqual([conv]);
    expect(graph.nodes.slice(0, 6)).toEqual(network.nodes);
    undo();
    expect(now().project.graph).toBe(network);
  });

  test("text that cannot be pasted says why and changes nothing", () => {
    expect(paste('{"format":"layerlab-layers"}')).toMatch(/cannot be read/);
    expect(now().project.graph).toBe(network);
  });

  test("a new layer goes into the selected connection", () => {
    const edge = network.edges.find(({ from, to }) => from === "flat" && to === "dense");
    select([], edge ? [edge.id] : []);
    const added = addLayer("dropout");
    const wires = now().project.graph.edges.map(({ from, to }) => `${from}>${to}`);
    expect(wires).toContain(`flat>${added}`);
    expect(wires).toContain(`${added}>dense`);
  });

  test("setting what is set already is no step", () => {
    run({
      command: "edit-graph",
      label: () => "set units",
      edits: [{ edit: "set-fields", id: "dense", values: { units: 2 } }],
    });
    run({
      command: "set-training",
      label: () => "set epochs",
      values: { epochs: now().project.training.epochs },
    });
    expect(now()).toMatchObject({ unsaved: false, history: { past: [] } });
  });

  test("a layer dropped on a connection goes into it, one that gives nothing does not", () => {
    const edge = network.edges.find(({ to }) => to === "dense");
    const added = dropLayer("activation", { x: 5, y: 500 }, edge?.id);
    expect(now().project.graph.edges.map(({ from, to }) => `${from}>${to}`)).toContain(`${added}>dense`);
    undo();
    dropLayer("output", { x: 5, y: 500 }, edge?.id);
    expect(now().project.graph.edges).toEqual(network.edges);
  });

  test("opening another document forgets history, selection and data", () => {
    selectAll();
    run({ command: "rename", name: "Other" });
    openDocument(emptyProject(), null);
    expect(now()).toMatchObject({
      path: null,
      unsaved: false,
      data: null,
      selection: { nodes: [], edges: [] },
    });
    undo();
    expect(now().project.graph.nodes).toEqual([]);
  });
});
