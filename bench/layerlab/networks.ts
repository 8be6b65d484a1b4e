import type { Graph } from "../../engine/graph/graph.ts";
import { graphOf, type LayerWords } from "../../engine/graph/graph-of.ts";
import type { AnyFieldValues } from "../../engine/layers/fields.ts";
import { isLayerKindName } from "../../engine/layers/registry.ts";

/** As `LayerWords`, with kinds that the engine may not have yet. */
type Words = readonly [kind: string, values?: AnyFieldValues, ...from: string[]];

const relu: Words = ["activation", { function: "relu" }];
const tanh: Words = ["activation", { function: "tanh" }];
const pool: Words = ["max-pool"];
const flatten: Words = ["flatten"];
const output: Words = ["output"];
const input = (...shape: number[]): Words => ["input", { shape }];
const dense = (units: number, initialiser = "he"): Words => ["dense", { units, initialiser }];
const convolution = (filters: number, size: number, padding: "zero" | "valid"): Words => [
  "conv2d",
  { filters, kernel: [size, size], padding, initialiser: "he" },
];

const leNet = (shape: readonly number[], padding: "zero" | "valid") => ({
  input: input(...shape),
  conv1: convolution(6, 5, padding),
  relu1: relu,
  pool1: pool,
  conv2: convolution(16, 5, "valid"),
  relu2: relu,
  pool2: pool,
  flatten,
  dense1: dense(120),
  relu3: relu,
  dense2: dense(84),
  relu4: relu,
  dense3: dense(10),
  output,
});

/** Two convolutions with batch norm beside a skip, which is a 1x1 convolution where the size changes. */
function residual(name: string, from: string, filters: number, stride: 1 | 2): Record<string, Words> {
  const bare = { filters, bias: false, initialiser: "he" };
  const skip = `${name}-skip`;
  return {
    [`${name}-conv1`]: [
      "conv2d",
      { ...bare, kernel: [3, 3], stride: [stride, stride], padding: "numbers", pads: [1, 1, 1, 1] },
      from,
    ],
    [`${name}-norm1`]: ["batch-norm"],
    [`${name}-relu1`]: relu,
    [`${name}-conv2`]: ["conv2d", { ...bare, kernel: [3, 3], padding: "zero" }],
    [`${name}-norm2`]: ["batch-norm"],
    ...(stride === 1
      ? {}
      : {
          [skip]: ["conv2d", { ...bare, kernel: [1, 1], stride: [stride, stride], padding: "valid" }, from],
        }),
    [`${name}-add`]: ["add", {}, `${name}-norm2`, stride === 1 ? from : skip],
    [name]: relu,
  };
}

const networks: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  W1: leNet([1, 28, 28], "zero"),
  W2: {
    input: input(1, 28, 28),
    conv1: convolution(32, 3, "zero"),
    relu1: relu,
    pool1: pool,
    conv2: convolution(64, 3, "zero"),
    relu2: relu,
    pool2: pool,
    flatten,
    dense1: dense(128),
    relu3: relu,
    dense2: dense(10),
    output,
  },
  W3: {
    input: input(1, 28, 28),
    flatten,
    dense1: dense(512),
    relu1: relu,
    dense2: dense(256),
    relu2: relu,
    dense3: dense(10),
    output,
  },
  W4: {
    input: input(2),
    dense1: dense(8, "glorot"),
    tanh1: tanh,
    dense2: dense(8, "glorot"),
    tanh2: tanh,
    dense3: dense(2, "glorot"),
    output,
  },
  W5: leNet([3, 32, 32], "valid"),
  W6: {
    input: input(3, 32, 32),
    conv: ["conv2d", { filters: 16, kernel: [3, 3], padding: "zero", bias: false, initialiser: "he" }],
    norm: ["batch-norm"],
    relu,
    ...residual("block1", "relu", 16, 1),
    ...residual("block2", "block1", 32, 2),
    ...residual("block3", "block2", 64, 2),
    average: ["global-average-pool"],
    dense: dense(10),
    output,
  },
};

/** The workload's network, or the layer kinds that the engine does not have yet. */
export function networkOf(workload: string): { readonly graph: Graph } | { readonly missing: string[] } {
  const layers = networks[workload];
  if (!layers) throw new Error(`There is no network for "${workload}".`);
  const known: Record<string, LayerWords> = {};
  const missing = new Set<string>();
  for (const [name, [kind, ...rest]] of Object.entries(layers))
    if (isLayerKindName(kind)) known[name] = [kind, ...rest];
    else missing.add(kind);
  return missing.size > 0 ? { missing: [...missing] } : { graph: graphOf(known) };
}
