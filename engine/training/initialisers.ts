import type { Fans, InitialiserName } from "../layers/layer.ts";
import type { Random } from "../random.ts";
import { type FloatArray, type Shape, sizeOf } from "../tensor.ts";
import { fillClassicKernels, fillTypedKernels } from "./classic-kernels.ts";

/** A weight to start: `rows` units of `columns` numbers each, one after another from `offset` on. */
export interface StartedWeight {
  readonly shape: Shape;
  readonly fans: Fans;
  readonly rows: number;
  readonly columns: number;
  /** What a person typed. */
  readonly numbers: readonly number[];
  /** Whether kernels stand by channel before they stand by filter. */
  readonly channelsFirst: boolean;
  readonly target: FloatArray;
  readonly offset: number;
}

/** How a weight starts, for a gain of 1. */
export interface Initialiser {
  readonly title: string;
  /** The distribution in words. */
  readonly summary: string;
  /** TeX of the distribution, with the gain g. */
  readonly formula: string;
  fill(random: Random, weight: StartedWeight): void;
}

const NORMAL_DEVIATION = 0.05;

/** One draw per element, in order. */
function each(draw: (random: Random, fans: Fans) => number): Initialiser["fill"] {
  return (random, { target, offset, rows, columns, fans }) => {
    const end = offset + rows * columns;
    for (let i = offset; i < end; i += 1) target[i] = draw(random, fans);
  };
}

/** Uniform with the variance of 1/n: its bound is √3 deviations. */
function uniform(variance: (fans: Fans) => number): Initialiser["fill"] {
  return each((random, fans) => {
    const bound = Math.sqrt(3 * variance(fans));
    return random.uniformBetween(-bound, bound);
  });
}

function normal(variance: (fans: Fans) => number): Initialiser["fill"] {
  return each((random, fans) => Math.sqrt(variance(fans)) * random.normal());
}

const glorotVariance = ({ inputs, outputs }: Fans) => 2 / (inputs + outputs);
const lecunVariance = ({ inputs }: Fans) => 1 / inputs;

/** Every initialiser. */
export const initialisers: Readonly<Record<InitialiserName, Initialiser>> = {
  // K. He et al. (2015); PyTorch's kaiming_uniform_ with nonlinearity="relu".
  he: {
    title: "He",
    summary: "Uniform between ±√(6 / inputs), which keeps the size of activations through ReLU layers.",
    formula: String.raw`w \sim g\,U\!\left(-\sqrt{6/n_\text{in}},\; \sqrt{6/n_\text{in}}\right)`,
    fill: each((random, { inputs }) => {
      const bound = Math.sqrt(6 / inputs);
      return random.uniformBetween(-bound, bound);
    }),
  },
  heNormal: {
    title: "He, normal",
    summary: "Normal with the variance 2 / inputs, which keeps the size of activations through ReLU layers.",
    formula: String.raw`w \sim g\,N(0,\, 2/n_\text{in})`,
    fill: normal(({ inputs }) => 2 / inputs),
  },
  // X. Glorot and Y. Bengio (2010); PyTorch's xavier_uniform_.
  glorot: {
    title: "Glorot",
    summary: "Uniform between ±√(6 / (inputs + outputs)), made for tanh and sigmoid.",
    formula: String.raw`w \sim g\,U\!\left(-\sqrt{\tfrac{6}{n_\text{in} + n_\text{out}}},\; \sqrt{\tfrac{6}{n_\text{in} + n_\text{out}}}\right)`,
    fill: each((random, { inputs, outputs }) => {
      const bound = Math.sqrt(6 / (inputs + outputs));
      return random.uniformBetween(-bound, bound);
    }),
  },
  glorotNormal: {
    title: "Glorot, normal",
    summary: "Normal with the variance 2 / (inputs + outputs), made for tanh and sigmoid.",
    formula: String.raw`w \sim g\,N\!\left(0,\, \tfrac{2}{n_\text{in} + n_\text{out}}\right)`,
    fill: normal(glorotVariance),
  },
  // Y. LeCun et al. (1998), Efficient BackProp.
  lecun: {
    title: "LeCun",
    summary: "Uniform between ±√(3 / inputs): the variance 1 / inputs, made for SELU and linear layers.",
    formula: String.raw`w \sim g\,U\!\left(-\sqrt{3/n_\text{in}},\; \sqrt{3/n_\text{in}}\right)`,
    fill: uniform(lecunVariance),
  },
  lecunNormal: {
    title: "LeCun, normal",
    summary: "Normal with the variance 1 / inputs, made for SELU and linear layers.",
    formula: String.raw`w \sim g\,N(0,\, 1/n_\text{in})`,
    fill: normal(lecunVariance),
  },
  // A. Saxe et al. (2014); PyTorch's orthogonal_.
  orthogonal: {
    title: "Orthogonal",
    summary:
      "Units at right angles to each other, each of length 1: signals keep their size through many layers.",
    formula: String.raw`W = g\,Q, \quad Q Q^T = I \;\text{or}\; Q^T Q = I`,
    fill: fillOrthogonal,
  },
  direction: {
    title: "Random directions",
    summary: "Every unit points in a random direction and has length 1: random features for a frozen layer.",
    formula: String.raw`w_i = g\,\frac{u_i}{\lVert u_i \rVert}, \quad u_i \sim N(0, I)`,
    fill: fillDirections,
  },
  normal: {
    title: "Normal",
    summary: `Normal with mean 0 and standard deviation ${NORMAL_DEVIATION}, whatever the layer's size.`,
    formula: String.raw`w \sim g\,N(0,\, ${NORMAL_DEVIATION}^2)`,
    fill: each((random) => NORMAL_DEVIATION * random.normal()),
  },
  uniform: {
    title: "Uniform",
    summary: "Uniform between minus and plus the gain, whatever the layer's size.",
    formula: String.raw`w \sim U(-g,\, g)`,
    fill: each((random) => random.uniformBetween(-1, 1)),
  },
  zeros: {
    title: "Zeros",
    summary: "All zero. Right for biases; for weights it makes all units of a layer alike.",
    formula: "w = 0",
    fill: each(() => 0),
  },
  ones: {
    title: "Constant",
    summary:
      "All equal to the gain. Right for scales and variances; for weights it makes all units of a layer alike.",
    formula: "w = g",
    fill: each(() => 1),
  },
  classic: {
    title: "Classic kernels",
    summary:
      "Filters take turns: identity, boxcar, Gaussian, Sobel (edges upright and level) and Laplacian, over the mean of the channels.",
    formula: String.raw`w_{fcuv} = \tfrac{g}{C}\, k^{(f)}_{uv}`,
    fill: (_random, weight) => fillClassicKernels(weight),
  },
  typed: {
    title: "Typed kernels",
    summary: "The kernels that you type, in turn, over the mean of the channels.",
    formula: String.raw`w_{fcuv} = \tfrac{g}{C}\, k^{(f)}_{uv}`,
    fill: (_random, weight) => fillTypedKernels(weight),
  },
  typedWeights: {
    title: "Typed weights",
    summary: "The numbers that you type, a row for each unit; the identity where there are none.",
    formula: String.raw`w_{ij} = g\,t_{ij}`,
    fill: (_random, weight) => fillTable(weight),
  },
  // K. He et al. (2015); PyTorch's start of PReLU.
  quarter: {
    title: "Quarter",
    summary: "All 0.25, where the learned slope of PReLU starts.",
    formula: String.raw`w = \tfrac{1}{4}`,
    fill: each(() => 0.25),
  },
};

