import type { Kernels, NoiseKey } from "../kernels/kernels.ts";
import { type AnyFieldValues, defaultValues } from "../layers/fields.ts";
import { isProblem, type LayerKind } from "../layers/layer.ts";
import { type Shape, sizeOf, type Tensor, view } from "../tensor.ts";

/** One layer to run alone: what stands around it is given as plain numbers. */
export interface LayerCall {
  readonly kind: LayerKind;
  /** Settings that differ from the defaults. */
  readonly fields: AnyFieldValues;
  readonly batch: number;
  /** Per-sample shapes and the numbers of the whole batch. */
  readonly inputs: readonly { readonly shape: Shape; readonly data: ArrayLike<number> }[];
  readonly weights?: Readonly<Record<string, ArrayLike<number>>>;
  /** Gradient of the output; without it backward does not run. */
  readonly gradOutput?: ArrayLike<number>;
  readonly training?: boolean;
  readonly noise?: NoiseKey;
  /** How often backward runs; the weight gradients add up. */
  readonly backwards?: number;
  /** Records the kernels' calls on other numbers, and repeats them on these. Throws where that cannot be. */
  readonly repeated?: boolean;
}

export interface LayerResult {
  /** With the batch. */
  readonly shape: Shape;
  readonly output: readonly number[];
  readonly gradInputs: readonly (readonly number[])[];
  readonly gradWeights: Readonly<Record<string, readonly number[]>>;
  /** As forward leaves them: running statistics move. */
  readonly weights: Readonly<Record<string, readonly number[]>>;
}

const gap = 5;
const untouched = -12345;

/** Hands out tensors of one memory with a marked gap around each, so that a write beyond a tensor is seen. */
class MarkedMemory {
  readonly data: Tensor["data"];
  private next = gap;
  private readonly tensors: Tensor[] = [];

  constructor(kernels: Kernels, elements: number) {
    this.data = kernels.allocate(elements);
    this.data.fill(untouched);
  }

  tensor(shape: Shape, fillWith: number | ArrayLike<number>): Tensor {
    const tensor = view(this.data, this.next, shape);
    this.next += tensor.size + gap;
    if (typeof fillWith === "number") this.data.fill(fillWith, tensor.offset, tensor.offset + tensor.size);
    else if (fillWith.length !== tensor.size)
      throw new RangeError(`${fillWith.length} numbers do not fill ${shape.join("×")}.`);
    else this.data.set(fillWith, tensor.offset);
    this.tensors.push(tensor);
    return tensor;
  }

  /** Throws when anything outside the tensors was written. */
  assertGapsUntouched(): void {
    const inside = new Uint8Array(this.data.length);
    for (const { offset, size } of this.tensors) inside.fill(1, offset, offset + size);
    this.data.forEach((value, index) => {
      if (!inside[index] && value !== untouched)
        throw new Error(`Element ${index} lies outside every tensor and became ${value}.`);
    });
  }
}

function numbers(tensor: Tensor): number[] {
  return [...tensor.data.slice(tensor.offset, tensor.offset + tensor.size)];
}

