import type { Kernels } from "../../kernels/kernels.ts";
import type { Tensor } from "../../tensor.ts";
import type { AnswerName } from "../answers.ts";
import type { AnyFieldValues } from "../fields.ts";
import { type Task, tasks } from "./tasks.ts";

/** What the network is punished for. */
export interface Loss<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly summary: string;
  /** TeX of the loss of one example. */
  readonly formula: string;
  /** TeX of its gradient with respect to what it reads. */
  readonly gradientFormula: string;
  /**
   * What `evaluate` gets as its prediction. With "logits behind softmax" it is the input of the softmax layer
   * before the output; the gradient then belongs to that input, and the softmax's own backward is skipped.
   */
  readonly reads: "prediction" | "logits behind softmax";
  /** What turns the prediction into what the network says; a layer before it that does so, too, would do it twice. */
  readonly answer: AnswerName;
  /** True when the target is a class, so that the prediction must be one row with a number per class. */
  readonly forClasses: boolean;
  /** The kinds of targets that it can be asked to learn. */
  readonly tasks: readonly Task[];
  /**
   * Returns the sum of the losses of a batch and writes `scale` times its gradient. All tensors have the shape
   * of the prediction, the batch first; a class is a row with a single 1. scale is 1/N for the mean, 1 for the sum.
   */
  evaluate(
    kernels: Kernels,
    prediction: Tensor,
    target: Tensor,
    gradient: Tensor,
    scale: number,
    settings: LossSettings,
  ): number;
}

/** Numbers of the output's form that a loss reads. */
export interface LossSettings {
  /** Where Huber's loss goes over from half the square to a line, above 0. */
  readonly delta: number;
}

/** What `evaluate` of a mean over the outputs of each example, with sums from the kernels, has as its factor. */
function perOutput({ shape, size }: Tensor): number {
  return (shape[0] ?? 1) / size;
}

const crossEntropyFormula = String.raw`E = -\sum_k d_k \log \frac{e^{a_k}}{\sum_l e^{a_l}}`;

