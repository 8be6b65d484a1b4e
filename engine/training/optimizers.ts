import type { Kernels } from "../kernels/kernels.ts";
import type { AnyFieldValues, Fields, NumberField } from "../layers/fields.ts";
import { pow } from "../math.ts";
import type { Tensor } from "../tensor.ts";

/** A rule that moves weights along their gradients, by PyTorch's definitions and names. */
export interface Optimizer<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly summary: string;
  /** TeX of one update. */
  readonly formula: string;
  readonly fields: Fields & { readonly learningRate: NumberField };
  /** Tensors of state per weight, zero at the start: the shape of the weight each. */
  readonly stateSlots: number;
  /**
   * Starts update number `step`, counted from 0. The learning rate comes apart from the settings because it may
   * change while training. The updates of all weights follow before the next `begin`.
   */
  begin(settings: AnyFieldValues, learningRate: number, step: number): void;
  /** Moves one weight in place. */
  update(kernels: Kernels, weight: Tensor, gradient: Tensor, slots: readonly Tensor[]): void;
}

function learningRateField(value: number): NumberField {
  return {
    type: "number",
    label: "Learning rate",
    minimum: 0.000001,
    maximum: 10,
    step: 0.001,
    default: value,
    help: "How far each step follows the gradient. Too large makes the loss jump or grow, too small makes it crawl.",
  };
}

/** One record per optimiser, rewritten by each `begin`, so that a training step allocates nothing. */
const sgdStep = { learningRate: 0, momentum: 0, first: true };
const adamStep = { learningRate: 0, beta1: 0, beta2: 0, epsilon: 0, correction1: 1, correction2: 1 };

const sgd: Optimizer<"sgd"> = {
  name: "sgd",
  title: "SGD",
  summary:
    "Stochastic gradient descent: each step follows the gradient of one batch. Momentum keeps part of the last step's direction.",
  formula: String.raw`\begin{aligned} v &\leftarrow \mu\, v + \bwd{\nabla E} \\ w &\leftarrow w - \gamma\, v \end{aligned}`,
  fields: {
    learningRate: learningRateField(0.05),
    momentum: {
      type: "number",
      label: "Momentum",
      minimum: 0,
      maximum: 0.999,
      step: 0.1,
      default: 0.9,
      help: "The share of the last step that is kept. 0 is plain gradient descent.",
    },
  },
  stateSlots: 1,
  begin(settings, learningRate, step) {
    sgdStep.learningRate = learningRate;
    sgdStep.momentum = Number(settings.momentum);
    sgdStep.first = step === 0;
  },
  update(kernels, weight, gradient, slots) {
    kernels.sgdUpdate(weight, gradient, sgdStep.momentum === 0 ? null : (slots[0] ?? null), sgdStep);
  },
};

const adam: Optimizer<"adam"> = {
  name: "adam",
  title: "Adam",
  summary:
    "Gives every weight its own step size from running means of its gradient and of its square. Often a good first choice.",
  formula: String.raw`\begin{aligned} m &\leftarrow \beta_1 m + (1 - \beta_1)\, \bwd{\nabla E} \\ v &\leftarrow \beta_2 v + (1 - \beta_2)\, (\bwd{\nabla E})^2 \\ w &\leftarrow w - \gamma\, \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \varepsilon} \end{aligned}`,
  fields: {
    learningRate: learningRateField(0.001),
    beta1: {
      type: "number",
      label: "Beta 1",
      minimum: 0,
      maximum: 0.9999,
      step: 0.01,
      default: 0.9,
      help: "How slowly the running mean of the gradient follows.",
    },
    beta2: {
      type: "number",
      label: "Beta 2",
      minimum: 0,
      maximum: 0.99999,
      step: 0.001,
      default: 0.999,
      help: "How slowly the running mean of the squared gradient follows.",
    },
    epsilon: {
      type: "number",
      label: "Epsilon",
      minimum: 1e-12,
      maximum: 1,
      step: 1e-8,
      default: 1e-8,
      help: "Keeps the division finite where gradients are tiny.",
    },
  },
  stateSlots: 2,
  begin(settings, learningRate, step) {
    adamStep.learningRate = learningRate;
    adamStep.beta1 = Number(settings.beta1);
    adamStep.beta2 = Number(settings.beta2);
    adamStep.epsilon = Number(settings.epsilon);
    adamStep.correction1 = 1 - pow(adamStep.beta1, step + 1);
    adamStep.correction2 = 1 - pow(adamStep.beta2, step + 1);
  },
  update(kernels, weight, gradient, slots) {
    const [mean, square] = slots;
    if (!mean || !square) throw new RangeError("Adam needs two tensors of state for each weight.");
    kernels.adamUpdate(weight, gradient, mean, square, adamStep);
  },
};

/** Every optimiser, in the order in which the form offers them. */
export const optimizers = [sgd, adam] as const;

export type OptimizerName = (typeof optimizers)[number]["name"];

/** The record of an optimiser. Throws for a name that no door should have let in. */
export function optimizer(name: OptimizerName): Optimizer<OptimizerName> {
  const record = optimizers.find((candidate) => candidate.name === name);
  if (!record) throw new Error(`There is no optimiser called "${name}".`);
  return record;
}
