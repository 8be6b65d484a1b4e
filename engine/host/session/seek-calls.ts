import type { WorkerService } from "../../client.ts";
import { seenNumbers } from "../../data/prepare.ts";
import { dream } from "../../inspect/dream.ts";
import { occlusion } from "../../inspect/occlusion.ts";
import type { DreamSettings, OcclusionSettings } from "../../inspect/seek-settings.ts";
import { strongestInputs } from "../../inspect/strongest-inputs.ts";
import type { Dream, OcclusionMap, RunState, StrongestInputs } from "../../protocol.ts";
import { elements } from "../../tensor.ts";
import type { RunMemory } from "../../training/memory.ts";
import type { RunControl } from "./control.ts";
import { copiedRun } from "./copied-run.ts";

/** The calls that look for what a unit looks for. They work on copies of the weights, so that a run keeps its bits. */
export function seekCalls(control: RunControl) {
  const copied = (node: string | null) => copiedRun(control, node);
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
      control.needData();
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
