import { readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Dataset, type DatasetReference, datasetReferenceSchema } from "../data/dataset.ts";
import { availableReferences, describeReference } from "../data/describe.ts";
import { splitFields } from "../data/preparation.ts";
import { targetSketch } from "../data/targets.ts";
import type { DataContext } from "../graph/check.ts";
import { applyEdits, type GraphEdit } from "../graph/edit.ts";
import { freeId, type Graph, newNode } from "../graph/graph.ts";
import { insertOnEdge } from "../graph/insert-on-edge.ts";
import { blocksTraining } from "../graph/problem.ts";
import { loadDataset } from "../host/datasets.ts";
import { readTemplate } from "../host/templates.ts";
import { loopKernels } from "../kernels/loops.ts";
import { type AnyFieldValue, defaultValues } from "../layers/fields.ts";
import type { LayerKindName } from "../layers/registry.ts";
import { readFormula } from "../testing/formulas.ts";
import { schedules } from "../training/schedules.ts";
import { stoppings } from "../training/stopping.ts";
import { Trainer } from "../training/trainer.ts";
import { updatings } from "../training/updating.ts";
import { setWords, translate } from "../words/say.ts";
import { checkProject } from "./check.ts";
import { applyProjectFix, type ProjectProblem } from "./problem.ts";
import type { Project } from "./project.ts";

/** What a person does, as data: the journeys do the same with mouse and keys. */
type Step =
  | readonly ["set", layer: string, field: string, value: AnyFieldValue]
  | readonly ["train", part: string, field: string, value: AnyFieldValue]
  | readonly ["choose", part: "schedule" | "updating" | "stopping", name: string]
  | readonly ["add", kind: LayerKindName, after: string]
  | readonly ["drop", kind: LayerKindName]
  | readonly ["connect", from: string, to: string]
  | readonly ["cut", from: string, to: string]
  | readonly ["remove", layer: string]
  | readonly ["data", title: string]
  | readonly ["points", field: string, value: number]
  | readonly ["split", field: string, value: number]
  | readonly ["scale", name: string];

interface Mistake {
  readonly name: string;
  /** The sound network that it is made in. */
  readonly template: string;
  readonly steps: readonly Step[];
  readonly code: string;
  /** The name of the layer that is marked; null for the training's settings. */
  readonly node: string | null;
  readonly title: string;
  /** The label of the first remedy. */
  readonly fix: string;
  /** Numbers and words that title or explanation must hold. */
  readonly says: readonly string[];
  readonly isHint?: true;
  /** What the same steps do wrong besides, as `code at layer`. */
  readonly also?: readonly string[];
  /** The window refuses it while it is dragged, or has no form for it: it is in files only. */
  readonly byHand?: false;
}

const mistakes: readonly Mistake[] = JSON.parse(
  readFileSync(new URL("mistakes.json", import.meta.url), "utf8"),
);

const french: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL("../../assets/locales/fr.json", import.meta.url), "utf8"),
);

/** What is drawn wrong has nothing to compute; all else is told with a formula. */
const withoutFormula: readonly string[] = ["missing-input", "two-inputs", "two-outputs", "cycle"];

const idOf = ({ nodes }: Graph, name: string) => {
  const node = nodes.find((candidate) => candidate.name === name);
  if (!node) throw new Error(`There is no layer "${name}".`);
  return node.id;
};

const records = { schedule: schedules, updating: updatings, stopping: stoppings } as const;

function done(project: Project, step: Step): Project {
  const { graph, training, data } = project;
  const drawn = (...edits: readonly GraphEdit[]): Project => ({
    ...project,
    graph: applyEdits(graph, edits),
  });
  const trained = (values: object): Project => ({ ...project, training: { ...training, ...values } });
  switch (step[0]) {
    case "set":
      return drawn({ edit: "set-fields", id: idOf(graph, step[1]), values: { [step[2]]: step[3] } });
    case "train": {
      const [, part, field, value] = step;
      if (part === "run") return trained({ [field]: value });
      const choice = part === "optimizer" ? training.optimizer : training[part as keyof typeof records];
      return trained({ [part]: { name: choice?.name, settings: { ...choice?.settings, [field]: value } } });
    }
    case "choose": {
      const record = records[step[1]].find(({ name }) => name === step[2]);
      return trained({ [step[1]]: { name: record?.name, settings: defaultValues(record?.fields ?? {}) } });
    }
    case "add": {
      const from = idOf(graph, step[2]);
      const [edge] = graph.edges.filter((candidate) => candidate.from === from);
      if (!edge) throw new Error(`${step[2]} feeds nothing.`);
      return drawn(...insertOnEdge(graph, edge, step[1]));
    }
    case "drop":
      return drawn({ edit: "add-nodes", nodes: [newNode(graph, step[1], { x: 0, y: 400 })] });
    case "connect": {
      const [from, to] = [idOf(graph, step[1]), idOf(graph, step[2])];
      return drawn({ edit: "connect", edges: [{ id: freeId(graph.edges, "e"), from, to, input: 0 }] });
    }
    case "cut": {
      const [from, to] = [idOf(graph, step[1]), idOf(graph, step[2])];
      const gone = graph.edges.filter((edge) => edge.from === from && edge.to === to);
      return drawn({ edit: "disconnect", ids: gone.map(({ id }) => id) });
    }
    case "remove":
      return drawn({ edit: "remove-nodes", ids: [idOf(graph, step[1])] });
    case "data": {
      const reference = availableReferences().find((each) => describeReference(each).name === step[1]);
      if (!reference) throw new Error(`There is no data set "${step[1]}".`);
      return { ...project, data: reference };
    }
    case "split": {
      const split = { ...defaultValues(splitFields), [step[1]]: step[2] };
      return { ...project, data: datasetReferenceSchema.parse({ ...data, preparation: { split } }) };
    }
    case "scale":
      return {
        ...project,
        data: datasetReferenceSchema.parse({ ...data, preparation: { scaling: step[1] } }),
      };
    case "points":
      return { ...project, data: datasetReferenceSchema.parse({ ...data, [step[1]]: step[2] }) };
  }
}

