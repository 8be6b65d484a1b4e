import type { Graph } from "../graph/graph.ts";
import { type Placement, placeBuffers } from "../graph/placement.ts";
import { planNetwork } from "../graph/plan.ts";
import { planWorkspace } from "../graph/workspace.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { elements, sizeOf, type Tensor, view } from "../tensor.ts";
import { Executor } from "../training/executor.ts";

/** Every buffer in a place of its own. */
export const withoutReuse: Placement = (lifetimes) => {
  let total = 0;
  const offsets = lifetimes.map(({ size }) => {
    total += size;
    return total - size;
  });
  return { offsets, total };
};

export interface NetworkCall {
  readonly graph: Graph;
  readonly kernels: Kernels;
  readonly place?: Placement;
  readonly keepOutputs?: boolean;
  /** The batch that is planned for; the examples of a call may be fewer. */
  readonly plannedBatch?: number;
  readonly weights: ArrayLike<number>;
  readonly x: ArrayLike<number>;
  readonly target: ArrayLike<number>;
  readonly training?: boolean;
}

/**
 * One forward and backward pass in a workspace that starts full of NaN, so that whatever is read before it is
 * written spoils the result. Weights and gradients are laid out as planned, without gaps between them.
 */
export function runNetwork(call: NetworkCall) {
  const { graph, kernels, place = placeBuffers, keepOutputs = false, training = true } = call;
  const plan = planNetwork(graph);
  const batch = call.x.length / sizeOf(plan.nodes[plan.input]?.shape ?? []);
  const use = { batch: call.plannedBatch ?? batch, backward: true, keepOutputs, inputGradient: true };
  const workspace = planWorkspace(plan, kernels, use, place);
  const block = (size: number) => ({ data: kernels.allocate(size), offset: 0 });
  const memory = block(workspace.total);
  memory.data.fill(Number.NaN);
  const weights = block(plan.parameterElements);
  const gradients = block(plan.parameterElements);
  let next = 0;
  for (const { offset, size } of plan.parameters)
    for (let i = 0; i < size; i++) weights.data[offset + i] = call.weights[next++] ?? 0;
  const executor = new Executor({ plan, workspace, kernels, memory, weights, gradients });
  executor.noise.seed = 5;
  const put = (values: ArrayLike<number>, tensor: Tensor) => tensor.data.set(values, tensor.offset);
  put(call.x, executor.input(batch));
  put(call.target, executor.target(batch));
  executor.forward(batch, training);
  const loss = executor.loss(batch, 1);
  const prediction = [...elements(executor.prediction(batch))];
  executor.backward(batch);
  const inputGradient = executor.inputGradient(batch);
  return {
    loss,
    prediction,
    total: workspace.total,
    inputGradient: inputGradient ? [...elements(inputGradient)] : [],
    gradients: plan.parameters.flatMap(({ offset, shape }) => [
      ...elements(view(gradients.data, offset, shape)),
    ]),
  };
}

/** How many numbers a network's weights are, running statistics included. */
export function weightCount(graph: Graph): number {
  return planNetwork(graph).parameters.reduce((sum, { size }) => sum + size, 0);
}
