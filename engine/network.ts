import { check } from "./graph/check.ts";
import type { Graph } from "./graph/graph.ts";
import { planNetwork } from "./graph/plan.ts";
import type { Kernels } from "./kernels/kernels.ts";
import { loopKernels } from "./kernels/loops.ts";
import { elements, type FloatArray, type Tensor, sizeOf } from "./tensor.ts";
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
 * and out.
 */
export class Network {
  readonly memory: RunMemory;
  learningRate: number;
  private batch = 0;

  /** Throws an Error with the first problem's words when the graph cannot run. */
  constructor(graph: Graph, options: NetworkOptions = {}) {
    const problem = check(graph, null).problems.find(({ severity, code }) => severity === "error" && code !== "no-data");
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
      if (source.length !== target.size)
        throw new RangeError(`${layer} ${name} has ${target.size} numbers, not ${source.length}.`);
      target.data.set(source, target.offset);
    }
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
    this.batch = x.length / size;
    const input = train.input(this.batch);
    input.data.set(x, input.offset);
    train.forward(this.batch, training);
    return elements(train.prediction(this.batch)).slice();
  }

  /** A copy of what a layer gave in the last `forward`. */
  output(layer: string): FloatArray {
    return elements(this.memory.train.output(this.position(layer), this.batch)).slice();
  }

  /** Loss of the last `forward` against `target` [batch, ...output shape]: mean or sum, as the Output says. */
  loss(target: ArrayLike<number>): number {
    const { plan, train } = this.memory;
    const wanted = train.target(this.batch);
    wanted.data.set(target, wanted.offset);
    const scale = plan.reduction === "mean" ? 1 / this.batch : 1;
    return train.loss(this.batch, scale) * scale;
  }

  /** Gradients of the last `loss`, or of `gradOutput`·prediction when that is given; returns that of the input. */
  backward(gradOutput?: ArrayLike<number>): FloatArray {
    const { train } = this.memory;
    if (gradOutput) {
      const start = train.lossGradient(this.batch);
      start.data.set(gradOutput, start.offset);
    }
    this.memory.clearGradients();
    train.backward(this.batch);
    const gradient = train.inputGradient(this.batch);
    return gradient ? elements(gradient).slice() : new Float32Array(0);
  }

  /** Forward, loss, backward and one update; returns the loss before the update. */
  trainStep(x: ArrayLike<number>, target: ArrayLike<number>): number {
    const { memory } = this;
    memory.train.noise.step = memory.step;
    this.forward(x, { training: true });
    const loss = this.loss(target);
    this.backward();
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
    const index = plan.parameters.findIndex((parameter) => parameter.node === node?.id && parameter.name === name);
    const tensor = tensors[index];
    if (!tensor) throw new RangeError(`${layer} has no weight called "${name}".`);
    return tensor;
  }
}
