import { texNumber } from "../formulas.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { AnyFieldValues, Fields, NumberField } from "../layers/fields.ts";
import { pow } from "../math.ts";
import { recordNamed } from "../named.ts";
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
  /** How far a step goes, and what is usual: what lies outside trains, but seldom as it was meant. */
  readonly reach: Reach;
  /** A stronger weight decay outweighs the data in most networks. */
  readonly mostDecay: number;
  /** Whether every update but the first does the same with the same learning rate. */
  readonly isSteady: boolean;
  /**
   * Starts update number `step`, counted from 0. The learning rate comes apart from the settings because it may
   * change while training. The updates of all weights follow before the next `begin`.
   */
  begin(settings: AnyFieldValues, learningRate: number, step: number): void;
  /** Moves one weight in place. */
  update(kernels: Kernels, weight: Tensor, gradient: Tensor, slots: readonly Tensor[]): void;
}

/** The length of the steps that a weight takes while its gradient stays the same. */
export interface Reach {
  /** Whether a gradient twice as large makes a step twice as long; else its size does not matter. */
  readonly followsSize: boolean;
  /** The share of the learning rate that such a step comes to, with momentum and the like. */
  factor(settings: AnyFieldValues): number;
  /** TeX of the length of a step with the numbers filled in. */
  formula(settings: AnyFieldValues): string;
  /** Steps outside of this are too short or too long for most networks. */
  readonly usual: readonly [shortest: number, longest: number];
}

/** A step is the learning rate, whatever the gradient. */
function evenReach(shortest: number, longest: number): Reach {
  return {
    followsSize: false,
    factor: () => 1,
    formula: ({ learningRate }) => String.raw`|\Delta w| \approx \gamma = ${texNumber(Number(learningRate))}`,
    usual: [shortest, longest],
  };
}

