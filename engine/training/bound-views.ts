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

/** Where an executor keeps weights as its kernels want them. */
interface KeptMemory extends ParameterMemory {
  readonly plan: KeptPlan;
}

/** A planned network and the memory that it runs in. */
export interface ExecutorParts {
  readonly plan: NetworkPlan;
  readonly workspace: WorkspacePlan;
  readonly kernels: Kernels;
  readonly memory: ParameterMemory;
  readonly weights: ParameterMemory;
  readonly gradients: ParameterMemory | null;
  /** For weights that seldom change; who writes them counts `weightsVersion`. */
  readonly kept?: KeptMemory;
}

/** What changes from step to step in an otherwise fixed call. */
interface Changing {
  training: boolean;
  readonly noise: { seed: number; step: number; readonly layer: number };
  readonly kept: KeptWeights | null;
}

type BoundForward = ForwardStep<Fields, WeightRules<Fields>> & Changing;

interface BoundNode {
  /** The layer before or behind does its work, or it is the input. */
  readonly isPassedOver: boolean;
  readonly forward: BoundForward;
  readonly backward: BackwardStep<Fields, WeightRules<Fields>> | null;
  /** Gradients computed beside the place where they belong, to be added there. */
  readonly additions: readonly { readonly from: Tensor; readonly to: Tensor }[];
}

/** All views of one batch size. Made once per size: a step makes no objects. */
export interface BoundViews {
  readonly nodes: readonly BoundNode[];
  readonly input: Tensor;
  readonly prediction: Tensor;
  readonly target: Tensor;
  readonly lossInput: Tensor;
  readonly lossGradient: Tensor;
  readonly inputGradient: Tensor | null;
}

/** What the views of all nodes are made of. */
interface Binding extends ExecutorParts {
  /** A tensor of the workspace, one part of this shape for each example. */
  at(offset: number, shape: readonly number[]): Tensor;
  /** The output of every node. */
  readonly outputs: readonly Tensor[];
  readonly scratch: Tensor;
}

/** Makes the views of a batch of so many examples, each at the place that the plans give it. */
export function bindViews(parts: ExecutorParts, batch: number): BoundViews {
  const { plan, workspace, memory } = parts;
  const at = (offset: number, shape: readonly number[]) =>
    view(memory.data, memory.offset + offset, [batch, ...shape]);
  const binding: Binding = {
    ...parts,
    at,
    outputs: plan.nodes.map((node, index) => at(buffersOf(workspace, index).output, node.shape)),
    scratch: view(memory.data, memory.offset + workspace.scratch.offset, [workspace.scratch.size]),
  };
  const shapeOf = (index: number) => plan.nodes[index]?.shape ?? [];
  const input = buffersOf(workspace, plan.input);
  const loss = buffersOf(workspace, workspace.lossNode);
  return {
    nodes: plan.nodes.map((_, index) => bindNode(binding, index)),
    input: at(input.output, shapeOf(plan.input)),
    prediction: at(buffersOf(workspace, plan.output).output, shapeOf(plan.output)),
    target: at(workspace.target, shapeOf(plan.output)),
    lossInput: at(loss.output, shapeOf(workspace.lossNode)),
    lossGradient: at(loss.gradient ?? 0, shapeOf(workspace.lossNode)),
    inputGradient:
      workspace.use.inputGradient && input.gradient !== null ? at(input.gradient, shapeOf(plan.input)) : null,
  };
}

function buffersOf(workspace: WorkspacePlan, index: number): PlannedBuffers {
  const planned = workspace.nodes[index];
  if (!planned) throw new RangeError(`The workspace has no node ${index}.`);
  return planned;
}

type PlannedNode = NetworkPlan["nodes"][number];

function bindNode(binding: Binding, index: number): BoundNode {
  const { plan, workspace, gradients, at } = binding;
  const node = plan.nodes[index] as PlannedNode;
  const planned = buffersOf(workspace, index);
  const forward = bindForward(binding, index);
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
    gradWeights: parametersOf(node, gradients),
  };
  return {
    isPassedOver,
    forward: both,
    backward: both,
    additions: targets.flatMap((target) => (target?.addTo ? [{ from: target.at, to: target.addTo }] : [])),
  };
}

function bindForward(binding: Binding, index: number): BoundForward {
  const { plan, workspace, kernels, memory, weights, kept, at, outputs, scratch } = binding;
  const node = plan.nodes[index] as PlannedNode;
  const planned = buffersOf(workspace, index);
  const [first, ...rest] = node.inputs.map((input) => outputs[input] ?? scratch);
  const output = outputs[index] ?? scratch;
  const keeps = kept?.plan.nodes[index];
  return {
    kernels,
    fields: node.fields,
    inputs: [first ?? output, ...rest],
    output,
    weights: parametersOf(node, weights),
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
    rectify: node.inputs.some((input) => buffersOf(workspace, input).isLeftToNext),
    rectifyOutput: plan.nodes.some(
      ({ inputs }, reader) => buffersOf(workspace, reader).isLeftToPrevious && inputs.includes(index),
    ),
  };
}

/** Views of a node's parameters, or of what lies like them, by name; null for those that it does without. */
function parametersOf({ layer, parameters }: PlannedNode, { data, offset }: ParameterMemory) {
  return Object.fromEntries(
    Object.keys(layer.weights).map((name) => {
      const parameter = parameters.find((candidate) => candidate.name === name);
      return [name, parameter ? view(data, offset + parameter.offset, parameter.shape) : null];
    }),
  );
}
