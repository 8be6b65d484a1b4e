import { z } from "zod";
import type { Kernels } from "../kernels/kernels.ts";
import type { AnyFieldValues } from "../layers/fields.ts";
import { losses } from "../layers/output/losses.ts";
import { layerKind, type layerKinds } from "../layers/registry.ts";
import { sizeOf, type Tensor, view } from "../tensor.ts";
import { type LayerCall, type LayerResult, runLayer } from "./layer-run.ts";
import type { PytorchCase, PytorchTensor } from "./pytorch.ts";

/** What the engine gives for a case, by the names of `expectedOf`. */
export type Given = ReadonlyMap<string, ArrayLike<number>>;
type Runner = (kernels: Kernels) => Given;

const pair = z.tuple([z.number(), z.number()]);
const sides = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const windowSchema = z.object({
  kernel: pair,
  stride: pair,
  pads_tblr: sides.optional(),
  padding_hw: pair.optional(),
  paddingMode: z.string().optional(),
  dilation: pair.optional(),
  groups: z.number().optional(),
  countIncludePad: z.boolean().optional(),
});

function dataOf(tensors: Readonly<Record<string, PytorchTensor>>): Record<string, readonly number[]> {
  return Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data]));
}

/** The call of one layer on a case's own tensors. */
function layerRunner(example: PytorchCase, kindName: string, fields: AnyFieldValues): Runner {
  const names = Object.keys(example.inputs);
  return (kernels) => {
    const result = runLayer(kernels, {
      kind: layerKind(kindName),
      fields,
      batch: example.output.shape[0] ?? 1,
      inputs: Object.values(example.inputs).map(({ shape, data }) => ({ shape: shape.slice(1), data })),
      weights: dataOf(example.params),
      gradOutput: example.gradOutput.data,
    });
    return named(result, names);
  };
}

function named(result: LayerResult, inputs: readonly string[]): Given {
  return new Map([
    ["output", result.output],
    ...inputs.map((name, port) => [`input:${name}`, result.gradInputs[port] ?? []] as const),
    ...Object.entries(result.gradWeights).map(([name, data]) => [`weight:${name}`, data] as const),
  ]);
}

function convolutionRunner(example: PytorchCase): Runner {
  const config = windowSchema.parse(example.config);
  const mode = config.paddingMode ?? "zero";
  const fields: AnyFieldValues = {
    filters: example.output.shape[1] ?? 0,
    kernel: config.kernel,
    stride: config.stride,
    dilation: config.dilation ?? [1, 1],
    // Mirror and edge cases pad as much as keeps the size, which is what the setting means here.
    padding: mode === "zero" ? "numbers" : mode,
    pads: config.pads_tblr ?? [0, 0, 0, 0],
    groups: config.groups ?? 1,
    bias: "bias" in example.params,
  };
  return layerRunner(example, "conv2d", fields);
}

function locallyConnectedRunner(example: PytorchCase): Runner {
  const config = windowSchema.parse(example.config);
  return layerRunner(example, "locally-connected", {
    filters: example.output.shape[1] ?? 0,
    kernel: config.kernel,
    stride: config.stride,
    padding: "numbers",
    pads: config.pads_tblr ?? [0, 0, 0, 0],
    bias: "bias" in example.params,
  });
}

function transposedRunner(example: PytorchCase): Runner {
  const { kernel, stride, padding, outputPadding } = z
    .object({ kernel: pair, stride: pair, padding: pair, outputPadding: pair })
    .parse(example.config);
  return layerRunner(example, "transposed-conv", {
    filters: example.output.shape[1] ?? 0,
    kernel,
    stride,
    padding,
    outputPadding,
    bias: "bias" in example.params,
  });
}

function poolRunner(example: PytorchCase, kind: "max-pool" | "average-pool"): Runner {
  const config = windowSchema.parse(example.config);
  const [rows, columns] = config.padding_hw ?? [0, 0];
  return layerRunner(example, kind, {
    size: config.kernel,
    stride: config.stride,
    padding: "numbers",
    pads: [rows, rows, columns, columns],
    ...(kind === "average-pool" ? { countPadding: config.countIncludePad ?? true } : {}),
  });
}

function activationRunner(example: PytorchCase): Runner | null {
  const { name, alpha } = z.object({ name: z.string(), alpha: z.number().optional() }).parse(example.config);
  const [base = ""] = name.split("-");
  const field = layerKind("activation").fields.function;
  if (field?.type !== "choice" || !field.options.some(({ value }) => value === base)) return null;
  return layerRunner(example, "activation", {
    function: base,
    ...(alpha === undefined ? {} : { slope: alpha, alpha }),
  });
}