/** Steps that run up along a direction that stays: 1 + μ + μ² + … = 1/(1 - μ). */
function momentumReach(followsSize: boolean, shortest: number, longest: number): Reach {
  const factor = ({ momentum }: AnyFieldValues) => 1 / (1 - Number(momentum));
  return {
    followsSize,
    factor,
    formula(settings) {
      const [rate, momentum] = [Number(settings.learningRate), Number(settings.momentum)];
      const size = followsSize ? String.raw`\,|g|` : "";
      const step = texNumber(rate * factor(settings));
      return momentum === 0
        ? String.raw`|\Delta w| \approx \gamma${size} = ${step}${size}`
        : String.raw`|\Delta w| \approx \frac{\gamma}{1 - \mu}${size} = \frac{${texNumber(rate)}}{1 - ${texNumber(momentum)}}${size} = ${step}${size}`;
    },
    usual: [shortest, longest],
  };
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

function momentumField(value: number): NumberField {
  return {
    type: "number",
    label: "Momentum",
    minimum: 0,
    maximum: 0.999,
    step: 0.1,
    default: value,
    help: "The share of the last step that is kept. 0 keeps nothing.",
  };
}

function weightDecayField(value: number): NumberField {
  return {
    type: "number",
    label: "Weight decay",
    minimum: 0,
    maximum: 1,
    step: 0.001,
    default: value,
    help: "Pulls every weight towards zero at each step (L2), biases too, as PyTorch does. Running statistics are left alone.",
  };
}

function epsilonField(value: number): NumberField {
  return {
    type: "number",
    label: "Epsilon",
    minimum: 1e-12,
    maximum: 1,
    step: value,
    default: value,
    help: "Keeps the division finite where gradients are tiny.",
  };
}

/** One record per optimiser, rewritten by each `begin`, so that a training step allocates nothing. */
const sgdStep = { learningRate: 0, momentum: 0, first: true, nesterov: false, weightDecay: 0 };
const adamStep = {
  learningRate: 0,
  beta1: 0,
  beta2: 0,
  epsilon: 0,
  correction1: 1,
  correction2: 1,
  weightDecay: 0,
  decoupled: false,
};
const rmspropStep = { learningRate: 0, alpha: 0, momentum: 0, epsilon: 0, weightDecay: 0 };
const adagradStep = { learningRate: 0, epsilon: 0, weightDecay: 0 };

const sgd: Optimizer<"sgd"> = {
  name: "sgd",
  title: "SGD",
  summary:
    "Stochastic gradient descent: each step follows the gradient of one batch. Momentum keeps part of the last step's direction; Nesterov looks ahead along it.",
  formula: String.raw`\begin{aligned} g &= \bwd{\nabla E} + \lambda\, w \\ v &\leftarrow \mu\, v + g \\ w &\leftarrow w - \gamma\, v \quad \text{(Nesterov: } \gamma\,(g + \mu v) \text{)} \end{aligned}`,
  fields: {
    learningRate: learningRateField(0.05),
    momentum: momentumField(0.9),
    nesterov: {
      type: "toggle",
      label: "Nesterov",
      default: false,
      help: "Takes the gradient's step from where momentum will carry the weights. Does nothing without momentum.",
    },
    weightDecay: weightDecayField(0),
  },
  stateSlots: 1,
  reach: momentumReach(true, 1e-4, 5),
  mostDecay: 0.1,
  isSteady: true,
  begin(settings, learningRate, step) {
    sgdStep.learningRate = learningRate;
    sgdStep.momentum = Number(settings.momentum);
    sgdStep.first = step === 0;
    sgdStep.nesterov = settings.nesterov === true;
    sgdStep.weightDecay = Number(settings.weightDecay ?? 0);
  },
  update(kernels, weight, gradient, slots) {
    kernels.sgdUpdate(weight, gradient, sgdStep.momentum === 0 ? null : (slots[0] ?? null), sgdStep);
  },
};

const adamFields = {
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
  epsilon: epsilonField(1e-8),
} as const satisfies Optimizer["fields"];

/** Adam and AdamW differ in where the decay acts, and in nothing else. */
function adamRule(decoupled: boolean): Pick<Optimizer, "stateSlots" | "isSteady" | "begin" | "update"> {
  return {
    stateSlots: 2,
    isSteady: false,
    begin(settings, learningRate, step) {
      adamStep.learningRate = learningRate;
      adamStep.beta1 = Number(settings.beta1);
      adamStep.beta2 = Number(settings.beta2);
      adamStep.epsilon = Number(settings.epsilon);
      adamStep.correction1 = 1 - pow(adamStep.beta1, step + 1);
      adamStep.correction2 = 1 - pow(adamStep.beta2, step + 1);
      adamStep.weightDecay = Number(settings.weightDecay ?? 0);
      adamStep.decoupled = decoupled;
    },
    update(kernels, weight, gradient, slots) {
      const [mean, square] = slots;
      if (!mean || !square) throw new RangeError("Adam needs two tensors of state for each weight.");
      kernels.adamUpdate(weight, gradient, mean, square, adamStep);
    },
  };
}

const adamMoments = String.raw`m &\leftarrow \beta_1 m + (1 - \beta_1)\, g \\ v &\leftarrow \beta_2 v + (1 - \beta_2)\, g^2`;
const adamChange = String.raw`\gamma\, \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \varepsilon}`;

const adam: Optimizer<"adam"> = {
  name: "adam",
  title: "Adam",
  summary:
    "Gives every weight its own step size from running means of its gradient and of its square. Often a good first choice.",
  formula: String.raw`\begin{aligned} g &= \bwd{\nabla E} + \lambda\, w \\ ${adamMoments} \\ w &\leftarrow w - ${adamChange} \end{aligned}`,
  fields: { ...adamFields, weightDecay: weightDecayField(0) },
  reach: evenReach(1e-5, 0.1),
  mostDecay: 0.1,
  ...adamRule(false),
};

const adamw: Optimizer<"adamw"> = {
  name: "adamw",
  title: "AdamW",
  summary:
    "Adam whose weight decay shrinks the weights themselves, so that it acts alike on weights with large and with small gradients.",
  formula: String.raw`\begin{aligned} g &= \bwd{\nabla E} \\ ${adamMoments} \\ w &\leftarrow (1 - \gamma \lambda)\, w - ${adamChange} \end{aligned}`,
  fields: { ...adamFields, weightDecay: weightDecayField(0.01) },
  reach: evenReach(1e-5, 0.1),
  mostDecay: 0.5,
  ...adamRule(true),
};

const rmsprop: Optimizer<"rmsprop"> = {
  name: "rmsprop",
  title: "RMSprop",
  summary:
    "Divides each weight's step by the running size of its gradient, so that steep and flat directions move alike.",
  formula: String.raw`\begin{aligned} g &= \bwd{\nabla E} + \lambda\, w \\ s &\leftarrow \alpha\, s + (1 - \alpha)\, g^2 \\ v &\leftarrow \mu\, v + \frac{g}{\sqrt{s} + \varepsilon} \\ w &\leftarrow w - \gamma\, v \end{aligned}`,
  fields: {
    learningRate: learningRateField(0.01),
    alpha: {
      type: "number",
      label: "Alpha",
      minimum: 0,
      maximum: 0.99999,
      step: 0.01,
      default: 0.99,
      help: "How slowly the running mean of the squared gradient follows.",
    },
    momentum: momentumField(0),
    epsilon: epsilonField(1e-8),
    weightDecay: weightDecayField(0),
  },
  stateSlots: 2,
  reach: momentumReach(false, 1e-5, 0.2),
  mostDecay: 0.1,
  isSteady: true,
  begin(settings, learningRate) {
    rmspropStep.learningRate = learningRate;
    rmspropStep.alpha = Number(settings.alpha);
    rmspropStep.momentum = Number(settings.momentum);
    rmspropStep.epsilon = Number(settings.epsilon);
    rmspropStep.weightDecay = Number(settings.weightDecay);
  },
  update(kernels, weight, gradient, slots) {
    const [square, velocity] = slots;
    if (!square || !velocity) throw new RangeError("RMSprop needs two tensors of state for each weight.");
    kernels.rmspropUpdate(
      weight,
      gradient,
      square,
      rmspropStep.momentum === 0 ? null : velocity,
      rmspropStep,
    );
  },
};

const adagrad: Optimizer<"adagrad"> = {
  name: "adagrad",
  title: "Adagrad",
  summary:
    "Divides each weight's step by all the gradient it has seen, so that rarely used weights keep large steps while others slow down.",
  formula: String.raw`\begin{aligned} g &= \bwd{\nabla E} + \lambda\, w \\ s &\leftarrow s + g^2 \\ w &\leftarrow w - \gamma\, \frac{g}{\sqrt{s} + \varepsilon} \end{aligned}`,
  fields: {
    learningRate: learningRateField(0.01),
    epsilon: epsilonField(1e-10),
    weightDecay: weightDecayField(0),
  },
  stateSlots: 1,
  reach: evenReach(1e-5, 1),
  mostDecay: 0.1,
  isSteady: true,
  begin(settings, learningRate) {
    adagradStep.learningRate = learningRate;
    adagradStep.epsilon = Number(settings.epsilon);
    adagradStep.weightDecay = Number(settings.weightDecay);
  },
  update(kernels, weight, gradient, slots) {
    const [square] = slots;
    if (!square) throw new RangeError("Adagrad needs a tensor of state for each weight.");
    kernels.adagradUpdate(weight, gradient, square, adagradStep);
  },
};

/** Every optimiser, in the order in which the form offers them. */
export const optimizers = [sgd, adam, adamw, rmsprop, adagrad] as const;

export type OptimizerName = (typeof optimizers)[number]["name"];

/** The record of an optimiser. Throws for a name that no door should have let in. */
export function optimizer(name: OptimizerName): Optimizer<OptimizerName> {
  return recordNamed<Optimizer<OptimizerName>>(optimizers, name, "optimiser");
}