/**
 * Writes the starting values of a weight of `shape` to `target` from `offset` on. The public layouts
 * [out, in] and [out, in, kh, kw] say the fans, inputs and outputs of one unit times the kernel's cells; for
 * other layouts the layer gives them.
 * @param gain multiplies all that is drawn.
 */
export function initialise(
  {
    name,
    gain = 1,
    numbers = [],
    channelsFirst = false,
  }: {
    readonly name: InitialiserName;
    readonly gain?: number;
    readonly numbers?: readonly number[];
    readonly channelsFirst?: boolean;
  },
  shape: Shape,
  random: Random,
  target: FloatArray,
  offset: number,
  given: Fans | null = null,
): void {
  const [outputs = 1, inputs = 1, ...kernel] = shape;
  const cells = sizeOf(kernel);
  const fans = given ?? { inputs: inputs * cells, outputs: outputs * cells };
  const size = sizeOf(shape);
  // Kernels that are not shared have rows and columns of places before the units.
  const rows = shape.length > 4 ? sizeOf(shape.slice(0, 3)) : outputs;
  const columns = size / rows;
  initialisers[name].fill(random, { shape, fans, rows, columns, numbers, channelsFirst, target, offset });
  if (gain !== 1) for (let i = offset; i < offset + size; i += 1) target[i] = gain * (target[i] as number);
}

/** The check holds that a table is whole; what else is not there counts as zero. */
function fillTable({ rows, columns, numbers, target, offset }: StartedWeight): void {
  const isIdentity = numbers.length === 0;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const at = row * columns + column;
      target[offset + at] = isIdentity ? Number(row === column) : (numbers[at] ?? 0);
    }
}

function fillDirections(random: Random, { target, offset, rows, columns }: StartedWeight): void {
  for (let row = 0; row < rows; row += 1) {
    const vector = Float64Array.from({ length: columns }, () => random.normal());
    const length = Math.sqrt(dot(vector, vector)) || 1;
    target.set(
      vector.map((value) => value / length),
      offset + row * columns,
    );
  }
}

/** Gram-Schmidt on normal vectors, each twice, which keeps the angles right to the last digits. */
function fillOrthogonal(random: Random, { target, offset, rows, columns }: StartedWeight): void {
  const [count, length] = rows <= columns ? [rows, columns] : [columns, rows];
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (let pass = 0; pass < 2; pass += 1)
      for (const other of vectors) {
        const shared = dot(vector, other);
        for (let i = 0; i < length; i += 1) vector[i] = (vector[i] as number) - shared * (other[i] as number);
      }
    const size = Math.sqrt(dot(vector, vector));
    // A draw that lies in the span of the others has nothing left to point with.
    if (size > 1e-8) vectors.push(vector.map((value) => value / size));
  }
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      target[offset + row * columns + column] =
        (rows <= columns ? vectors[row]?.[column] : vectors[column]?.[row]) ?? 0;
}

function dot(first: Float64Array, second: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < first.length; i += 1) sum += (first[i] as number) * (second[i] as number);
  return sum;
}
