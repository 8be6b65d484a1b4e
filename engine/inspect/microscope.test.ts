import { describe, expect, it } from "vitest";
import { graphOf, type LayerWords } from "../graph/graph-of.ts";
import { planNetwork } from "../graph/plan.ts";
import { openKernels } from "../host/kernels.ts";
import { loopKernels } from "../kernels/loops.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { type AnyFieldValues, defaultValues } from "../layers/fields.ts";
import { layerKinds } from "../layers/registry.ts";
import { Network } from "../network.ts";
import type { CellSum } from "../protocol.ts";
import { Random } from "../random.ts";
import { type Shape, sizeOf } from "../tensor.ts";
import { allFields, runLayer } from "../testing/layer-run.ts";
import { normalNumbers } from "../testing/numbers.ts";
import { RunMemory } from "../training/memory.ts";
import { optimizers } from "../training/optimizers.ts";
import { lookAtCell } from "./microscope.ts";
import { receptiveField } from "./receptive-field.ts";

const kinds = layerKinds.filter((kind) => kind.terms);

/** Every place of a shape, as coordinates. */
function places(shape: Shape): number[][] {
  return shape.reduce<number[][]>(
    (all, length) => all.flatMap((place) => Array.from({ length }, (_, index) => [...place, index])),
    [[]],
  );
}

it("every layer that weighs or gathers input values says which", () => {
  expect(kinds.map(({ kind }) => kind)).toEqual([
    "conv2d",
    "transposed-conv",
    "locally-connected",
    "max-pool",
    "average-pool",
    "global-average-pool",
    "dense",
  ]);
});

describe.each(
  kinds.flatMap((kind) =>
    kind.examples.map((example, index) => ({ kind, example, name: `${kind.kind} ${index + 1}` })),
  ),
)("the terms of $name", ({ kind, example }) => {
  it("add up to the engine's float64 output, everywhere", () => {
    const fields = allFields(kind, example.fields as AnyFieldValues);
    const input = example.inputs[0] ?? [];
    const x = normalNumbers(sizeOf(input), 1);
    const weights = Object.fromEntries(
      Object.entries(kind.weights).flatMap(([name, rule], index) => {
        const shape = rule.shape(fields as never, [input]);
        return shape ? [[name, normalNumbers(sizeOf(shape), 10 + index)]] : [];
      }),
    );
    const { shape, output } = runLayer(referenceKernels, {
      kind,
      fields: example.fields as AnyFieldValues,
      batch: 1,
      inputs: [{ shape: input, data: x }],
      weights,
    });
    places(shape.slice(1)).forEach((at, place) => {
      const found = kind.terms?.(fields as never, input, at);
      if (!found) throw new Error("No terms.");
      expect(found.terms).toHaveLength(found.channels * found.rows * found.columns);
      const products = found.terms.flatMap(({ input: from, weight, isPadding }) => {
        if (found.combine === "maximum" && isPadding) return [];
        return [
          (from === null ? 0 : (x[from] ?? 0)) * (weight === null ? 1 : (weights.weight?.[weight] ?? 0)),
        ];
      });
      const sum = products.reduce((total, product) => total + product, 0);
      const bias = found.bias === null ? 0 : (weights.bias?.[found.bias] ?? 0);
      const value = { sum: sum + bias, mean: sum / found.count, maximum: Math.max(...products) }[
        found.combine
      ];
      expect(value).toBeCloseTo(output[place] ?? Number.NaN, 10);
    });
  });
});

const image = graphOf({
  Input: ["input", { shape: [2, 9, 8] }],
  Conv: ["conv2d", { filters: 3, padding: "mirror" }],
  ReLU: ["activation"],
  Pool: ["max-pool", { size: [3, 3], stride: [2, 2], padding: "same" }],
  Flatten: ["flatten"],
  Dense: ["dense", { units: 4 }],
  Output: ["output"],
});

function memoryOf(kernels: typeof loopKernels) {
  const memory = new RunMemory({
    plan: planNetwork(image),
    kernels,
    settings: {
      epochs: 1,
      batchSize: 1,
      seed: 3,
      optimizer: { name: "sgd", settings: defaultValues(optimizers[0].fields) },
    },
    batch: 1,
    evaluation: 1,
  });
  const input = memory.probe.input(1);
  input.data.set(normalNumbers(input.size, 5), input.offset);
  memory.probe.forward(1, false);
  return memory;
}

