import type { Dataset, DatasetReference } from "../../data/dataset.ts";
import { generateDataset } from "../../data/generate.ts";
import { graphOf } from "../../graph/graph-of.ts";
import { loopKernels } from "../../kernels/loops.ts";
import { emptyProject } from "../../project/empty.ts";
import type { Project } from "../../project/project.ts";
import type { WorkerEvent } from "../../protocol.ts";
import { newSession } from "../session.ts";
import { soloTeam } from "../threads.ts";

/* What the tests of a session share: a small project on generated points, and a session that they can listen to. */

export const data = { kind: "generated", id: "blobs", points: 300, noise: 0.5, seed: 1, classes: 3 } as const;
export const project: Project = {
  ...emptyProject(),
  data,
  graph: graphOf({
    Input: ["input", { shape: [2] }],
    "Dense 1": ["dense", { units: 8 }],
    "ReLU 1": ["activation"],
    "Dense 2": ["dense", { units: 3 }],
    Output: ["output"],
  }),
  training: {
    epochs: 3,
    batchSize: 16,
    seed: 4,
    optimizer: { name: "sgd", settings: { learningRate: 0.05, momentum: 0.9 } },
  },
};
export const withNorm: Project = {
  ...project,
  graph: graphOf({
    Input: ["input", { shape: [2] }],
    "Dense 1": ["dense", { units: 8 }],
    "Norm 1": ["batch-norm"],
    "ReLU 1": ["activation"],
    "Dense 2": ["dense", { units: 3 }],
    Output: ["output"],
  }),
};
export const endless: Project = { ...project, training: { ...project.training, epochs: 100_000 } };

export type Load = (reference: DatasetReference) => Promise<Dataset>;
export const generated: Load = async () => generateDataset(data);

/** A session whose events are kept, and can be waited for. */
export function watched(load: Load = generated, clock = () => performance.now() / 1000) {
  const events: WorkerEvent[] = [];
  const waiting: { readonly matches: (event: WorkerEvent) => boolean; resolve(event: WorkerEvent): void }[] =
    [];
  const session = newSession({
    load,
    newTeam: async () => soloTeam(loopKernels),
    newKernels: () => loopKernels,
    defaultThreads: 1,
    clock,
    emit: (event) => {
      events.push(event);
      for (const waiter of waiting.filter(({ matches }) => matches(event))) {
        waiting.splice(waiting.indexOf(waiter), 1);
        waiter.resolve(event);
      }
    },
  });
  const next = (matches: (event: WorkerEvent) => boolean) =>
    new Promise<WorkerEvent>((resolve) => waiting.push({ matches, resolve }));
  const state = (name: string) => next((event) => event.event === "state" && event.state === name);
  const states = () => events.flatMap((event) => (event.event === "state" ? [event.state] : []));
  return { session, events, next, state, states };
}

/** A load that answers when the test says so. */
export function heldLoad() {
  const held: { resolve(): void; reject(error: Error): void }[] = [];
  const load: Load = () =>
    new Promise((resolve, reject) => {
      held.push({ resolve: () => resolve(generateDataset(data)), reject });
    });
  return { load, held };
}

export const hashOf = ({ session }: ReturnType<typeof watched>) => session.exportModel().weightsHash;

export async function finishedHash(run: Project): Promise<string> {
  const whole = watched();
  const finished = whole.state("finished");
  await whole.session.start({ project: run, until: "end" });
  await finished;
  return hashOf(whole);
}
