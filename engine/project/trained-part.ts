import { withOwnFiles } from "../data/dataset.ts";
import { fileName } from "../data/own-file.ts";
import type { Project } from "./project.ts";

const known = new WeakMap<Project, string>();

/** Of what the trained bits depend on, the part that a run keeps to its end: all but how it goes on from here. */
export function fixedPart({ graph, data, training }: Project): string {
  const { batchSize, seed, maths } = training;
  return JSON.stringify([networkPart(graph), sorted(data), batchSize, seed, maths]);
}

/**
 * Everything that the trained bits of a project depend on, as text: names and places do not count. How many epochs it
 * trains is left out, and so is the learning rate, which acts at once.
 */
export function trainedPart(project: Project): string {
  const before = known.get(project);
  if (before !== undefined) return before;
  const { graph, data, training } = project;
  const { epochs: _more, optimizer, ...settings } = training;
  const { learningRate: _atOnce, ...optimizerSettings } = optimizer.settings;
  const text = JSON.stringify([
    networkPart(graph),
    sorted(data && withOwnFiles(data, fileName)),
    sorted(settings),
    optimizer.name,
    sorted(optimizerSettings),
  ]);
  known.set(project, text);
  return text;
}

export function learningRateOf(project: Project): number {
  return Number(project.training.optimizer.settings.learningRate);
}

/** The training settings with another learning rate. */
export function withLearningRate(project: Project, learningRate: number): Project["training"] {
  const { optimizer } = project.training;
  return {
    ...project.training,
    optimizer: { ...optimizer, settings: { ...optimizer.settings, learningRate } },
  };
}

function networkPart({ nodes, edges }: Project["graph"]): unknown {
  return [
    nodes
      .map(({ id, kind, fields, copied }) => [
        id,
        kind,
        sorted(fields),
        ...(copied ? [sorted(copied.weights)] : []),
      ])
      .sort(byFirst),
    edges.map(({ from, to, input }) => [`${to} ${input}`, from]).sort(byFirst),
  ];
}

/** Objects as lists of their entries, so that the order in which a file names them does not count. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .map(([key, inner]) => [key, sorted(inner)] as const)
    .sort(byFirst);
}

function byFirst(first: readonly unknown[], second: readonly unknown[]): number {
  return String(first[0]) < String(second[0]) ? -1 : 1;
}