/** Every loss, the default first. */
export const losses = [
  {
    name: "crossEntropy",
    title: "Cross-entropy",
    summary:
      "For classes: the surprise at the true class. The softmax is included, so the last layer gives plain numbers, one per class.",
    formula: crossEntropyFormula,
    gradientFormula: String.raw`\bwd{\nabla_a E} = \operatorname{softmax}(a) - d`,
    reads: "prediction",
    answer: "softmax",
    forClasses: true,
    tasks: ["classes"],
    evaluate: (kernels, prediction, target, gradient, scale) =>
      kernels.softmaxCrossEntropy(prediction, target, gradient, scale),
  },
  {
    name: "crossEntropySoftmax",
    title: "Cross-entropy on softmax",
    summary:
      "For classes, behind a softmax layer. It is computed from the numbers before the softmax, so it never takes the logarithm of zero.",
    formula: String.raw`E = -\sum_k d_k \log y_k, \quad \fwd{y} = \operatorname{softmax}(a)`,
    gradientFormula: String.raw`\bwd{\nabla_a E} = y - d`,
    reads: "logits behind softmax",
    answer: "none",
    forClasses: true,
    tasks: ["classes"],
    evaluate: (kernels, prediction, target, gradient, scale) =>
      kernels.softmaxCrossEntropy(prediction, target, gradient, scale),
  },
  {
    name: "halfSquaredError",
    title: "Half squared error",
    summary:
      "For values: half the sum of the squared differences from the target. Its gradient is the difference itself.",
    formula: String.raw`E = \tfrac{1}{2} \sum_k (y_k - d_k)^2`,
    gradientFormula: String.raw`\bwd{\nabla_y E} = y - d`,
    reads: "prediction",
    answer: "none",
    forClasses: false,
    tasks,
    evaluate: (kernels, prediction, target, gradient, scale) =>
      kernels.halfSquaredError(prediction, target, gradient, scale),
  },
  {
    name: "meanSquaredError",
    title: "Mean squared error",
    summary:
      "For values: the mean of the squared differences from the target. It differs from half squared error by a factor of two over the number of outputs, so it needs another learning rate.",
    formula: String.raw`E = \tfrac{1}{K} \sum_{k=1}^{K} (y_k - d_k)^2`,
    gradientFormula: String.raw`\bwd{\nabla_y E} = \tfrac{2}{K} (y - d)`,
    reads: "prediction",
    answer: "none",
    forClasses: false,
    tasks,
    evaluate(kernels, prediction, target, gradient, scale) {
      const factor = 2 * perOutput(prediction);
      return factor * kernels.halfSquaredError(prediction, target, gradient, factor * scale);
    },
  },
  {
    name: "huber",
    title: "Huber",
    summary:
      "For values: half the squared difference while it is at most delta, a straight line beyond, so that a few wild examples do not rule the rest. The mean over the outputs.",
    formula: String.raw`E = \tfrac{1}{K} \sum_{k=1}^{K} \begin{cases} \tfrac{1}{2} (y_k - d_k)^2 & |y_k - d_k| \le \delta \\ \delta \, (|y_k - d_k| - \tfrac{1}{2} \delta) & \text{otherwise} \end{cases}`,
    gradientFormula: String.raw`\bwd{\nabla_y E} = \tfrac{1}{K} \max(-\delta, \min(\delta, y - d))`,
    reads: "prediction",
    answer: "none",
    forClasses: false,
    tasks,
    evaluate(kernels, prediction, target, gradient, scale, { delta }) {
      const factor = perOutput(prediction);
      return factor * kernels.huberError(prediction, target, gradient, factor * scale, delta);
    },
  },
  {
    name: "meanAbsoluteError",
    title: "Mean absolute error",
    summary:
      "For values: the mean size of the differences from the target. Every difference pulls equally hard, so it seeks the median and bears wild examples.",
    formula: String.raw`E = \tfrac{1}{K} \sum_{k=1}^{K} |y_k - d_k|`,
    gradientFormula: String.raw`\bwd{\nabla_y E} = \tfrac{1}{K} \operatorname{sign}(y - d)`,
    reads: "prediction",
    answer: "none",
    forClasses: false,
    tasks,
    evaluate(kernels, prediction, target, gradient, scale) {
      const factor = perOutput(prediction);
      return factor * kernels.absoluteError(prediction, target, gradient, factor * scale);
    },
  },
  {
    name: "binaryCrossEntropy",
    title: "Binary cross-entropy",
    summary:
      "For answers of yes or no, one for each output: the surprise at each, averaged. The sigmoid is included, so the last layer gives plain numbers.",
    formula: String.raw`E = -\tfrac{1}{K} \sum_{k=1}^{K} d_k \log \sigma(a_k) + (1 - d_k) \log (1 - \sigma(a_k))`,
    gradientFormula: String.raw`\bwd{\nabla_a E} = \tfrac{1}{K} (\sigma(a) - d)`,
    reads: "prediction",
    answer: "sigmoid",
    forClasses: false,
    tasks: ["classes", "multi-label"],
    evaluate(kernels, prediction, target, gradient, scale) {
      const factor = perOutput(prediction);
      return factor * kernels.sigmoidCrossEntropy(prediction, target, gradient, factor * scale);
    },
  },
] as const satisfies readonly Loss[];

export type LossName = (typeof losses)[number]["name"];

/** The loss that an output's settings name. Throws for a name that no door should have let in. */
export function lossOf(fields: AnyFieldValues): Loss<LossName> {
  const loss = losses.find(({ name }) => name === fields.loss);
  if (!loss) throw new Error(`There is no loss called "${String(fields.loss)}".`);
  return loss;
}

/** The numbers of an output's settings that its loss reads. */
export function lossSettingsOf(fields: AnyFieldValues): LossSettings {
  return { delta: typeof fields.delta === "number" ? fields.delta : 1 };
}