describe("a look at a cell", () => {
  const madeUp = ({ combine, count, channelSums, products, winner, bias }: CellSum) => {
    const sum = channelSums.reduce((total, part) => total + part, 0);
    return { sum: sum + (bias ?? 0), mean: sum / count, maximum: products[winner ?? -1] ?? Number.NaN }[
      combine
    ];
  };

  it("has numbers that make up the engine's float32 value, with plain and with SIMD kernels", async () => {
    for (const kernels of [loopKernels, (await openKernels())()]) {
      const memory = memoryOf(kernels);
      for (const { id, shape } of memory.plan.nodes)
        for (const at of places(shape)) {
          const look = lookAtCell(memory, id, at);
          if (look?.sum) expect(madeUp(look.sum)).toBeCloseTo(look.value, 5);
        }
    }
  });

  it("marks mirrored cells, gives no sum where each place sees itself, and nothing outside", () => {
    const memory = memoryOf(loopKernels);
    const corner = lookAtCell(memory, "Conv", [1, 0, 0]);
    expect([...(corner?.sum?.padding ?? [])].slice(0, 9)).toEqual([2, 2, 2, 2, 0, 0, 2, 0, 0]);
    expect(corner?.activated).toEqual({ name: "ReLU", value: Math.max(0, corner?.value ?? Number.NaN) });
    expect(lookAtCell(memory, "ReLU", [1, 0, 0])).toMatchObject({ sum: null });
    // What goes into it at the same place is told instead.
    const before = lookAtCell(memory, "Conv", [1, 0, 0])?.value;
    expect(lookAtCell(memory, "ReLU", [1, 0, 0])?.sources).toEqual([{ name: "Conv", value: before }]);
    for (const at of [[3, 0, 0], [0, 9, 0], [0, -1, 0], [0, 0.5, 0], [0]])
      expect(lookAtCell(memory, "Conv", at)).toBeNull();
    expect(lookAtCell(memory, "Nothing", [0, 0, 0])).toBeNull();
  });

  it("says what the place and the layers after it see of the input", () => {
    const look = lookAtCell(memoryOf(loopKernels), "Conv", [0, 4, 4]);
    expect(look?.seen).toEqual([
      { node: "Conv", name: "Conv", area: { top: 3, bottom: 5, left: 3, right: 5 } },
      { node: "ReLU", name: "ReLU", area: { top: 3, bottom: 5, left: 3, right: 5 } },
      { node: "Pool", name: "Pool", area: { top: 2, bottom: 6, left: 2, right: 6 } },
    ]);
  });
});

/** Networks of layers in which every input value that can matter does when it is moved far enough. */
function randomNetwork(seed: number) {
  const random = Random.fromSeed(seed, 3);
  const pick = <Value>(...values: readonly Value[]) => values[random.integerBelow(values.length)] as Value;
  const layers: Record<string, LayerWords> = { Input: ["input", { shape: [1, 13, 12] }] };
  const more = 2 + random.integerBelow(3);
  for (let index = 0; index < more; index++) {
    const before = Object.keys(layers).at(-1) ?? "Input";
    const size = pick<readonly [number, number]>([3, 3], [2, 3], [1, 2]);
    const made = pick<LayerWords>(
      [
        "conv2d",
        {
          filters: 2,
          kernel: size,
          stride: pick([1, 1], [2, 1]),
          padding: pick("valid", "zero", "mirror", "edge"),
        },
      ],
      ["conv2d", { filters: 2, kernel: [2, 2], dilation: [2, 1], padding: "zero" }],
      ["conv2d", { filters: 2, kernel: [3, 2], dilation: [1, 2], stride: [1, 2], padding: "mirror" }],
      ["locally-connected", { filters: 2, kernel: [2, 2], stride: pick([1, 1], [2, 1]) }],
      ["average-pool", { size: [2, 2], stride: pick([1, 1], [2, 2]) }],
      ["average-pool", { size: [3, 3], stride: [2, 2], padding: "same" }],
      ["max-pool", { size: [3, 2], stride: pick([1, 1], [2, 2]), padding: pick("valid", "same") }],
      ["transposed-conv", { filters: 2, kernel: [3, 2], stride: [2, 1] }],
      ["pad", { cells: pick("zero", "mirror", "edge"), pads: [1, 0, 2, 1] }],
      ["upsample", { mode: pick("nearest", "bilinear"), factor: pick([2, 1], [2, 3]) }],
      ["activation", { function: "tanh" }],
      ["batch-norm"],
    );
    layers[`Layer ${index}`] = made;
    if (made[0] === "activation") layers[`Add ${index}`] = ["add", {}, `Layer ${index}`, before];
    if (made[0] === "conv2d" && pick(true, false)) {
      // The longer way sees more, and where both meet again all of it counts.
      layers[`Way ${index}`] = ["conv2d", { filters: 2, dilation: pick([1, 1], [2, 1]), padding: "zero" }];
      layers[`Meet ${index}`] = ["add", {}, `Way ${index}`, `Layer ${index}`];
    }
  }
  layers.Look = ["conv2d", { filters: 1, kernel: [2, 2], padding: "zero" }];
  layers.Out = ["flatten"];
  layers.End = ["dense", { units: 1 }];
  layers.Output = ["output", { loss: "halfSquaredError" }];
  return graphOf(layers);
}

