import { freemem } from "node:os";
import { check } from "../graph/check.ts";
import type { Graph } from "../graph/graph.ts";
import { planNetwork } from "../graph/plan.ts";
import { gigabytes, mostRunBytes } from "../graph/size-rule.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Project } from "../project/project.ts";
import { batchThatFits, evaluationSize, layoutRun } from "../training/layout.ts";
import { TroubleError } from "../trouble.ts";

/** Floating-point operations of a step below which sharing it among threads costs more than it saves. */
const worthSharing = 4e6;

/** As many threads as asked for, or one for a network so small that threads would only wait for each other. */
export function worthwhileThreads(graph: Graph, batch: number, wanted: number): number {
  const stepFlops = 3 * batch * check(graph, null).flops;
  return stepFlops < worthSharing ? 1 : Math.max(1, Math.min(64, wanted));
}

/** Refuses a run that memory cannot hold, before anything of it is allocated. */
export function refuseWhatDoesNotFit(
  { graph, training }: Project,
  kernels: Kernels,
  batch: number,
  free = Math.min(mostRunBytes, freemem()),
): void {
  const plan = planNetwork(graph);
  const needed =
    4 * layoutRun(plan, kernels, training, { batch, evaluation: evaluationSize(batch) }).elements;
  if (needed <= free) return;
  const fits = batchThatFits(plan, kernels, training, batch, free);
  throw new TroubleError({
    title: "This run needs too much memory",
    reason: `A batch of ${batch} needs about ${gigabytes(needed)}, and ${gigabytes(free)} can be used.`,
    next: fits ? `Batch size ${fits} fits.` : "Make the largest layer smaller: its weights alone do not fit.",
  });
}
