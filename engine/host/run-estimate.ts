import type { Dataset, DatasetReference } from "../data/dataset.ts";
import { builtInSet } from "../data/registry.ts";
import { planNetwork } from "../graph/plan.ts";
import { kernelMemoryBytes } from "../kernels/wasm/kernels.ts";
import type { Project } from "../project/project.ts";
import type { MemoryEstimate } from "../protocol.ts";
import { batchSizes, layoutRun } from "../training/layout.ts";
import { copiedElements } from "../training/repeated-steps.ts";
import { stopping } from "../training/stopping.ts";
import type { RunTeam } from "./threads.ts";

/*
 * What JavaScript takes cannot be counted, and is measured, in bytes, for Node and for Electron: the engine's thread with
 * its code and heap; what compiling the kernels of pictures leaves; what unpacking a gzip file leaves besides; each
 * further thread. `npm run bench -- --overheads --only memory` measures it again. It moves by one or two megabytes from
 * run to run.
 */
const measured = process.versions.electron
  ? { engine: 18e6, pictures: 2.6e6, unpacking: 0, thread: 13.5e6 }
  : { engine: 27.5e6, pictures: 2.2e6, unpacking: 13e6, thread: 25e6 };

/** What decides how much memory a run takes. */
export interface EstimatedRun {
  readonly project: Project;
  readonly dataset: Dataset;
  readonly team: Pick<RunTeam, "kernels" | "size">;
  /** Who writes checkpoints, if anybody does. */
  readonly keeper: object | null;
}

/** By how much a run makes its process grow at its peak, from before the engine is there. Allocates nothing. */
export function estimateRun(run: EstimatedRun, batchSize: number): MemoryEstimate {
  const { project, dataset, team, keeper } = run;
  const { graph, training, data } = project;
  const plan = planNetwork(graph);
  const { elements, blocks } = layoutRun(plan, team.kernels, training, batchSizes(batchSize, dataset.split));
  const copied = copiedElements({ plan, kernels: team.kernels, dataset, settings: training });
  const weights = 4 * plan.parameterElements;
  const best = training.stopping && stopping(training.stopping.name).keepsBest ? weights : 0;
  const checkpoint = keeper ? blocks * weights + best : 0;
  const isPicture = dataset.inputShape.length === 3;
  return {
    // The weights are copied once before an update, to tell how far it moves them.
    network: kernelMemoryBytes(team.size, elements + copied) + weights + best + checkpoint,
    data: dataBytes(dataset) + (data && isUnpacked(data) ? measured.unpacking : 0),
    engine: measured.engine + (isPicture ? measured.pictures : 0) + (team.size - 1) * measured.thread,
  };
}

/** All parts together. */
export function totalOf({ network, data, engine }: MemoryEstimate): number {
  return network + data + engine;
}

function dataBytes({ inputs, labels, targets, split }: Dataset): number {
  const { train, validation, test } = split;
  // The training part again: in the order of the epoch.
  const orders = 2 * train.byteLength + validation.byteLength + test.byteLength;
  return inputs.data.byteLength + labels.byteLength + (targets?.values.byteLength ?? 0) + orders;
}

function isUnpacked(data: DatasetReference): boolean {
  return data.kind === "built-in" && builtInSet(data.id).files.some((file) => file.endsWith(".gz"));
}
