import type { ChoiceField } from "./fields.ts";
import type { InitialiserName } from "./layer.ts";

/** How the weights of a layer start; each help sentence states the distribution that is drawn from. */
export const initialiserField = {
  type: "choice",
  label: "Initialiser",
  options: [
    { value: "he", label: "He" },
    { value: "glorot", label: "Glorot" },
    { value: "normal", label: "Normal" },
    { value: "zeros", label: "Zeros" },
  ],
  default: "he",
  help: "How the weights start. He (uniform up to √(6/inputs)) suits ReLU, Glorot (uniform up to √(6/(inputs + outputs))) suits tanh and sigmoid, Normal draws with standard deviation 0.05, Zeros makes all units alike.",
} as const satisfies ChoiceField<InitialiserName>;
