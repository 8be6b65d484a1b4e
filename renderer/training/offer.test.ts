import { describe, expect, it } from "vitest";
import type { Project } from "../../engine/project/project.ts";
import { withLearningRate } from "../../engine/project/trained-part.ts";
import { offer } from "./offer.ts";
import { canFollow, differsFromRun, editWords, isLeftBehind } from "./run-network.ts";

const base = { canTrain: true, errors: 0, toDo: null, hasNetwork: true, differs: false } as const;

describe("what the transport offers", () => {
  it("names the primary button after the state", () => {
    const label = (run: Parameters<typeof offer>[0]["run"]) => offer({ ...base, run }).primary.label;
    expect(label("idle")).toBe("Train");
    expect(label("training")).toBe("Pause");
    expect(label("validating")).toBe("Pause");
    expect(label("paused")).toBe("Resume");
    expect(label("finished")).toBe("Train more");
    expect(label("stopped")).toBe("Train more");
    expect(label("diverged")).toBe("Train");
    expect(label("failed")).toBe("Train");
  });

  it("says why training is not possible", () => {
    const problem = offer({ ...base, run: "idle", canTrain: false, errors: 1 });
    expect(problem.refused).toBe("Fix one problem to train");
    expect(problem.canStep).toBe(false);
    expect(offer({ ...base, run: "idle", canTrain: false, errors: 2 }).refused).toBe(
      "Fix two problems to train",
    );
  });

  it("names what is still to come while nothing is wrong", () => {
    const begun = { ...base, run: "idle", canTrain: false, toDo: "No data set is chosen" } as const;
    expect(offer(begun).refused).toBe("No data set is chosen");
    expect(offer({ ...begun, errors: 1 }).refused).toBe("Fix one problem to train");
  });

  it("lets a run with its own network go on while the document has problems", () => {
    const paused = offer({ ...base, run: "paused", canTrain: false, errors: 1, differs: true });
    expect(paused).toMatchObject({
      primary: { action: "resume" },
      refused: null,
      canStep: true,
    });
  });

  it("trains anew after a finished run whose network was edited", () => {
    expect(offer({ ...base, run: "finished", differs: true })).toMatchObject({
      primary: { action: "train" },
    });
  });

  it("goes on from weights that were stopped or imported, unless the network was edited", () => {
    expect(offer({ ...base, run: "stopped" })).toMatchObject({
      primary: { action: "resume" },
      canStep: true,
    });
    expect(offer({ ...base, run: "stopped", differs: true })).toMatchObject({ primary: { action: "train" } });
    expect(offer({ ...base, run: "stopped", hasNetwork: false })).toMatchObject({
      primary: { action: "train" },
    });
  });

  it("stops what is under way and resets what there is", () => {
    expect(offer({ ...base, run: "training" })).toMatchObject({
      canStop: true,
      canReset: true,
      canStep: false,
    });
    expect(offer({ ...base, run: "idle" })).toMatchObject({ canStop: false, canReset: false });
    expect(offer({ ...base, run: "stopped" })).toMatchObject({ canStop: false, canReset: true });
  });
});

describe("edits during a run", () => {
  const project: Project = {
    format: "layerlab-project",
    version: 1,
    name: "Test",
    graph: {
      nodes: [
        { id: "n1", kind: "flatten", name: "Flatten", fields: {}, x: 0, y: 0 },
        { id: "n2", kind: "dense", name: "Dense 1", fields: { units: 4, bias: true }, x: 0, y: 0 },
      ],
      edges: [{ id: "e1", from: "n1", to: "n2", input: 0 }],
    },
    data: null,
    training: {
      epochs: 3,
      batchSize: 64,
      seed: 1,
      optimizer: { name: "adam", settings: { learningRate: 0.001 } },
    },
  };
  const withNode = (change: object): Project => ({
    ...project,
    graph: {
      ...project.graph,
      nodes: project.graph.nodes.map((node) => (node.id === "n2" ? { ...node, ...change } : node)),
    },
  });

  it("counts settings, kinds and connections, not names and places", () => {
    expect(differsFromRun(project, withNode({ x: 300, name: "Hidden" }))).toBe(false);
    expect(differsFromRun(project, withNode({ fields: { bias: true, units: 4 } }))).toBe(false);
    expect(differsFromRun(project, withNode({ fields: { units: 8, bias: true } }))).toBe(true);
    expect(differsFromRun(project, { ...project, graph: { ...project.graph, edges: [] } })).toBe(true);
    expect(differsFromRun(project, { ...project, training: { ...project.training, seed: 2 } })).toBe(true);
  });

  it("leaves out the learning rate, which acts at once, and the number of epochs", () => {
    expect(differsFromRun(project, { ...project, training: withLearningRate(project, 0.5) })).toBe(false);
    const longer = { ...project, training: { ...project.training, epochs: 9 } };
    expect(differsFromRun(project, longer)).toBe(false);
    expect(canFollow(project, longer)).toBe(true);
  });

  it("can be followed by a paused run where they are settings of the training alone", () => {
    const withTraining = (change: object): Project => ({
      ...project,
      training: { ...project.training, ...change },
    });
    const clipped = withTraining({ clipping: { name: "norm", settings: { limit: 1 } } });
    expect(canFollow(project, clipped)).toBe(true);
    expect(canFollow(project, withTraining({ optimizer: { name: "sgd", settings: {} } }))).toBe(true);
    expect(canFollow(project, project)).toBe(false);
    expect(canFollow(project, withTraining({ batchSize: 8 }))).toBe(false);
    expect(canFollow(project, withNode({ fields: { units: 8, bias: true } }))).toBe(false);
    expect(editWords("paused", project, clipped, true)).toMatch(/^Resume goes on/);
    expect(editWords("training", project, clipped, true)).toMatch(/^Pause and resume/);
    expect(editWords("training", project, withTraining({ batchSize: 8 }), true)).toMatch(/^The next run/);
    expect(editWords("training", project, project, true)).toBeNull();
  });

  it("tells whose the run is once the document has gone another way", () => {
    const wider = withNode({ fields: { units: 8, bias: true } });
    expect(editWords("finished", project, wider, true)).toBe("That was before your edit.");
    expect(editWords("training", project, wider, false)).toBe("The run goes on without your edit.");
    expect(isLeftBehind("finished", project, wider)).toBe(true);
    expect(isLeftBehind("training", project, wider)).toBe(true);
    expect(isLeftBehind("finished", project, withNode({ x: 300 }))).toBe(false);
    expect(isLeftBehind("loading", project, wider)).toBe(false);
    expect(isLeftBehind("finished", null, wider)).toBe(false);
    const clipped = {
      ...project,
      training: { ...project.training, clipping: { name: "norm", settings: { limit: 1 } } },
    } as const;
    expect(isLeftBehind("paused", project, clipped)).toBe(false);
    expect(isLeftBehind("finished", project, clipped)).toBe(true);
  });
});
