import { classicKernels, kernelOfSize } from "./classic-kernels.ts";
import type { AnyFieldValues, ChoiceField, NumbersField } from "./fields.ts";
import type { InitialiserName } from "./layer.ts";

const options = [
  { value: "he", label: "He" },
  { value: "heNormal", label: "He, normal" },
  { value: "glorot", label: "Glorot" },
  { value: "glorotNormal", label: "Glorot, normal" },
  { value: "lecun", label: "LeCun" },
  { value: "lecunNormal", label: "LeCun, normal" },
  { value: "orthogonal", label: "Orthogonal" },
  { value: "direction", label: "Random directions" },
  { value: "normal", label: "Normal" },
  { value: "uniform", label: "Uniform" },
  { value: "zeros", label: "Zeros" },
  { value: "ones", label: "Constant" },
] as const;

const help =
  "How the weights start. He suits ReLU, Glorot tanh and sigmoid, LeCun SELU; Orthogonal keeps signals alive through many layers. Normal has the deviation 0.05, Uniform ±1 and Constant 1, times the gain. Zeros and Constant make all units alike.";

/** How the weights of a layer start. */
export const initialiserField = {
  type: "choice",
  label: "Initialiser",
  options,
  default: "he",
  help,
} as const satisfies ChoiceField<InitialiserName>;

/** The same for kernels that are laid on an image. */
export const kernelInitialiserField = {
  ...initialiserField,
  options: [
    ...options,
    { value: "classic", label: "Classic kernels" },
    { value: "typed", label: "Typed kernels" },
  ],
  help: `${help} Classic kernels: identity, boxcar, Gaussian, Sobel both ways and Laplacian in turn, to be frozen or learned from. Typed kernels: your own numbers.`,
} as const satisfies ChoiceField<InitialiserName>;

/** Rows and columns of the kernels of a layer that has them. */
function kernelSize({ kernel }: AnyFieldValues): readonly [number, number] {
  const [rows = 3, columns = 3] = typeof kernel === "object" ? kernel : [];
  return [rows, columns];
}

/** The numbers of kernels that a person types, one kernel after another, row by row. */
export const typedKernelsField = {
  type: "numbers",
  label: "Numbers of the kernels",
  limit: 1e6,
  most: 100_000,
  default: [],
  help: "Row by row, one kernel after another; the filters take them in turn, over the mean of the channels. Empty is the identity. The buttons add a classic kernel.",
  visibleWhen: { field: "initialiser", equals: "typed" },
  rowLength: (values) => kernelSize(values)[1],
  blockLength: (values) => kernelSize(values)[0] * kernelSize(values)[1],
  presets: classicKernels.map(({ name, rows }) => ({
    label: name,
    numbers: (values) => kernelOfSize(rows, ...kernelSize(values)),
  })),
} as const satisfies NumbersField;
