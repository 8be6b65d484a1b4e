import type { Project } from "../../engine/project/project.ts";

/*
 * The run keeps the network that it was started with while the document goes on changing. These comparisons
 * tell which edits the run already follows and which wait for the next one.
 */

/** Whether the project would train another network, or otherwise, than the run does; names and places do not count. */
export function differsFromRun(run: Project, now: Project): boolean {
  return run !== now && trainedPart(run) !== trainedPart(now);
}

/** Whether only the number of epochs was changed since the run began. */
export function epochsDiffer(run: Project, now: Project): boolean {
  return run.training.epochs !== now.training.epochs;
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

const known = new WeakMap<Project, string>();

/** Everything that the trained bits depend on, as text; the learning rate acts at once and is left out. */
function trainedPart(project: Project): string {
  const before = known.get(project);
  if (before !== undefined) return before;
  const { graph, data, training } = project;
  const { learningRate: _atOnce, ...settings } = training.optimizer.settings;
  const text = JSON.stringify([
    graph.nodes.map(({ id, kind, fields }) => [id, kind, sorted(fields)]).sort(byFirst),
    graph.edges.map(({ from, to, input }) => [`${to} ${input}`, from]).sort(byFirst),
    data && sorted(data),
    training.batchSize,
    training.seed,
    training.optimizer.name,
    sorted(settings),
    training.maths,
    training.schedule && [training.schedule.name, sorted(training.schedule.settings)],
  ]);
  known.set(project, text);
  return text;
}

function sorted(values: object): readonly (readonly [string, unknown])[] {
  return Object.entries(values).sort(byFirst);
}

function byFirst(first: readonly unknown[], second: readonly unknown[]): number {
  return String(first[0]) < String(second[0]) ? -1 : 1;
}
