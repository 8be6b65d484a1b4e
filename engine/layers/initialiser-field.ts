import { sizeOf } from "../tensor.ts";
import { classicKernels, kernelOfSize } from "./classic-kernels.ts";
import type { AnyFieldValues, ArrivingShapes, ChoiceField, NumbersField } from "./fields.ts";
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

const initialiserField = { type: "choice", label: "Initialiser", default: "he" } as const;

/** How the weights of a layer of units start. */
export const unitInitialiserField = {
  ...initialiserField,
  options: [...options, { value: "typedWeights", label: "Typed weights" }],
  help: `${help} Typed weights: your own numbers.`,
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

/** How many numbers arrive at the first input, where that is known. */
function inputCount([input]: ArrivingShapes): number | null {
  return input ? sizeOf(input) : null;
}

function tablePreset(label: string, number: (row: number, column: number, columns: number) => number) {
  return {
    label,
    numbers: ({ units }: AnyFieldValues, inputs: ArrivingShapes) => {
      const columns = inputCount(inputs) ?? 0;
      return Array.from({ length: Number(units) * columns }, (_, at) =>
        number(Math.floor(at / columns), at % columns, columns),
      );
    },
  };
}

/** The weights of a layer of units that a person types: a row for each unit, a column for each input. */
export const typedWeightsField = {
  type: "numbers",
  label: "Numbers of the weights",
  limit: 1e6,
  most: 100_000,
  default: [],
  help: "A row for each unit, a column for each input; 100,000 numbers at the most. Empty hands on the inputs: unit 1 weighs input 1 by 1, and so on. The buttons fill the table.",
  visibleWhen: { field: "initialiser", equals: "typedWeights" },
  table: { of: "weights", layout: "a row for each unit and a column for each input" },
  // While nothing arrives, the rows are those of the numbers that were typed.
  rowLength: ({ units, typedWeights }, inputs) =>
    inputCount(inputs) ??
    Math.max(1, Math.ceil((typeof typedWeights === "object" ? typedWeights.length : 0) / Number(units))),
  blockLength: ({ units }, inputs) => {
    const columns = inputCount(inputs);
    return columns === null ? null : Number(units) * columns;
  },
  presets: [
    tablePreset("Identity", (row, column) => (row === column ? 1 : 0)),
    tablePreset("Mean", (_row, _column, columns) => 1 / columns),
    tablePreset("Zeros", () => 0),
  ],
} as const satisfies NumbersField;

/** The biases beside typed weights. */
export const typedBiasesField = {
  type: "numbers",
  label: "Numbers of the biases",
  limit: 1e6,
  most: 100_000,
  default: [],
  help: "One for each unit. Empty starts them as the bias spread says.",
  visibleWhen: { field: "initialiser", equals: "typedWeights" },
  table: { of: "biases", layout: "one for each unit" },
  rowLength: ({ units }) => Number(units),
  blockLength: ({ units, bias }) => (bias === true ? Number(units) : null),
  presets: [],
} as const satisfies NumbersField;
