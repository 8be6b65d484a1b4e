import type { NetworkPlan } from "../graph/plan.ts";
import type { WorkspacePlan } from "../graph/workspace.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Tensor } from "../tensor.ts";
import { type BoundViews, bindViews, type ExecutorParts } from "./bound-views.ts";

export interface Noise {
  seed: number;
  step: number;
}

/**
 * Runs a planned network forward and backward on one workspace. Several executors (training, evaluation,
 * pictures) can share the same parameters. Nothing is allocated after the first step of each batch size.
 */
export class Executor {
  readonly plan: NetworkPlan;
  readonly workspace: WorkspacePlan;
  readonly kernels: Kernels;
  /** Feeds dropout; the trainer counts the steps. */
  readonly noise: Noise = { seed: 0, step: 0 };
  /** Another number whenever weights have been written: what was kept of those before is made anew. */
  weightsVersion = 0;
  /** Of what weights the kept ones were made. */
  private keptVersion = -1;
  private readonly parts: ExecutorParts;
  private readonly bound = new Map<number, BoundViews>();

  constructor(parts: ExecutorParts) {
    this.parts = parts;
    this.plan = parts.plan;
    this.workspace = parts.workspace;
    this.kernels = parts.kernels;
  }

  /** Where a batch of examples goes: [batch, ...input shape]. */
  input(batch: number): Tensor {
    return this.bind(batch).input;
  }

  /** Where the wanted outputs go: [batch, ...output shape]. */
  target(batch: number): Tensor {
    return this.bind(batch).target;
  }

  /** Where `loss` leaves the gradient that `backward` starts from. */
  lossGradient(batch: number): Tensor {
    return this.bind(batch).lossGradient;
  }

  prediction(batch: number): Tensor {
    return this.bind(batch).prediction;
  }

  /** Gradient with respect to the input, after `backward` on a workspace planned for it. */
  inputGradient(batch: number): Tensor | null {
    return this.bind(batch).inputGradient;
  }

  /** The output of one node after `forward`; only a workspace that keeps outputs has them all. */
  output(index: number, batch: number): Tensor {
    const node = this.bind(batch).nodes[index];
    if (!node) throw new RangeError(`The plan has no node ${index}.`);
    return node.forward.output;
  }

  /** Gradient of the loss with respect to one node's output, valid until its memory serves another. */
  outputGradient(index: number, batch: number): Tensor | null {
    return this.bind(batch).nodes[index]?.backward?.gradOutput ?? null;
  }

  /** Runs all layers in order on what `input` holds. `onLayer` sees each one right after it ran. */
  forward(batch: number, training: boolean, onLayer?: (index: number, output: Tensor) => void): void {
    const { nodes } = this.bind(batch);
    const isCurrent = this.keptVersion === this.weightsVersion;
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index];
      const layer = this.plan.nodes[index]?.layer;
      if (!node || !layer) continue;
      const { forward } = node;
      forward.training = training;
      forward.noise.seed = this.noise.seed;
      forward.noise.step = this.noise.step;
      if (forward.kept) forward.kept.isCurrent = isCurrent;
      if (!node.isPassedOver) layer.forward(forward);
      onLayer?.(index, forward.output);
    }
    this.keptVersion = this.weightsVersion;
  }

  /** The summed loss of the batch; its gradient, times `scale`, is left where backward starts. */
  loss(batch: number, scale: number): number {
    const { lossInput, target, lossGradient } = this.bind(batch);
    const { loss, lossSettings } = this.plan;
    return loss.evaluate(this.kernels, lossInput, target, lossGradient, scale, lossSettings);
  }

  /**
   * Adds the parameters' gradients to their memory, last layer first. `onGradient` sees the gradient of each
   * layer's output once it is complete: just before the layer itself runs backward.
   */
  backward(batch: number, onGradient?: (index: number, gradient: Tensor) => void): void {
    const { nodes } = this.bind(batch);
    for (let index = nodes.length - 1; index >= 0; index--) {
      const node = nodes[index];
      if (!node?.backward) continue;
      onGradient?.(index, node.backward.gradOutput);
      if (index === this.plan.input) continue;
      const { layer } = this.plan.nodes[index] ?? {};
      if (!layer?.isView && !node.isPassedOver) layer?.backward(node.backward);
      for (const addition of node.additions) this.kernels.addTo(addition.from, addition.to);
    }
  }

  private bind(batch: number): BoundViews {
    const known = this.bound.get(batch);
    if (known) return known;
    if (batch > this.workspace.use.batch)
      throw new RangeError(
        `The workspace was planned for ${this.workspace.use.batch} examples, not ${batch}.`,
      );
    const bound = bindViews(this.parts, batch);
    this.bound.set(batch, bound);
    return bound;
  }
}
