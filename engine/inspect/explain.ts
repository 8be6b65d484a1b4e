import type { Kernels } from "../kernels/kernels.ts";
import type { Explanation } from "../protocol.ts";
import { elements, imageSize } from "../tensor.ts";
import { RunMemory } from "../training/memory.ts";
import type { TrainingSettings } from "../training/settings.ts";
import { evidenceFor } from "./attribution.ts";

/**
 * Explains a run's answers on a memory of its own, so that the run's gradients stay as they are: laid out for one
 * example when first asked, given the weights anew each time.
 */
export class Explainer {
  private readonly memory: RunMemory;

  constructor(run: RunMemory, settings: TrainingSettings, kernels: Kernels) {
    const { plan } = run;
    this.memory = new RunMemory({
      plan,
      kernels,
      settings,
      batch: 1,
      evaluation: 1,
      inspectable: true,
      initialise: false,
    });
  }

  /**
   * Which cells of the probe's input speak for a class: the class with the highest score when none is named.
   * @param node a layer whose maps Grad-CAM weighs; without maps, or behind the scores, there is none.
   * @throws RangeError when there is no such class.
   */
  explain(
    run: RunMemory,
    { node, label }: { readonly node: string; readonly label: number | null },
  ): Explanation {
    const { memory } = this;
    memory.setWeights(run.weights.map((weight) => elements(weight)));
    const input = elements(run.probe.input(1)).slice();
    const { plan, train } = memory;
    const position = plan.nodes.findIndex(({ id }) => id === node);
    const hasMaps = position !== plan.input && imageSize(plan.nodes[position]?.shape ?? []) !== null;
    const isBefore = position >= 0 && position <= train.workspace.lossNode;
    const found = evidenceFor(memory, input, label, hasMaps && isBefore ? position : null);
    const { gradCam: cam } = found;
    return {
      label: found.label,
      score: found.saliency.score,
      scores: Float32Array.from(found.scores),
      saliency: Float32Array.from(found.saliency.map),
      gradCam: cam && { height: cam.height, width: cam.width, values: Float32Array.from(cam.map) },
    };
  }
}
