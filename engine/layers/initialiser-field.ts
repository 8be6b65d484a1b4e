import type { ChoiceField } from "./fields.ts";
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
  options: [...options, { value: "classic", label: "Classic kernels" }],
  help: `${help} Classic kernels: identity, boxcar, Gaussian, Sobel both ways and Laplacian in turn, to be frozen or learned from.`,
} as const satisfies ChoiceField<InitialiserName>;
