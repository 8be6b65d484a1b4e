import { check } from "./graph/check.ts";
import type { Graph } from "./graph/graph.ts";
import { planNetwork } from "./graph/plan.ts";
import { blocksTraining } from "./graph/problem.ts";
import type { Kernels } from "./kernels/kernels.ts";
import { loopKernels } from "./kernels/loops.ts";
import { elements, type FloatArray, sizeOf, type Tensor } from "./tensor.ts";
import { RunMemory } from "./training/memory.ts";
import { defaultTrainingSettings, type TrainingSettings } from "./training/settings.ts";

export interface NetworkOptions {
  /** `referenceKernels` for float64; float32 loops otherwise. */
  readonly kernels?: Kernels;
  /** The largest batch that will be passed in. */
  readonly batch?: number;
  readonly settings?: TrainingSettings;
}

/**
 * A network for scripts: build it from a graph, set weights, run it forward and backward, take training steps.
 * Layers are called by their names in the graph. Arrays are row-major with the batch first and are copied in
 * and out. The initial weights follow from the seed of the settings.
 */
export class Network {
  readonly memory: RunMemory;
  learningRate: number;
  private batch = 0;
  /** What the memory holds: later buffers of a step lie where earlier ones were, so each pass needs the one before. */
  private ready: "nothing" | "outputs" | "loss" = "nothing";

  /** Throws an Error with the first problem's words when the graph cannot run. */
  constructor(graph: Graph, options: NetworkOptions = {}) {
    const problem = check(graph, null).problems.find(
      (candidate) => blocksTraining(candidate) && candidate.code !== "no-data",
    );
    if (problem) throw new Error(`${problem.title}. ${problem.explanation}`);
    const { batch = 64, settings = defaultTrainingSettings } = options;
    this.learningRate = Number(settings.optimizer.settings.learningRate);
    this.memory = new RunMemory({
      plan: planNetwork(graph),
      kernels: options.kernels ?? loopKernels,
      settings,
      batch,
      evaluation: 1,
      inspectable: true,
    });
  }

  /** Replaces weights of a layer, e.g. `setWeights("Dense 1", { weight: [...], bias: [...] })`. */
  setWeights(layer: string, values: Readonly<Record<string, ArrayLike<number>>>): void {
    for (const [name, source] of Object.entries(values)) {
      const target = this.parameter(layer, name, this.memory.weights);
      fill(target, source, `${layer} ${name}`);
    }
    this.memory.weightsWritten();
  }

  /** A copy of one weight, in its public layout. */
  weight(layer: string, name: string): FloatArray {
    return elements(this.parameter(layer, name, this.memory.weights)).slice();
  }

  /** A copy of the gradient of one weight, after `backward` or `trainStep`. */
  gradient(layer: string, name: string): FloatArray {
    return elements(this.parameter(layer, name, this.memory.weightGradients)).slice();
  }

  /** Runs `x` [batch, ...input shape] through the network; returns the prediction [batch, ...output shape]. */
  forward(x: ArrayLike<number>, { training = false }: { readonly training?: boolean } = {}): FloatArray {
    const { plan, train } = this.memory;
    const size = sizeOf(plan.nodes[plan.input]?.shape ?? []);
    if (x.length === 0 || x.length % size !== 0)
      throw new RangeError(`One example has ${size} numbers; ${x.length} is not a whole number of examples.`);
    const batch = x.length / size;
    fill(train.input(batch), x, "The input");
    this.batch = batch;
    train.forward(batch, training);
    this.ready = "outputs";
    return elements(train.prediction(batch)).slice();
  }

  /** A copy of what a layer gave in the last `forward`. */
  output(layer: string): FloatArray {
    if (this.batch === 0) throw new Error("Call forward first: no layer has an output yet.");
    return elements(this.memory.train.output(this.position(layer), this.batch)).slice();
  }

  /** Loss of the last `forward` against `target` [batch, ...output shape]: mean or sum, as the Output says, and penalties. */
  loss(target: ArrayLike<number>): number {
    const { plan, train } = this.memory;
    if (this.ready === "nothing") throw new Error("Call forward first: the loss needs its outputs.");
    fill(train.target(this.batch), target, "The target");
    const scale = plan.reduction === "mean" ? 1 / this.batch : 1;
    const sum = train.loss(this.batch, scale);
    this.ready = "loss";
    return sum * scale + this.memory.penalty();
  }

  /**
   * Gradients of the last `loss`; returns that of the input, [batch, ...input shape]. With `gradOutput` [batch,
   * ...output shape] no loss is needed: it is taken as the gradient of the prediction (of the logits, where
   * the loss is cross-entropy on a softmax layer). Once for each `forward`.
   */
  backward(gradOutput?: ArrayLike<number>): FloatArray {
    const { train } = this.memory;
    const isOfLoss = gradOutput === undefined;
    if (gradOutput) {
      if (this.ready === "nothing") throw new Error("Call forward first: backward needs its outputs.");
      fill(train.lossGradient(this.batch), gradOutput, "The gradient of the output");
    } else if (this.ready !== "loss")
      throw new Error("Call forward and loss first, or pass the output's gradient.");
    this.ready = "nothing";
    this.memory.clearGradients();
    this.memory.backward(this.batch);
    if (isOfLoss) this.memory.penalise();
    const gradient = train.inputGradient(this.batch);
    if (!gradient) throw new Error("The plan has no gradient for the input.");
    return elements(gradient).slice();
  }

  /** Forward, loss, backward and one update; returns the loss before the update. */
  trainStep(x: ArrayLike<number>, target: ArrayLike<number>): number {
    const { memory } = this;
    memory.train.noise.step = memory.step;
    this.forward(x, { training: true });
    const loss = this.loss(target);
    this.backward();
    memory.clip(Math.sqrt(memory.squaredGradientNorm()));
    memory.update(this.learningRate);
    return loss;
  }

  private position(layer: string): number {
    const index = this.memory.plan.nodes.findIndex((node) => node.name === layer);
    if (index < 0) throw new RangeError(`The network has no layer called "${layer}".`);
    return index;
  }

  private parameter(layer: string, name: string, tensors: readonly Tensor[]): Tensor {
    const { plan } = this.memory;
    const node = plan.nodes[this.position(layer)];
    const index = plan.parameters.findIndex(
      (parameter) => parameter.node === node?.id && parameter.name === name,
    );
    const tensor = tensors[index];
    if (!tensor) throw new RangeError(`${layer} has no weight called "${name}".`);
    return tensor;
  }
}

/** Copies numbers in from outside. Throws a RangeError when there are more or fewer than the tensor has. */
function fill(tensor: Tensor, values: ArrayLike<number>, what: string): void {
  if (values.length !== tensor.size)
    throw new RangeError(`${what} has ${tensor.size} numbers, not ${values.length}.`);
  tensor.data.set(values, tensor.offset);
}