it.each(Array.from({ length: 40 }, (_, seed) => seed))(
  "a receptive field is what a probe of every input cell finds, network %i",
  (seed) => {
    const graph = randomNetwork(seed);
    const network = new Network(graph, { kernels: referenceKernels, batch: 1 });
    const { plan } = network.memory;
    const look = plan.nodes.findIndex(({ id }) => id === "Look");
    const [, height = 1, width = 1] = plan.nodes[look]?.shape ?? [];
    const x = normalNumbers(13 * 12, seed + 1);
    network.forward(x);
    const before = network.output("Look");
    /** For each input cell the places that changed with it. */
    const changed = Array.from({ length: 13 * 12 }, (_, cell) => {
      // Up and down, and far: the largest of a window is only seen where it becomes another.
      const outputs = [1e4, -1e4].map((by) => {
        const moved = Float64Array.from(x);
        moved[cell] = (moved[cell] ?? 0) + by;
        network.forward(moved);
        return network.output("Look").slice();
      });
      return before.map((value, place) => Number(outputs.some((output) => output[place] !== value)));
    });
    for (let row = 0; row < height; row += 3)
      for (let column = 0; column < width; column += 3) {
        const cells = changed.flatMap((reached, cell) => (reached[row * width + column] ? [cell] : []));
        const found = receptiveField(plan, look, [0, row, column]) ?? {
          top: 0,
          bottom: 12,
          left: 0,
          right: 11,
        };
        const [rows, columns] = [cells.map((cell) => Math.floor(cell / 12)), cells.map((cell) => cell % 12)];
        if (cells.length > 0)
          expect({ at: [row, column], ...found }).toEqual({
            at: [row, column],
            top: Math.min(...rows),
            bottom: Math.max(...rows),
            left: Math.min(...columns),
            right: Math.max(...columns),
          });
      }
  },
);

it("a unit behind a flattened picture shows its products map by map, as the picture lies", () => {
  const memory = new RunMemory({
    plan: planNetwork(
      graphOf({
        Input: ["input", { shape: [2, 3, 4] }],
        Flatten: ["flatten"],
        Dense: ["dense", { units: 5, biasSpread: 1 }],
        Output: ["output"],
      }),
    ),
    kernels: loopKernels,
    settings: {
      epochs: 1,
      batchSize: 1,
      seed: 3,
      optimizer: { name: "sgd", settings: defaultValues(optimizers[0].fields) },
    },
    batch: 1,
    evaluation: 1,
  });
  const input = normalNumbers(24, 7);
  memory.probe.input(1).data.set(input, memory.probe.input(1).offset);
  memory.probe.forward(1, false);
  const look = lookAtCell(memory, "Dense", [3]);
  const { sum } = look ?? {};
  if (!look || !sum) throw new Error("It has no sum.");
  expect([sum.channels, sum.rows, sum.columns]).toEqual([2, 3, 4]);
  const products = input.map((value, at) => value * (sum.weights?.[at] ?? Number.NaN));
  const half = (from: number) =>
    products.slice(from, from + 12).reduce((total, product) => total + product, 0);
  expect(sum.channelSums[0]).toBeCloseTo(half(0), 5);
  expect(sum.channelSums[1]).toBeCloseTo(half(12), 5);
  expect(look.value).toBeCloseTo(half(0) + half(12) + (sum.bias ?? Number.NaN), 4);
});
