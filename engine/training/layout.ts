import type { Split } from "../data/dataset-record.ts";
import { type KeptPlan, planKept } from "../graph/kept-weights.ts";
import { align } from "../graph/placement.ts";
import type { NetworkPlan } from "../graph/plan.ts";
import { planWorkspace, type WorkspacePlan } from "../graph/workspace.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { optimizer } from "./optimizers.ts";
import type { TrainingSettings } from "./settings.ts";

export interface RunSizes {
  readonly batch: number;
  readonly evaluation: number;
  /** Also keep every output of a training step and compute the gradient of its input, to look at. */
  readonly inspectable?: boolean;
}

/**
 * Examples of one evaluation batch: enough for the kernels, few enough to pause between, and never so many more
 * than a training batch that they would need more memory.
 */
function evaluationSize(batch: number): number {
  return Math.min(100, 4 * batch);
}

/** The batches of a run on these parts of a data set: none is larger than the examples that there are, and none is empty. */
export function batchSizes(wanted: number, { train, validation, test }: Split): RunSizes {
  const batch = Math.max(1, Math.min(wanted, train.length));
  const evaluation = Math.min(evaluationSize(batch), Math.max(validation.length, test.length));
  return { batch, evaluation: Math.max(1, evaluation) };
}

/** Where everything of a run lies in its memory, in elements. Nothing is allocated to find out. */
export interface RunLayout {
  /** Weights, gradients, then one block for each slot of optimiser state. */
  readonly blocks: number;
  readonly train: WorkspacePlan;
  readonly evaluation: WorkspacePlan;
  readonly probe: WorkspacePlan;
  /** Training and evaluation take turns in one workspace. */
  readonly workspaceAt: number;
  readonly probeAt: number;
  /** What evaluation and probe keep of the weights between two updates. */
  readonly kept: KeptPlan;
  readonly keptAt: number;
  readonly elements: number;
}

/** Lays a run out: parameter blocks first, then the workspaces. */
export function layoutRun(
  plan: NetworkPlan,
  kernels: Kernels,
  settings: TrainingSettings,
  { batch, evaluation, inspectable = false }: RunSizes,
): RunLayout {
  const blocks = 2 + optimizer(settings.optimizer.name).stateSlots;
  const train = planWorkspace(plan, kernels, {
    batch,
    backward: true,
    keepOutputs: inspectable,
    inputGradient: inspectable,
  });
  const evaluated = planWorkspace(plan, kernels, {
    batch: evaluation,
    backward: false,
    keepOutputs: false,
    inputGradient: false,
  });
  const probe = planWorkspace(plan, kernels.solo, {
    batch: 1,
    backward: false,
    keepOutputs: true,
    inputGradient: false,
  });
  const workspaceAt = blocks * plan.parameterElements;
  const probeAt = workspaceAt + Math.max(train.total, evaluated.total);
  const keptAt = probeAt + align(probe.total);
  const kept = planKept(plan, kernels);
  return {
    blocks,
    train,
    evaluation: evaluated,
    probe,
    workspaceAt,
    probeAt,
    kept,
    keptAt,
    elements: keptAt + kept.total,
  };
}