function batchNormRunner(example: PytorchCase): Runner {
  const { eps } = z.object({ eps: z.number() }).parse(example.config);
  return (kernels) => {
    const { x, gamma, beta } = { ...example.inputs, ...example.params };
    const channels = gamma?.data.length ?? 0;
    const result = runLayer(kernels, {
      kind: layerKind("batch-norm"),
      fields: { epsilon: eps },
      batch: example.output.shape[0] ?? 1,
      inputs: [{ shape: x?.shape.slice(1) ?? [], data: x?.data ?? [] }],
      weights: {
        gamma: gamma?.data ?? [],
        beta: beta?.data ?? [],
        runningMean: Array<number>(channels).fill(0),
        runningVariance: Array<number>(channels).fill(1),
      },
      gradOutput: example.gradOutput.data,
    });
    return new Map([
      ...named(result, ["x"]),
      ["running:mean", result.weights.runningMean ?? []],
      ["running:var", result.weights.runningVariance ?? []],
    ]);
  };
}

/** Puts numbers into memory of the kernels' own kind. */
function tensorOf(kernels: Kernels, shape: readonly number[], data?: ArrayLike<number>): Tensor {
  const tensor = view(kernels.allocate(sizeOf(shape)), 0, shape);
  if (data) tensor.data.set(data);
  return tensor;
}

function lossRunner(example: PytorchCase, name: (typeof losses)[number]["name"]): Runner | null {
  const loss = losses.find((candidate) => candidate.name === name);
  const { x } = example.inputs;
  const { target, reduction } = z
    .object({ target: z.object({ data: z.array(z.number()) }), reduction: z.string() })
    .parse(example.config);
  if (!loss || !x) return null;
  const scale = reduction.startsWith("mean") ? 1 / (x.shape[0] ?? 1) : 1;
  return (kernels) => {
    const gradient = tensorOf(kernels, x.shape);
    const prediction = tensorOf(kernels, x.shape, x.data);
    const wanted = tensorOf(kernels, x.shape, target.data);
    const sum = loss.evaluate(kernels, prediction, wanted, gradient, scale, { delta: 1 });
    return new Map<string, ArrayLike<number>>([
      ["output", [scale * sum]],
      ["input:x", gradient.data],
    ]);
  };
}

/**
 * There is no log-softmax layer: it lives inside cross-entropy. A target with a single 1 gives -log softmax(x)_k, and
 * the target dy gives the gradient softmax(x)·Σdy - dy, which is minus that of log-softmax.
 */
function logSoftmaxRunner(example: PytorchCase): Runner | null {
  const { x } = example.inputs;
  if (!x) return null;
  const [rows = 0, classes = 0] = x.shape;
  return (kernels) => {
    const gradient = tensorOf(kernels, x.shape);
    const output = x.data.map((_, cell) => {
      const row = cell - (cell % classes);
      const logits = tensorOf(kernels, [1, classes], x.data.slice(row, row + classes));
      const chosen = tensorOf(
        kernels,
        [1, classes],
        Array(classes)
          .fill(0)
          .with(cell % classes, 1),
      );
      return -kernels.softmaxCrossEntropy(logits, chosen, tensorOf(kernels, [1, classes]), 1);
    });
    const logits = tensorOf(kernels, [rows, classes], x.data);
    kernels.softmaxCrossEntropy(logits, tensorOf(kernels, x.shape, example.gradOutput.data), gradient, -1);
    return new Map<string, ArrayLike<number>>([
      ["output", output],
      ["input:x", gradient.data],
    ]);
  };
}

