import { describe, expect, it } from "vitest";
import type { Shape } from "../tensor.ts";
import { readFormula } from "../testing/formulas.ts";
import { allFields } from "../testing/layer-run.ts";
import { type AnyFieldValues, fieldsSchema } from "./fields.ts";
import { isProblem } from "./layer.ts";
import { layerKind } from "./registry.ts";

interface WrongUse {
  readonly kind: string;
  readonly fields: AnyFieldValues;
  readonly inputs: readonly Shape[];
  readonly problem: string;
  /** Numbers and words that the explanation must name. */
  readonly names: readonly string[];
}

const wrongUses: readonly WrongUse[] = [
  {
    kind: "input",
    fields: { shape: [28, 28] },
    inputs: [],
    problem: "not-an-example",
    names: ["28×28", "2 dimensions"],
  },
  { kind: "conv2d", fields: {}, inputs: [[784]], problem: "needs-image", names: ["784", "Flatten"] },
  {
    kind: "conv2d",
    fields: { kernel: [7, 7], padding: "valid" },
    inputs: [[3, 5, 5]],
    problem: "kernel-too-large",
    names: ["7×7", "5×5"],
  },
  {
    kind: "conv2d",
    fields: { kernel: [3, 3], dilation: [1, 4], padding: "valid" },
    inputs: [[3, 5, 5]],
    problem: "kernel-too-large",
    names: ["dilation 1×4", "3×9"],
  },
  {
    kind: "conv2d",
    fields: { kernel: [9, 2], padding: "numbers", pads: [1, 1, 0, 0] },
    inputs: [[3, 5, 5]],
    problem: "kernel-too-large",
    names: ["9×2", "7×5", "with its padding"],
  },
  {
    kind: "conv2d",
    fields: { kernel: [5, 5], padding: "mirror" },
    inputs: [[1, 2, 9]],
    problem: "mirror-too-wide",
    names: ["2 cells", "at most 1", "needs 2"],
  },
  {
    kind: "conv2d",
    fields: { kernel: [3, 3], padding: "mirror" },
    inputs: [[1, 4, 1]],
    problem: "mirror-too-wide",
    names: ["1 cell", "at most 0"],
  },
  {
    kind: "conv2d",
    fields: { filters: 6, groups: 3 },
    inputs: [[4, 5, 5]],
    problem: "groups-not-equal",
    names: ["4 input channels", "6 filters", "3 must divide"],
  },
  {
    kind: "conv2d",
    fields: { filters: 4095, groups: 8 },
    inputs: [[16, 5, 5]],
    problem: "groups-not-equal",
    names: ["16 input channels", "4095 filters", "8 must divide"],
  },
  { kind: "transposed-conv", fields: {}, inputs: [[10]], problem: "needs-image", names: ["10", "kernel"] },
  {
    kind: "transposed-conv",
    fields: { outputPadding: [1, 2] },
    inputs: [[3, 5, 5]],
    problem: "output-padding-too-wide",
    names: ["1×2", "2×2"],
  },
  {
    kind: "transposed-conv",
    fields: { padding: [1, 3] },
    inputs: [[3, 5, 2]],
    problem: "nothing-left",
    names: ["4 columns", "3 cells"],
  },
  { kind: "locally-connected", fields: {}, inputs: [[10]], problem: "needs-image", names: ["10", "kernel"] },
  {
    kind: "locally-connected",
    fields: { kernel: [3, 7], padding: "valid" },
    inputs: [[3, 5, 5]],
    problem: "kernel-too-large",
    names: ["3×7", "5×5"],
  },
  { kind: "max-pool", fields: {}, inputs: [[10]], problem: "needs-image", names: ["10", "window"] },
  { kind: "max-pool", fields: {}, inputs: [[4, 1, 6]], problem: "kernel-too-large", names: ["2×2", "1×6"] },
  {
    kind: "max-pool",
    fields: { padding: "numbers", pads: [2, 0, 0, 0] },
    inputs: [[4, 6, 6]],
    problem: "window-in-padding",
    names: ["2×2", "rows"],
  },
  {
    kind: "average-pool",
    fields: { padding: "numbers", pads: [0, 0, 0, 3] },
    inputs: [[4, 6, 6]],
    problem: "window-in-padding",
    names: ["columns"],
  },
  { kind: "average-pool", fields: {}, inputs: [[10]], problem: "needs-image", names: ["10"] },
  { kind: "global-average-pool", fields: {}, inputs: [[10]], problem: "needs-image", names: ["10"] },
  { kind: "pad", fields: {}, inputs: [[10]], problem: "needs-image", names: ["10", "pad"] },
  {
    kind: "pad",
    fields: { cells: "mirror", pads: [1, 1, 0, 5] },
    inputs: [[2, 4, 4]],
    problem: "mirror-too-wide",
    names: ["4 cells", "at most 3", "5"],
  },
  {
    kind: "pad",
    fields: { cells: "mirror", pads: [2, 1, 1, 1] },
    inputs: [[2, 1, 1]],
    problem: "mirror-too-wide",
    names: ["1 cell ", "at most 0"],
  },
  { kind: "upsample", fields: {}, inputs: [[10]], problem: "needs-image", names: ["10", "larger"] },
  {
    kind: "reshape",
    fields: {},
    inputs: [[100]],
    problem: "sizes-differ",
    names: ["100", "1×28×28", "784"],
  },
  {
    kind: "reshape",
    fields: { shape: [5, 4, 7] },
    inputs: [[2, 14, 4]],
    problem: "sizes-differ",
    names: ["2×14×4", "112", "140"],
  },
  { kind: "reshape", fields: { shape: [9] }, inputs: [[8]], problem: "sizes-differ", names: ["8", "9"] },
  {
    kind: "reshape",
    fields: { shape: [4, 7] },
    inputs: [[28]],
    problem: "not-an-example",
    names: ["4×7", "2 dimensions"],
  },
  { kind: "dense", fields: {}, inputs: [[16, 7, 7]], problem: "needs-vector", names: ["16×7×7", "784"] },
  {
    kind: "add",
    fields: {},
    inputs: [
      [16, 14, 14],
      [16, 12, 12],
    ],
    problem: "shapes-differ",
    names: ["16×14×14", "16×12×12"],
  },
  {
    kind: "multiply",
    fields: {},
    inputs: [[10], [10], [12]],
    problem: "shapes-differ",
    names: ["10", "12", "multiplied"],
  },
  {
    kind: "concat",
    fields: {},
    inputs: [
      [3, 4, 5],
      [2, 4, 6],
    ],
    problem: "sizes-differ",
    names: ["4×5", "4×6"],
  },
  {
    kind: "concat",
    fields: {},
    inputs: [[10], [2, 4, 6]],
    problem: "image-and-vector",
    names: ["2×4×6", "48"],
  },
  { kind: "output", fields: {}, inputs: [[2, 4, 6]], problem: "needs-vector", names: ["2×4×6", "48"] },
  {
    kind: "output",
    fields: { loss: "crossEntropySoftmax" },
    inputs: [[1]],
    problem: "one-class",
    names: ["softmax is always 1"],
  },
];

