import type { Graph } from "../graph/graph.ts";
import { type NetworkPlan, planNetwork } from "../graph/plan.ts";
import { planWorkspace } from "../graph/workspace.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { type FloatArray, type Shape, sizeOf, type Tensor, view } from "../tensor.ts";
import { Executor } from "../training/executor.ts";
import { TroubleError } from "../trouble.ts";
import { say } from "../words/say.ts";

/** Elements (of 4 bytes) that a network may take to run: beyond 2 GB a file asks for too much. */
const largestMemory = 5e8;

/** A network with fixed weights that only runs forward: for checking, predicting and evaluating. */
export class TrainedNetwork {
  readonly plan: NetworkPlan;
  /** The most examples of one call. */
  readonly batch: number;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** Views of the weights, in plan order. */
  readonly weights: readonly Tensor[];
  private readonly executor: Executor;

  /**
   * @param graph one that `check` has found without errors.
   * @throws TroubleError when it would need more memory than a model may.
   */
  constructor(graph: Graph, kernels: Kernels, batch: number) {
    this.plan = planNetwork(graph);
    this.batch = batch;
    const use = { batch, backward: false, keepOutputs: false, inputGradient: false };
    const workspace = planWorkspace(this.plan, kernels, use);
    const total = this.plan.parameterElements + workspace.total;
    if (total > largestMemory)
      throw new TroubleError({
        title: say("This network is too large to run"),
        reason: say("It needs {size} GB of memory for {batch} examples at a time.", {
          size: Math.ceil((4 * total) / 1e9),
          batch,
        }),
        next: say("Make its layers or its input smaller."),
      });
    this.inputShape = this.plan.nodes[this.plan.input]?.shape ?? [];
    this.outputShape = this.plan.nodes[this.plan.output]?.shape ?? [];
    const data = kernels.allocate(total);
    const weights = { data, offset: 0 };
    const memory = { data, offset: this.plan.parameterElements };
    this.weights = this.plan.parameters.map(({ offset, shape }) => view(data, offset, shape));
    this.executor = new Executor({ plan: this.plan, workspace, kernels, memory, weights, gradients: null });
  }

  /** Takes over all weights, in plan order. */
  load(weights: readonly FloatArray[]): void {
    this.weights.forEach((weight, index) => {
      const values = weights[index];
      if (values?.length !== weight.size) throw new RangeError(`Weight ${index} has the wrong size.`);
      weight.data.set(values, weight.offset);
    });
  }

  /**
   * Runs on `count` examples, one after another in `inputs` as the network sees them (preprocessed), and gives
   * their predictions one after another.
   */
  run(inputs: FloatArray, count: number): Float32Array {
    const input = this.executor.input(count);
    input.data.set(inputs.subarray(0, count * sizeOf(this.inputShape)), input.offset);
    this.executor.forward(count, false);
    const output = this.executor.prediction(count);
    return Float32Array.from(output.data.subarray(output.offset, output.offset + output.size));
  }

  /** Summed loss of `count` examples with these targets; `onPrediction` counts what was predicted for them. */
  score(
    inputs: FloatArray,
    count: number,
    writeTarget: (target: Tensor) => void,
    onPrediction: (prediction: Tensor, target: Tensor) => void,
  ): number {
    const target = this.executor.target(count);
    writeTarget(target);
    const input = this.executor.input(count);
    input.data.set(inputs.subarray(0, count * sizeOf(this.inputShape)), input.offset);
    this.executor.forward(count, false);
    // Counted before the loss: it may write where the prediction was.
    onPrediction(this.executor.prediction(count), target);
    return this.executor.loss(count, 1);
  }
}
