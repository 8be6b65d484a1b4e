import type { Dataset } from "../../data/dataset.ts";
import type { NodeId } from "../../graph/graph.ts";
import { planNetwork } from "../../graph/plan.ts";
import { endingAt } from "../../inspect/dream.ts";
import { elements } from "../../tensor.ts";
import { RunMemory } from "../../training/memory.ts";
import type { RunControl } from "./control.ts";

/** Examples that go through a copied network at a time. */
const batch = 32;

export interface CopiedRun {
  readonly memory: RunMemory;
  readonly dataset: Dataset;
}

/**
 * The run's network up to a layer, or all of it (null), with copies of the weights as they are now: it is looked into for
 * as long as that takes while the run goes on with its own.
 */
export function copiedRun(control: RunControl, node: NodeId | null): CopiedRun {
  const { project, trainer } = control.needRun();
  const { memory: run, dataset } = trainer;
  const { graph, training: settings } = project;
  const plan = planNetwork(node === null ? graph : endingAt(graph, node));
  const kernels = control.parts.newKernels();
  const memory = new RunMemory({
    plan,
    kernels,
    settings,
    batch: 1,
    evaluation: batch,
    inspectable: true,
    initialise: false,
  });
  const places = run.plan.parameters.map((parameter) => `${parameter.node} ${parameter.name}`);
  memory.setWeights(
    plan.parameters.map((parameter) => {
      const weight = run.weights[places.indexOf(`${parameter.node} ${parameter.name}`)];
      if (!weight) throw new Error(`The run has no ${parameter.name} of ${parameter.node}.`);
      return elements(weight);
    }),
  );
  return { memory, dataset };
}