const named = wrongUses.map((use) => ({
  ...use,
  name: `${use.kind} on ${use.inputs.map((shape) => shape.join("×")).join(" and ")}`,
}));

describe.each(named)("$problem: $name", ({ kind: kindName, fields, inputs, problem, names }) => {
  const kind = layerKind(kindName);
  const result = kind.outputShape(allFields(kind, fields), inputs);

  it("says cause, shapes and numbers", () => {
    if (!isProblem(result)) throw new Error("It has a shape.");
    expect(result.problem).toBe(problem);
    expect(result.title).toMatch(/^[A-Z][^.!]*[^.!]$/);
    expect(result.explanation).toMatch(/^[A-Z].*\.$/s);
    expect(result.explanation).not.toContain("!");
    for (const name of names) expect(result.explanation).toContain(name);
    expect(readFormula(result.formula ?? "\\undefined")).toContain("katex");
    expect(result.shapes?.some(({ wrong }) => wrong)).toBe(true);
    if (result.field) expect(Object.keys(kind.fields)).toContain(result.field);
    expect(result.fixes.length).toBeGreaterThan(0);
  });

  it("offers settings that heal it, and only such", () => {
    if (!isProblem(result)) throw new Error("It has a shape.");
    for (const fix of result.fixes) {
      if (fix.action === "set-fields") {
        const healed = fieldsSchema(kind.fields).parse(allFields(kind, { ...fields, ...fix.values }));
        expect(isProblem(kind.outputShape(healed, inputs)), fix.label).toBe(false);
      } else if (fix.action === "insert-before") {
        const inserted = layerKind(fix.kind);
        const shape = inserted.outputShape(allFields(inserted, fix.values), [inputs[fix.input] ?? []]);
        if (isProblem(shape)) throw new Error(fix.label);
        expect(
          isProblem(kind.outputShape(allFields(kind, fields), inputs.with(fix.input, shape))),
          fix.label,
        ).toBe(false);
      } else expect(inputs[fix.input]).toBeDefined();
    }
  });
});

it("marks merges of different shapes, so that a fix further up may be found", () => {
  const add = layerKind("add");
  const result = add.outputShape({}, [[1], [2]]);
  expect(isProblem(result) && result.inputsDiffer).toBe(true);
});
