import { describe, expect, it } from "vitest";
import { openKernels } from "../host/kernels.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { type Shape, sizeOf } from "../tensor.ts";
import { readFormula } from "../testing/formulas.ts";
import { allFields, type LayerCall, outputShapeOf, runLayer, weightShapesOf } from "../testing/layer-run.ts";
import { awayFromKinks, normalNumbers, relativeError } from "../testing/numbers.ts";
import { evaluateCount } from "../testing/parameter-count.ts";
import { fieldsSchema } from "./fields.ts";
import type { LayerKind } from "./layer.ts";
import { layerKind, layerKinds } from "./registry.ts";

const fastKernels = [loopKernels, (await openKernels())()];

const kinds: readonly LayerKind[] = layerKinds;

const cases = kinds.flatMap((kind) =>
  kind.examples.map((example, index) => ({
    name: `${kind.kind} ${index + 1}: ${kind.caption(allFields(kind, definedFields(example.fields)))} on ${example.inputs.map((shape) => shape.join("×")).join(", ")}`,
    kind,
    fields: definedFields(example.fields),
    inputs: example.inputs,
  })),
);
/** Kinds whose calls of kernels are the same in every step, so that one call repeats them. */
const recorded: ReadonlySet<string> = new Set([
  "activation",
  "add",
  "average-pool",
  "batch-norm",
  "concat",
  "conv2d",
  "dense",
  "global-average-pool",
  "layer-norm",
  "max-pool",
  "multiply",
  "transposed-conv",
]);
/** Kinds that compute something from inputs. */
const computing = cases.filter(({ inputs }) => inputs.length > 0);

