import type { Fans, InitialiserName } from "../layers/layer.ts";
import type { Random } from "../random.ts";
import { type FloatArray, type Shape, sizeOf } from "../tensor.ts";

/** How a weight starts: one draw per element, in order. */
export interface Initialiser {
  readonly title: string;
  /** The distribution in words. */
  readonly summary: string;
  /** TeX of the distribution. */
  readonly formula: string;
  draw(random: Random, fanIn: number, fanOut: number): number;
}

const NORMAL_DEVIATION = 0.05;

/** Every initialiser. */
export const initialisers: Readonly<Record<InitialiserName, Initialiser>> = {
  // K. He et al. (2015); PyTorch's kaiming_uniform_ with nonlinearity="relu".
  he: {
    title: "He",
    summary: "Uniform between ±√(6 / inputs), which keeps the size of activations through ReLU layers.",
    formula: String.raw`w \sim U\!\left(-\sqrt{6/n_\text{in}},\; \sqrt{6/n_\text{in}}\right)`,
    draw(random, fanIn) {
      const bound = Math.sqrt(6 / fanIn);
      return random.uniformBetween(-bound, bound);
    },
  },
  // X. Glorot and Y. Bengio (2010); PyTorch's xavier_uniform_.
  glorot: {
    title: "Glorot",
    summary: "Uniform between ±√(6 / (inputs + outputs)), made for tanh and sigmoid.",
    formula: String.raw`w \sim U\!\left(-\sqrt{\tfrac{6}{n_\text{in} + n_\text{out}}},\; \sqrt{\tfrac{6}{n_\text{in} + n_\text{out}}}\right)`,
    draw(random, fanIn, fanOut) {
      const bound = Math.sqrt(6 / (fanIn + fanOut));
      return random.uniformBetween(-bound, bound);
    },
  },
  normal: {
    title: "Normal",
    summary: `Normal with mean 0 and standard deviation ${NORMAL_DEVIATION}, whatever the layer's size.`,
    formula: String.raw`w \sim N(0,\, ${NORMAL_DEVIATION}^2)`,
    draw: (random) => NORMAL_DEVIATION * random.normal(),
  },
  zeros: {
    title: "Zeros",
    summary: "All zero. Right for biases; for weights it makes all units of a layer alike.",
    formula: "w = 0",
    draw: () => 0,
  },
  ones: {
    title: "Ones",
    summary: "All one. Right for scales and variances, which then change nothing at first.",
    formula: "w = 1",
    draw: () => 1,
  },
  // K. He et al. (2015); PyTorch's start of PReLU.
  quarter: {
    title: "Quarter",
    summary: "All 0.25, where the learned slope of PReLU starts.",
    formula: String.raw`w = \tfrac{1}{4}`,
    draw: () => 0.25,
  },
};

/**
 * Writes the starting values of a weight of `shape` to `target` from `offset` on. The public layouts
 * [out, in] and [out, in, kh, kw] say the fans, inputs and outputs of one unit times the kernel's cells; for
 * other layouts the layer gives them.
 */
export function initialise(
  name: InitialiserName,
  shape: Shape,
  random: Random,
  target: FloatArray,
  offset: number,
  given: Fans | null = null,
): void {
  const [outputs = 1, inputs = 1, ...kernel] = shape;
  const cells = sizeOf(kernel);
  const fans = given ?? { inputs: inputs * cells, outputs: outputs * cells };
  const initialiser = initialisers[name];
  const end = offset + sizeOf(shape);
  for (let i = offset; i < end; i += 1) target[i] = initialiser.draw(random, fans.inputs, fans.outputs);
}
