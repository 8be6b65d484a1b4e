import type { KeptPlan } from "../graph/kept-weights.ts";
import type { NetworkPlan } from "../graph/plan.ts";
import type { PlannedBuffers, WorkspacePlan } from "../graph/workspace.ts";
import type { KeptWeights, Kernels } from "../kernels/kernels.ts";
import type { Fields } from "../layers/fields.ts";
import type { BackwardStep, ForwardStep, WeightRules } from "../layers/layer.ts";
import { type FloatArray, type Tensor, view } from "../tensor.ts";

/** Memory of a network's parameters, or of anything laid out like them (gradients, optimiser state). */
export interface ParameterMemory {
  readonly data: FloatArray;
  readonly offset: number;
}

/** What changes from step to step in an otherwise fixed call. */
interface Changing {
  training: boolean;
  readonly noise: { seed: number; step: number; readonly layer: number };
  readonly kept: KeptWeights | null;
}

/** Where an executor keeps weights as its kernels want them. */
interface KeptMemory extends ParameterMemory {
  readonly plan: KeptPlan;
}

interface BoundNode {
  /** The layer before or behind does its work, or it is the input. */
  readonly isPassedOver: boolean;
  readonly forward: ForwardStep<Fields, WeightRules<Fields>> & Changing;
  readonly backward: BackwardStep<Fields, WeightRules<Fields>> | null;
  /** Gradients computed beside the place where they belong, to be added there. */
  readonly additions: readonly { readonly from: Tensor; readonly to: Tensor }[];
}

/** All views of one batch size. Made once per size: a step makes no objects. */
interface Bound {
  readonly nodes: readonly BoundNode[];
  readonly input: Tensor;
  readonly prediction: Tensor;
  readonly target: Tensor;
  readonly lossInput: Tensor;
  readonly lossGradient: Tensor;
  readonly inputGradient: Tensor | null;
}

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
  private readonly memory: ParameterMemory;
  private readonly weights: ParameterMemory;
  private readonly gradients: ParameterMemory | null;
  private readonly kept: KeptMemory | null;
  private readonly bound = new Map<number, Bound>();

  constructor(parts: {
    readonly plan: NetworkPlan;
    readonly workspace: WorkspacePlan;
    readonly kernels: Kernels;
    readonly memory: ParameterMemory;
    readonly weights: ParameterMemory;
    readonly gradients: ParameterMemory | null;
    /** For weights that seldom change; who writes them counts `weightsVersion`. */
    readonly kept?: KeptMemory;
  }) {
    this.plan = parts.plan;
    this.workspace = parts.workspace;
    this.kernels = parts.kernels;
    this.memory = parts.memory;
    this.weights = parts.weights;
    this.gradients = parts.gradients;
    this.kept = parts.kept ?? null;
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

  private bind(batch: number): Bound {
    const known = this.bound.get(batch);
    if (known) return known;
    if (batch > this.workspace.use.batch)
      throw new RangeError(
        `The workspace was planned for ${this.workspace.use.batch} examples, not ${batch}.`,
      );
    const bound = bindViews(
      this.plan,
      this.workspace,
      this.kernels,
      this.memory,
      this.weights,
      this.gradients,
      this.kept,
      batch,
    );
    this.bound.set(batch, bound);
    return bound;
  }
}

function bindViews(
  plan: NetworkPlan,
  workspace: WorkspacePlan,
  kernels: Kernels,
  memory: ParameterMemory,
  weights: ParameterMemory,
  gradients: ParameterMemory | null,
  kept: KeptMemory | null,
  batch: number,
): Bound {
  const at = (offset: number, shape: readonly number[]) =>
    view(memory.data, memory.offset + offset, [batch, ...shape]);
  const buffers = (index: number): PlannedBuffers => {
    const planned = workspace.nodes[index];
    if (!planned) throw new RangeError(`The workspace has no node ${index}.`);
    return planned;
  };
  const outputs = plan.nodes.map((node, index) => at(buffers(index).output, node.shape));
  const scratch = view(memory.data, memory.offset + workspace.scratch.offset, [workspace.scratch.size]);
  const nodes = plan.nodes.map((node, index): BoundNode => {
    const planned = buffers(index);
    const [first, ...rest] = node.inputs.map((input) => outputs[input] ?? scratch);
    const output = outputs[index] ?? scratch;
    const parameters = (source: ParameterMemory) =>
      Object.fromEntries(
        Object.keys(node.layer.weights).map((name) => {
          const parameter = node.parameters.find((candidate) => candidate.name === name);
          return [
            name,
            parameter ? view(source.data, source.offset + parameter.offset, parameter.shape) : null,
          ];
        }),
      );
    const keeps = kept?.plan.nodes[index];
    const forward: BoundNode["forward"] = {
      kernels,
      fields: node.fields,
      inputs: [first ?? output, ...rest],
      output,
      weights: parameters(weights),
      saved: Object.fromEntries(
        Object.entries(planned.saved).map(([name, { offset, shape, once }]) => [
          name,
          once ? view(memory.data, memory.offset + offset, shape) : at(offset, shape),
        ]),
      ),
      scratch,
      training: false,
      noise: { seed: 0, step: 0, layer: index },
      kept:
        kept && keeps
          ? { memory: view(kept.data, kept.offset + keeps.offset, [keeps.size]), isCurrent: false }
          : null,
      rectify: node.inputs.some((input) => buffers(input).isLeftToNext),
      rectifyOutput: plan.nodes.some(
        ({ inputs }, reader) => buffers(reader).isLeftToPrevious && inputs.includes(index),
      ),
    };
    const isPassedOver = index === plan.input || planned.isLeftToNext || planned.isLeftToPrevious;
    if (planned.gradient === null || !gradients)
      return { isPassedOver, forward, backward: null, additions: [] };
    const targets = planned.inputGradients.map((gradient, port) => {
      const shape = node.inputShapes[port] ?? [];
      return (
        gradient && {
          at: at(gradient.offset, shape),
          addTo: gradient.addTo === null ? null : at(gradient.addTo, shape),
        }
      );
    });
    const [firstTarget, ...restTargets] = targets.map((target) => target?.at ?? null);
    // One object for both directions, so that backward sees the same noise and mode as its forward.
    const both: BackwardStep<Fields, WeightRules<Fields>> & Changing = {
      ...forward,
      gradOutput: at(planned.gradient, node.shape),
      gradInputs: [firstTarget ?? null, ...restTargets],
      gradWeights: parameters(gradients),
    };
    return {
      isPassedOver,
      forward: both,
      backward: both,
      additions: targets.flatMap((target) => (target?.addTo ? [{ from: target.at, to: target.addTo }] : [])),
    };
  });
  const inputPlan = buffers(plan.input);
  const lossPlan = buffers(workspace.lossNode);
  const shapeOf = (index: number) => plan.nodes[index]?.shape ?? [];
  return {
    nodes,
    input: at(inputPlan.output, shapeOf(plan.input)),
    prediction: at(buffers(plan.output).output, shapeOf(plan.output)),
    target: at(workspace.target, shapeOf(plan.output)),
    lossInput: at(lossPlan.output, shapeOf(workspace.lossNode)),
    lossGradient: at(lossPlan.gradient ?? 0, shapeOf(workspace.lossNode)),
    inputGradient:
      workspace.use.inputGradient && inputPlan.gradient !== null
        ? at(inputPlan.gradient, shapeOf(plan.input))
        : null,
  };
}