function definedFields(fields: LayerKind["examples"][number]["fields"]): LayerCall["fields"] {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function callOf(
  { kind, fields, inputs }: { kind: LayerKind; fields: LayerCall["fields"]; inputs: readonly Shape[] },
  batch: number,
): LayerCall & { readonly gradOutput: readonly number[] } {
  return {
    kind,
    fields,
    batch,
    inputs: inputs.map((shape, port) => ({ shape, data: awayFromKinks(batch * sizeOf(shape), 11 + port) })),
    weights: Object.fromEntries(
      Object.entries(weightShapesOf(kind, fields, inputs)).map(([name, shape], index) => [
        name,
        // A running statistic may be a variance, which is not negative.
        normalNumbers(sizeOf(shape), 50 + index).map((value) =>
          kind.weights[name]?.isStatistic ? Math.abs(value) + 0.25 : value,
        ),
      ]),
    ),
    gradOutput: normalNumbers(batch * sizeOf(outputShapeOf(kind, fields, inputs)), 90),
  };
}

/** Central differences of Σ gradOutput·output with respect to one list of numbers of a call. */
function differences(
  values: ArrayLike<number>,
  gradOutput: readonly number[],
  outputFor: (changed: number[]) => readonly number[],
): number[] {
  const step = 1e-4;
  return Array.from(values, (value, i) => {
    const at = (moved: number) => outputFor(Array.from(values).with(i, moved));
    const after = at(value + step);
    const before = at(value - step);
    return (
      gradOutput.reduce((sum, slope, k) => sum + slope * ((after[k] ?? 0) - (before[k] ?? 0)), 0) / (2 * step)
    );
  });
}

describe.each(computing)("$name", (example) => {
  it("has the gradients that central differences have", () => {
    // Three examples: normalised over two, every number is 1 or -1 and nothing has a gradient.
    const batch = 3;
    const call = callOf(example, batch);
    const result = runLayer(referenceKernels, call);
    call.inputs.forEach((input, port) => {
      const numeric = differences(input.data, call.gradOutput, (data) => {
        const inputs = call.inputs.with(port, { ...input, data });
        return runLayer(referenceKernels, {
          kind: call.kind,
          fields: call.fields,
          batch,
          inputs,
          weights: call.weights ?? {},
        }).output;
      });
      expect(relativeError(result.gradInputs[port] ?? [], numeric)).toBeLessThanOrEqual(1e-6);
    });
    for (const [name, values] of Object.entries(call.weights ?? {})) {
      const numeric = differences(values, call.gradOutput, (data) => {
        const weights = { ...call.weights, [name]: data };
        return runLayer(referenceKernels, {
          kind: call.kind,
          fields: call.fields,
          batch,
          inputs: call.inputs,
          weights,
        }).output;
      });
      expect(relativeError(result.gradWeights[name] ?? [], numeric)).toBeLessThanOrEqual(1e-6);
    }
  });

  it.each(fastKernels.flatMap((kernels) => [1, 5].map((batch) => ({ name: kernels.name, kernels, batch }))))(
    "computes with float32 $name what the reference computes, batch $batch",
    ({ kernels, batch }) => {
      const call = callOf(example, batch);
      const fast = runLayer(kernels, call);
      const exact = runLayer(referenceKernels, call);
      expect(fast.shape).toEqual([batch, ...outputShapeOf(example.kind, example.fields, example.inputs)]);
      expect(relativeError(fast.output, exact.output)).toBeLessThanOrEqual(1e-4);
      exact.gradInputs.forEach((gradient, port) => {
        expect(relativeError(fast.gradInputs[port] ?? [], gradient)).toBeLessThanOrEqual(1e-4);
      });
      expect(Object.keys(fast.gradWeights)).toEqual(Object.keys(exact.gradWeights));
      for (const [name, gradient] of Object.entries(exact.gradWeights))
        expect(relativeError(fast.gradWeights[name] ?? [], gradient)).toBeLessThanOrEqual(1e-4);
    },
  );

  it.each(fastKernels)("treats each sample of a batch as if it were alone with $name", (kernels) => {
    // Dropout draws its mask by position in the batch, so it is looked at as it is outside training.
    const call = { ...callOf(example, 3), training: false };
    const together = runLayer(kernels, call);
    const perSample = together.output.length / 3;
    for (const sample of [0, 1, 2]) {
      const alone = runLayer(kernels, {
        ...call,
        batch: 1,
        inputs: call.inputs.map(({ shape, data }) => ({
          shape,
          data: Array.from(data).slice(sample * sizeOf(shape), (sample + 1) * sizeOf(shape)),
        })),
        gradOutput: call.gradOutput.slice(sample * perSample, (sample + 1) * perSample),
      });
      expect(alone.output).toEqual(together.output.slice(sample * perSample, (sample + 1) * perSample));
      alone.gradInputs.forEach((gradient, port) => {
        const all = together.gradInputs[port] ?? [];
        expect(gradient).toEqual(all.slice(sample * gradient.length, (sample + 1) * gradient.length));
      });
    }
  });

  it.runIf(recorded.has(example.kind.kind)).each([1, 5])(
    "gives the same bits when its calls are recorded and repeated, batch %d",
    (batch) => {
      const [, wasm] = fastKernels;
      const call = callOf(example, batch);
      expect(wasm?.recorder).toBeDefined();
      expect(runLayer(wasm ?? loopKernels, { ...call, repeated: true })).toEqual(
        runLayer(wasm ?? loopKernels, call),
      );
    },
  );

  it.each([referenceKernels, ...fastKernels])("adds to weight gradients with $name kernels", (kernels) => {
    const call = callOf(example, 2);
    const once = runLayer(kernels, call);
    const twice = runLayer(kernels, { ...call, backwards: 2 });
    for (const [name, gradient] of Object.entries(once.gradWeights))
      expect(
        relativeError(
          twice.gradWeights[name] ?? [],
          gradient.map((value) => 2 * value),
        ),
      ).toBeLessThanOrEqual(1e-6);
    expect(twice.gradInputs).toEqual(once.gradInputs);
  });

  it("writes out its parameter count", () => {
    const { kind, fields, inputs } = example;
    const shapes = Object.entries(weightShapesOf(kind, fields, inputs)).flatMap(([name, shape]) =>
      kind.weights[name]?.isStatistic ? [] : [shape],
    );
    const count = kind.countParameters(allFields(kind, fields), inputs);
    if (shapes.length === 0) expect(count).toEqual([]);
    else expect(evaluateCount(count)).toBe(shapes.reduce((sum, shape) => sum + sizeOf(shape), 0));
  });

  it("estimates its cost without running", () => {
    const { kind, fields, inputs } = example;
    const cost = kind.cost(allFields(kind, fields), inputs, outputShapeOf(kind, fields, inputs));
    expect(Number.isInteger(cost.flops) && cost.flops >= 0).toBe(true);
    expect(Number.isInteger(cost.bytes) && cost.bytes >= 0).toBe(true);
  });
});

describe.each(cases)("$name", ({ kind, fields }) => {
  it("has settings that its own schema accepts, and words and a formula for them", () => {
    const all = allFields(kind, fields);
    expect(fieldsSchema(kind.fields).parse(all)).toEqual(all);
    expect(readFormula(kind.formula(all))).toContain("katex");
    if (kind.appearance === "card") expect(kind.caption(all)).not.toBe("");
  });
});

describe.each(kinds.map((kind) => ({ kind, name: kind.kind })))("the record of $name", ({ kind }) => {
  it("is complete", () => {
    expect(kind.title).toMatch(/^[A-Z]/);
    expect(kind.shortName).toMatch(/^[A-Z]/);
    expect(kind.summary).toMatch(/^[A-Z].*\.$/s);
    expect(kind.examples.length).toBeGreaterThan(0);
    expect(kind.inputs.minimum).toBeLessThanOrEqual(kind.inputs.maximum);
    for (const example of kind.examples)
      expect(example.inputs.length).toBeGreaterThanOrEqual(kind.inputs.minimum);
    expect(layerKind(kind.kind)).toBe(kind);
  });

  it("draws a pictogram within its 16 units", () => {
    expect(kind.glyph.length).toBeGreaterThan(0);
    for (const { d } of kind.glyph) {
      expect(d).toMatch(/^M[\d\s.,MLHVAZCSQTmlhvazcsqt-]+$/);
      for (const [, x, y] of d.matchAll(/M([\d.]+)[ ,]([\d.]+)/g)) {
        expect(Number(x)).toBeLessThanOrEqual(16);
        expect(Number(y)).toBeLessThanOrEqual(16);
      }
    }
  });

  it("explains every field, starts from values its own schema accepts, and fills in missing ones", () => {
    for (const field of Object.values(kind.fields)) {
      expect(field.label).toMatch(/^[A-Z]/);
      expect(field.help).toMatch(/^[A-Z].*\.$/s);
      if (field.visibleWhen) expect(Object.keys(kind.fields)).toContain(field.visibleWhen.field);
      if (field.type === "choice") expect(field.options.map(({ value }) => value)).toContain(field.default);
    }
    expect(fieldsSchema(kind.fields).parse({})).toEqual(allFields(kind, {}));
    expect(fieldsSchema(kind.fields).safeParse({ nonsense: 1 }).success).toBe(false);
  });
});
