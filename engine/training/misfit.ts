import type { Dataset } from "../data/dataset.ts";
import { targetSketch } from "../data/targets.ts";
import { check } from "../graph/check.ts";
import type { Graph } from "../graph/graph.ts";
import { TroubleError } from "../trouble.ts";
import { say } from "../words/say.ts";

/** Codes of the problems that a network has with its data. */
const misfits: readonly string[] = ["input-data", "classes", "loss-data", "reconstruction"];

/**
 * A network that does not fit the data that were loaded for it is refused before it trains.
 * @throws TroubleError with the first problem that the check finds, and its first fix as the next step.
 */
export function refuseMisfit(graph: Graph, dataset: Dataset): void {
  const { name, inputShape, classNames } = dataset;
  const { problems } = check(graph, { name, inputShape, classNames, targets: targetSketch(dataset) });
  const problem = problems.find(({ code }) => misfits.includes(code));
  if (!problem) return;
  const { title, explanation, fixes } = problem;
  const next = fixes[0]
    ? say("{label}, then train.", { label: fixes[0].label })
    : say("Change the network or the data, then train.");
  throw new TroubleError({ title, reason: explanation, next });
}