function mapped<From, To>(
  values: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

/** All settings of a call, defaults included. */
export function allFields(kind: LayerKind, fields: AnyFieldValues): AnyFieldValues {
  return { ...defaultValues(kind.fields), ...fields };
}

/** The per-sample output shape; throws when the call has a shape problem. */
export function outputShapeOf(kind: LayerKind, fields: AnyFieldValues, inputs: readonly Shape[]): Shape {
  const shape = kind.outputShape(allFields(kind, fields), inputs);
  if (isProblem(shape)) throw new Error(shape.explanation);
  return shape;
}

/** Shapes of the weights that the settings leave switched on. */
export function weightShapesOf(
  kind: LayerKind,
  fields: AnyFieldValues,
  inputs: readonly Shape[],
): Readonly<Record<string, Shape>> {
  return Object.fromEntries(
    Object.entries(kind.weights).flatMap(([name, rule]) => {
      const shape = rule.shape(allFields(kind, fields), inputs);
      return shape ? [[name, shape]] : [];
    }),
  );
}

/**
 * Runs one layer forward, and backward when `gradOutput` is given. Everything that a kernel must write starts as
 * NaN (weight gradients, which are added to, start as 0), so a forgotten element shows.
 */
export function runLayer(kernels: Kernels, call: LayerCall): LayerResult {
  const { kind, batch } = call;
  const fields = allFields(kind, call.fields);
  const inputShapes = call.inputs.map(({ shape }) => shape);
  const sampleShape = outputShapeOf(kind, call.fields, inputShapes);
  const weightShapes = weightShapesOf(kind, call.fields, inputShapes);
  const savedShapes = {
    ...mapped(kind.saves?.(fields, inputShapes, sampleShape) ?? {}, (shape) => [batch, ...shape]),
    ...kind.savesOnce?.(fields, inputShapes, sampleShape),
  };
  const scratchSize = kind.scratch?.(kernels, fields, inputShapes, batch) ?? 0;
  const batched = (shape: Shape) => [batch, ...shape];
  const shapes = [sampleShape, ...inputShapes].map(batched);
  const sizes = [...shapes, ...Object.values(savedShapes), ...Object.values(weightShapes), [scratchSize]].map(
    sizeOf,
  );
  const memory = new MarkedMemory(
    kernels,
    sizes.reduce((sum, size) => sum + 2 * size + 2 * gap, gap),
  );

  const inputs = call.inputs.map(({ shape, data }) => memory.tensor(batched(shape), data));
  const gradInputs = call.inputs.map(({ shape }) => memory.tensor(batched(shape), Number.NaN));
  const [first] = inputs;
  const output =
    kind.isView && first
      ? { ...first, shape: batched(sampleShape) }
      : memory.tensor(batched(sampleShape), Number.NaN);
  const weightTensors = (fill: (name: string) => number | ArrayLike<number>) =>
    Object.fromEntries(
      Object.keys(kind.weights).map((name) => {
        const shape = weightShapes[name];
        return [name, shape ? memory.tensor(shape, fill(name)) : null];
      }),
    );
  const weights = weightTensors((name) => call.weights?.[name] ?? Number.NaN);
  const gradWeights = weightTensors(() => 0);
  const recorder = call.repeated ? kernels.recorder : undefined;
  const forward = {
    kernels: recorder?.kernels ?? kernels,
    fields,
    inputs: [first ?? output, ...inputs.slice(1)] as const,
    output,
    weights,
    saved: mapped(savedShapes, (shape) => memory.tensor(shape, Number.NaN)),
    scratch: memory.tensor([scratchSize], Number.NaN),
    training: call.training ?? true,
    noise: call.noise ?? { seed: 7, step: 3, layer: 1 },
  };
  const gradOutput = call.gradOutput && memory.tensor(batched(sampleShape), call.gradOutput);
  const pass = () => {
    kind.forward(forward);
    if (!gradOutput) return;
    for (let time = 0; time < (call.backwards ?? 1); time += 1) {
      if (kind.isView) gradInputs[0]?.data.set(numbers(gradOutput), gradInputs[0].offset);
      else
        kind.backward({
          ...forward,
          gradOutput,
          gradInputs: [gradInputs[0] ?? null, ...gradInputs.slice(1)],
          gradWeights,
        });
    }
  };
  if (call.repeated) {
    const before = memory.data.slice();
    for (const tensor of [...inputs, ...(gradOutput ? [gradOutput] : [])])
      tensor.data.set(numbers(tensor).reverse(), tensor.offset);
    recorder?.begin();
    pass();
    const again = recorder?.end();
    if (!again) throw new Error(`${kind.title} cannot be recorded.`);
    memory.data.set(before);
    again();
  } else pass();
  memory.assertGapsUntouched();
  const values = (tensors: Readonly<Record<string, Tensor | null>>) =>
    Object.fromEntries(
      Object.entries(tensors).flatMap(([name, tensor]) => (tensor ? [[name, numbers(tensor)]] : [])),
    );
  return {
    shape: output.shape,
    output: numbers(output),
    gradInputs: gradInputs.map(numbers),
    gradWeights: values(gradWeights),
    weights: values(weights),
  };
}