const loaded = new Map<string, Promise<Dataset>>();

/** Loaded once for all mistakes that are made with it. */
function datasetOf(reference: DatasetReference | null): Promise<Dataset> {
  if (!reference) throw new Error("The project has no data.");
  const key = JSON.stringify(reference);
  const dataset = loaded.get(key) ?? loadDataset(reference);
  loaded.set(key, dataset);
  return dataset;
}

async function contextOf(reference: DatasetReference | null): Promise<DataContext> {
  const { split, name, inputShape, classNames, ...dataset } = await datasetOf(reference);
  const sizes = { train: split.train.length, validation: split.validation.length };
  return { name, inputShape, classNames, targets: targetSketch(dataset), sizes };
}

const placeOf = ({ code, node }: ProjectProblem, { graph }: Project) =>
  `${code} at ${graph.nodes.find(({ id }) => id === node)?.name ?? null}`;

it("knows at least thirty mistakes that can be made by hand, each under a name of its own", () => {
  expect(mistakes.filter(({ byHand }) => byHand !== false).length).toBeGreaterThanOrEqual(30);
  expect(new Set(mistakes.map(({ name }) => name)).size).toBe(mistakes.length);
});

describe.each(mistakes)("$name", (mistake) => {
  const { template, steps, code, node, title, says, isHint = false, also = [] } = mistake;
  const place = `${code} at ${node}`;
  const found = (project: Project, data: DataContext) =>
    checkProject(project, data).problems.find((problem) => placeOf(problem, project) === place);

  it("is told where it is, in its numbers, and nothing else is; its remedy heals it and the network trains", async () => {
    const { project } = await readTemplate(template);
    const before = await contextOf(project.data);
    expect(checkProject(project, before).problems).toEqual([]);

    const wrong = steps.reduce(done, project);
    const data = await contextOf(wrong.data);
    const problem = found(wrong, data);
    const alike = checkProject(wrong, data).problems.filter(({ severity }) => severity === problem?.severity);
    expect(alike.map((other) => placeOf(other, wrong)).sort()).toEqual([place, ...also].sort());
    if (!problem) return;
    for (const part of says) expect(`${problem.title}. ${problem.explanation}`).toContain(part);
    expect(problem.title).toBe(title);
    expect(problem.severity).toBe(isHint ? "hint" : "error");
    expect(checkProject(wrong, data).canTrain).toBe(isHint);
    if (!withoutFormula.includes(code))
      expect(readFormula(problem.formula ?? "\\undefined")).toContain("katex");

    for (const each of problem.fixes) {
      const after = applyProjectFix(wrong, each);
      expect(found(after, await contextOf(after.data)), each.label).toBeUndefined();
    }
    const [fix] = problem.fixes;
    expect(fix?.label).toBe(mistake.fix);
    if (!fix) return;
    const healed = applyProjectFix(wrong, fix);
    const dataset = await datasetOf(healed.data);
    const healedData = await contextOf(healed.data);
    expect(found(healed, healedData)).toBeUndefined();
    // A line that is taken away may leave a layer without input, which has a remedy of its own.
    const [next] = checkProject(healed, healedData).problems.filter(blocksTraining);
    if (next) expect(next.code).toBe("missing-input");
    const fixed = next?.fixes[0] ? applyProjectFix(healed, next.fixes[0]) : healed;
    expect(checkProject(fixed, healedData).canTrain).toBe(true);
    const { graph, training } = fixed;
    const settings = { ...training, batchSize: Math.min(4, training.batchSize) };
    const trainer = new Trainer({ graph, dataset, kernels: loopKernels, settings, clock: () => 0 });
    const untrained = trainer.memory.weightsHash();
    // A step may take several batches.
    for (let batch = 0; batch < 10 && trainer.memory.weightsHash() === untrained; batch++) trainer.advance();
    expect(trainer.memory.weightsHash()).not.toBe(untrained);
    // A remedy makes a new project, and the wrong one is there to go back to.
    expect(found(wrong, data)).toBeDefined();
  });

  it("is told in French as the list of typical mistakes has it", async () => {
    const { project } = await readTemplate(template);
    const wrong = steps.reduce(done, project);
    const data = await contextOf(wrong.data);
    setWords({ locale: "fr", messages: french });
    onTestFinished(() => setWords({ locale: "en", messages: {} }));
    const problem = found(wrong, data);
    expect([problem?.title, problem?.fixes[0]?.label]).toEqual([translate(title), translate(mistake.fix)]);
  });
});
