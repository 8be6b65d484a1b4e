import { freemem } from "node:os";
import { check } from "../graph/check.ts";
import type { Graph } from "../graph/graph.ts";
import { gigabytes, mostRunBytes } from "../graph/size-rule.ts";
import { TroubleError } from "../trouble.ts";
import { say } from "../words/say.ts";
import { type EstimatedRun, estimateRun, totalOf } from "./run-estimate.ts";

/** Floating-point operations of a step below which sharing it among threads costs more than it saves. */
const worthSharing = 4e6;

/** As many threads as asked for, or one for a network so small that threads would only wait for each other. */
export function worthwhileThreads(graph: Graph, batch: number, wanted: number): number {
  const stepFlops = 3 * batch * check(graph, null).flops;
  return stepFlops < worthSharing ? 1 : Math.max(1, Math.min(64, wanted));
}

/**
 * Refuses a run that memory cannot hold, before anything of it is allocated.
 * @param free bytes that the system can still give.
 * @throws TroubleError with the estimate and the batch size that fits.
 */
export function refuseWhatDoesNotFit(run: EstimatedRun, free = freemem()): void {
  const { batchSize } = run.project.training;
  const needed = estimateRun(run, batchSize);
  // Engine and data are there already, and the threads that run along are not.
  const { kernels } = run.team;
  const threads = needed.engine - estimateRun({ ...run, team: { kernels, size: 1 } }, batchSize).engine;
  const room = Math.min(mostRunBytes, free - threads);
  if (needed.network <= room) return;
  const batch = Math.min(batchSize, run.dataset.split.train.length);
  const fits = batchThatFits(run, batch, room);
  const usable = totalOf({ ...needed, network: room });
  throw new TroubleError({
    title: say("This run needs too much memory"),
    reason: say("A batch of {batch} needs about {needed}, and {free} can be used.", {
      batch,
      needed: gigabytes(totalOf(needed)),
      free: gigabytes(usable),
    }),
    next: fits
      ? say("Batch size {batch} fits.", { batch: fits })
      : say("Make the largest layer smaller: its weights alone do not fit."),
  });
}

/** The largest batch, halving from `batch`, whose network fits; null when none does. */
function batchThatFits(run: EstimatedRun, batch: number, bytes: number): number | null {
  for (let size = batch; size >= 1; size = Math.floor(size / 2))
    if (estimateRun(run, size).network <= bytes) return size;
  return null;
}
