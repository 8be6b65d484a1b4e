import type { WorkerService } from "../../client.ts";
import { seenNumbers } from "../../data/prepare.ts";
import { planNetwork } from "../../graph/plan.ts";
import { dream, endingAt, occlusion, strongestInputs } from "../../inspect/seek.ts";
import type { DreamSettings, OcclusionSettings } from "../../inspect/seek-settings.ts";
import type { Dream, OcclusionMap, RunState, StrongestInputs } from "../../protocol.ts";
import { elements } from "../../tensor.ts";
import { RunMemory } from "../../training/memory.ts";
import type { RunControl } from "./control.ts";

/** Examples that go through a network at a time while it is searched. */
const batch = 32;

/** The calls that look for what a unit looks for. They work on copies of the weights, so that a run keeps its bits. */
export function seekCalls(control: RunControl) {
  /** The run's network up to a layer, or all of it, with the weights as they are now. */
  const copied = (node: string | null) => {
    const { project, trainer } = control.needRun();
    const { memory: run, dataset } = trainer;
    const { graph, training: settings } = project;
    const plan = planNetwork(node === null ? graph : endingAt(graph, node));
    const kernels = control.parts.newKernels();
    const memory = new RunMemory({
      ...{ plan, kernels, settings, batch: 1, evaluation: batch },
      ...{ inspectable: true, initialise: false },
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
  };
  const positionOf = (memory: RunMemory, node: string) => {
    const position = memory.plan.nodes.findIndex(({ id }) => id === node);
    if (position < 0) throw new RangeError("The run has no such layer.");
    return position;
  };
  return {
    strongestInputs: async ({
      node,
      unit,
      part,
    }: {
      readonly node: string;
      readonly unit: number;
      readonly part: "validation" | "test";
    }): Promise<StrongestInputs | null> => {
      const { memory, dataset } = copied(null);
      return control.seek(strongestInputs(memory, dataset, positionOf(memory, node), unit, part));
    },

    occlude: async ({
      label,
      settings,
    }: {
      readonly label: number | null;
      readonly settings: OcclusionSettings;
    }): Promise<OcclusionMap | null> => {
      const { trainer } = control.probed();
      const input = elements(trainer.memory.probe.input(1)).slice();
      return control.seek(occlusion(copied(null).memory, input, label, settings));
    },

    dream: async ({
      node,
      unit,
      settings,
    }: {
      readonly node: string;
      readonly unit: number;
      readonly settings: DreamSettings;
    }): Promise<Dream | null> => {
      const { memory, dataset } = copied(node);
      const found = await control.seek(dream(memory, unit, settings, seenNumbers(dataset)));
      return found && { node, unit, shape: dataset.inputShape, ...found };
    },

    cancelSeeking: (): RunState => {
      control.endSeeking();
      return control.state;
    },
  } satisfies Partial<WorkerService>;
}