/** y = relu(conv2(relu(conv1(x))) + x), layer by layer; x feeds two layers, so its gradient is a sum. */
function skipBlockRunner(example: PytorchCase): Runner | null {
  const { x } = example.inputs;
  if (!x) return null;
  const shape = x.shape.slice(1);
  const { w1 = [], b1 = [], w2 = [], b2 = [] } = dataOf(example.params);
  return (kernels) => {
    const run = (
      kind: (typeof layerKinds)[number]["kind"],
      inputs: readonly ArrayLike<number>[],
      more: Partial<LayerCall>,
    ) =>
      runLayer(kernels, {
        kind: layerKind(kind),
        fields: kind === "conv2d" ? { filters: shape[0] ?? 0 } : {},
        batch: x.shape[0] ?? 1,
        inputs: inputs.map((data) => ({ shape, data })),
        ...more,
      });
    const first = { weights: { weight: w1, bias: b1 } };
    const second = { weights: { weight: w2, bias: b2 } };
    const a1 = run("conv2d", [x.data], first).output;
    const h1 = run("activation", [a1], {}).output;
    const a2 = run("conv2d", [h1], second).output;
    const sum = run("add", [a2, x.data], {}).output;
    const end = run("activation", [sum], { gradOutput: example.gradOutput.data });
    const merge = run("add", [a2, x.data], { gradOutput: end.gradInputs[0] ?? [] });
    const conv2 = run("conv2d", [h1], { ...second, gradOutput: merge.gradInputs[0] ?? [] });
    const relu1 = run("activation", [a1], { gradOutput: conv2.gradInputs[0] ?? [] });
    const conv1 = run("conv2d", [x.data], { ...first, gradOutput: relu1.gradInputs[0] ?? [] });
    const skip = merge.gradInputs[1] ?? [];
    return new Map([
      ["output", end.output],
      ["input:x", (conv1.gradInputs[0] ?? []).map((value, i) => value + (skip[i] ?? 0))],
      ["weight:w1", conv1.gradWeights.weight ?? []],
      ["weight:b1", conv1.gradWeights.bias ?? []],
      ["weight:w2", conv2.gradWeights.weight ?? []],
      ["weight:b2", conv2.gradWeights.bias ?? []],
    ]);
  };
}

/** y = sigmoid(x) x + x, layer by layer; x feeds three inputs. */
function fanOutRunner(example: PytorchCase): Runner | null {
  const { x } = example.inputs;
  if (!x) return null;
  const shape = x.shape.slice(1);
  return (kernels) => {
    const run = (
      kind: (typeof layerKinds)[number]["kind"],
      inputs: readonly ArrayLike<number>[],
      gradOutput?: ArrayLike<number>,
    ) =>
      runLayer(kernels, {
        kind: layerKind(kind),
        fields: kind === "activation" ? { function: "sigmoid" } : {},
        batch: x.shape[0] ?? 1,
        inputs: inputs.map((data) => ({ shape, data })),
        ...(gradOutput ? { gradOutput } : {}),
      });
    const gate = run("activation", [x.data]).output;
    const product = run("multiply", [gate, x.data]).output;
    const sum = run("add", [product, x.data], example.gradOutput.data);
    const merge = run("multiply", [gate, x.data], sum.gradInputs[0] ?? []);
    const sigmoid = run("activation", [x.data], merge.gradInputs[0] ?? []);
    const parts = [sum.gradInputs[1], merge.gradInputs[1], sigmoid.gradInputs[0]];
    const gradient = x.data.map((_, i) =>
      parts.reduce((total, part) => total + (part?.[i] ?? Number.NaN), 0),
    );
    return new Map([
      ["output", sum.output],
      ["input:x", gradient],
    ]);
  };
}

const runners: Readonly<Record<string, (example: PytorchCase) => Runner | null>> = {
  conv2d: convolutionRunner,
  convTranspose2d: transposedRunner,
  locallyConnected2d: locallyConnectedRunner,
  maxPool2d: (example) => poolRunner(example, "max-pool"),
  avgPool2d: (example) => poolRunner(example, "average-pool"),
  dense: (example) =>
    layerRunner(example, "dense", { units: example.output.shape[1] ?? 0, bias: "bias" in example.params }),
  activation: activationRunner,
  batchNorm: batchNormRunner,
  prelu: (example) => layerRunner(example, "prelu", {}),
  layerNorm: (example) =>
    layerRunner(example, "layer-norm", { epsilon: z.object({ eps: z.number() }).parse(example.config).eps }),
  concat: (example) => layerRunner(example, "concat", {}),
  softmaxCrossEntropy: (example) => lossRunner(example, "crossEntropy"),
  logSoftmax: logSoftmaxRunner,
  sigmoidCrossEntropy: (example) => lossRunner(example, "binaryCrossEntropy"),
  mse: (example) => lossRunner(example, "halfSquaredError"),
  graph: (example) => (example.id === "skip-block" ? skipBlockRunner(example) : fanOutRunner(example)),
};

/** How the engine runs a case; null while it has no such layer, setting or loss. */
export function pytorchRunner(example: PytorchCase): Runner | null {
  return runners[example.op]?.(example) ?? null;
}
