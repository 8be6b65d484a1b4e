import { erf, exp, expm1, log1p, tanh } from "../math.ts";
import type { Tensor } from "../tensor.ts";

/**
 * A function of one number. Choosing an activation is choosing one of these records: value, derivative and
 * formula stand side by side, so that what is shown is what is computed.
 */
export interface Elementwise {
  readonly title: string;
  /** TeX of y as a function of x. */
  readonly formula: string;
  /** TeX of dy/dx, in x or in y. */
  readonly derivativeFormula: string;
  output(x: number, alpha: number): number;
  /** dy/dx, written in whichever of x and y = output(x) is shorter or more accurate. */
  derivative(x: number, y: number, alpha: number): number;
  /** Exactly 0, and its derivative too, for all x below some number. */
  readonly restsAtZero?: true;
}

const INVERSE_SQRT_TWO_PI = 0.3989422804014327;

/** Φ(x), the cumulative normal distribution. */
function normalDistribution(x: number): number {
  return 0.5 * (1 + erf(x * Math.SQRT1_2));
}

/** 1 / (1 + e^-x), written so that the power cannot overflow. */
function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const power = exp(x);
  return power / (1 + power);
}

/** The constants that make mean 0 and variance 1 a fixed point (Klambauer et al., 2017), as in PyTorch. */
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;

/** Every elementwise function, in the order in which the form offers them. NaN passes through all of them. */
export const elementwiseFunctions = {
  relu: {
    title: "ReLU",
    formula: String.raw`\max(0, x)`,
    derivativeFormula: String.raw`\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}`,
    // Math.max keeps NaN; `x > 0 ? x : 0` would turn it into 0 and hide it.
    output: (x) => Math.max(0, x),
    derivative: (x) => (x <= 0 ? 0 : 1),
    restsAtZero: true,
  },
  leakyRelu: {
    title: "Leaky ReLU",
    formula: String.raw`\begin{cases} x & x > 0 \\ \alpha x & x \le 0 \end{cases}`,
    derivativeFormula: String.raw`\begin{cases} 1 & x > 0 \\ \alpha & x \le 0 \end{cases}`,
    output: (x, alpha) => (x > 0 ? x : alpha * x),
    derivative: (x, _y, alpha) => (x > 0 ? 1 : alpha),
  },
  elu: {
    title: "ELU",
    formula: String.raw`\begin{cases} x & x > 0 \\ \alpha\,(e^{x} - 1) & x \le 0 \end{cases}`,
    derivativeFormula: String.raw`\begin{cases} 1 & x > 0 \\ y + \alpha & x \le 0 \end{cases}`,
    output: (x, alpha) => (x > 0 ? x : alpha * expm1(x)),
    derivative: (x, y, alpha) => (x > 0 ? 1 : y + alpha),
  },
  sigmoid: {
    title: "Sigmoid",
    formula: String.raw`\frac{1}{1 + e^{-x}}`,
    derivativeFormula: String.raw`y\,(1 - y)`,
    output: (x) => logistic(x),
    derivative: (_x, y) => y * (1 - y),
  },
  tanh: {
    title: "Tanh",
    formula: String.raw`\tanh x`,
    derivativeFormula: "1 - y^2",
    output: (x) => tanh(x),
    derivative: (_x, y) => 1 - y * y,
  },
  softplus: {
    title: "Softplus",
    formula: String.raw`\log(1 + e^{x})`,
    derivativeFormula: String.raw`\frac{1}{1 + e^{-x}}`,
    // log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), which cannot overflow.
    output: (x) => Math.max(x, 0) + log1p(exp(-Math.abs(x))),
    derivative: (x) => logistic(x),
  },
  gelu: {
    title: "GELU",
    formula: String.raw`\tfrac{1}{2}\, x \left(1 + \operatorname{erf}\tfrac{x}{\sqrt{2}}\right)`,
    derivativeFormula: String.raw`\tfrac{1}{2}\left(1 + \operatorname{erf}\tfrac{x}{\sqrt{2}}\right) + \tfrac{x}{\sqrt{2\pi}}\, e^{-x^2/2}`,
    output: (x) => x * normalDistribution(x),
    derivative: (x) => normalDistribution(x) + x * INVERSE_SQRT_TWO_PI * exp(-0.5 * x * x),
  },
  silu: {
    title: "SiLU",
    formula: String.raw`\frac{x}{1 + e^{-x}}`,
    derivativeFormula: String.raw`\sigma\,(1 + x\,(1 - \sigma)), \quad \sigma = \frac{1}{1 + e^{-x}}`,
    output: (x) => x * logistic(x),
    derivative(x) {
      const share = logistic(x);
      return share * (1 + x * (1 - share));
    },
  },
  selu: {
    title: "SELU",
    formula: String.raw`\begin{cases} 1.0507\,x & x > 0 \\ 1.7581\,(e^{x} - 1) & x \le 0 \end{cases}`,
    derivativeFormula: String.raw`\begin{cases} 1.0507 & x > 0 \\ y + 1.7581 & x \le 0 \end{cases}`,
    output: (x) => (x > 0 ? seluScale * x : seluScale * seluAlpha * expm1(x)),
    derivative: (x, y) => (x > 0 ? seluScale : y + seluScale * seluAlpha),
  },
  hardSigmoid: {
    title: "Hard sigmoid",
    formula: String.raw`\min(1, \max(0, \tfrac{x}{6} + \tfrac{1}{2}))`,
    derivativeFormula: String.raw`\begin{cases} \tfrac{1}{6} & -3 < x < 3 \\ 0 & \text{otherwise} \end{cases}`,
    output: (x) => Math.min(1, Math.max(0, x / 6 + 0.5)),
    derivative: (x) => (x <= -3 || x >= 3 ? 0 : 1 / 6),
    restsAtZero: true,
  },
  softsign: {
    title: "Softsign",
    formula: String.raw`\frac{x}{1 + |x|}`,
    derivativeFormula: String.raw`\frac{1}{(1 + |x|)^2}`,
    output: (x) => x / (1 + Math.abs(x)),
    derivative(x) {
      const share = 1 / (1 + Math.abs(x));
      return share * share;
    },
  },
} satisfies Record<string, Elementwise>;

export type ElementwiseFunction = keyof typeof elementwiseFunctions;

/** y = f(x), element by element. */
export function activation(name: ElementwiseFunction, alpha: number, x: Tensor, y: Tensor): void {
  const { output }: Elementwise = elementwiseFunctions[name];
  const from = x.data;
  const to = y.data;
  for (let i = 0; i < y.size; i += 1) to[y.offset + i] = output(from[x.offset + i] as number, alpha);
}

/** dx = dy · f'(x), element by element. */
export function activationBackward(
  name: ElementwiseFunction,
  alpha: number,
  x: Tensor,
  y: Tensor,
  dy: Tensor,
  dx: Tensor,
): void {
  const { derivative }: Elementwise = elementwiseFunctions[name];
  for (let i = 0; i < dx.size; i += 1) {
    const slope = derivative(x.data[x.offset + i] as number, y.data[y.offset + i] as number, alpha);
    dx.data[dx.offset + i] = (dy.data[dy.offset + i] as number) * slope;
  }
}
