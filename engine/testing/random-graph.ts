import { type Graph, newNode } from "../graph/graph.ts";
import { inferShapes } from "../graph/shapes.ts";
import type { AnyFieldValues } from "../layers/fields.ts";
import type { LayerKindName } from "../layers/registry.ts";
import { Random } from "../random.ts";

const functions = ["relu", "leakyRelu", "elu", "sigmoid", "tanh", "softplus", "gelu", "softmax"];

/** Settings small enough that a test may run the network. */
const choices: readonly (readonly [LayerKindName, (random: Random) => AnyFieldValues])[] = [
  [
    "conv2d",
    (random) => ({
      filters: 1 + random.integerBelow(3),
      kernel: [2, 3],
      padding: random.integerBelow(2) ? "zero" : "valid",
      stride: [1 + random.integerBelow(2), 1],
    }),
  ],
  ["conv2d", () => ({ filters: 4, groups: 2, padding: "edge", flipKernel: true })],
  ["transposed-conv", () => ({ filters: 2, stride: [1, 1] })],
  [
    "locally-connected",
    (random) => ({ filters: 2, kernel: [2, 2], stride: [1 + random.integerBelow(2), 2] }),
  ],
  ["max-pool", (random) => ({ stride: [1, 1 + random.integerBelow(2)] })],
  ["average-pool", () => ({ size: [2, 3], stride: [1, 1], padding: "same" })],
  ["flatten", () => ({})],
  ["dense", (random) => ({ units: 1 + random.integerBelow(6) })],
  ["activation", (random) => ({ function: functions[random.integerBelow(functions.length)] ?? "relu" })],
  ["prelu", () => ({})],
  ["pad", () => ({ cells: "edge", pads: [0, 1, 1, 0] })],
  ["upsample", () => ({ factor: [1, 2], mode: "bilinear" })],
  ["reshape", () => ({ shape: [6, 2, 5] })],
  ["dropout", () => ({ rate: 0.25 })],
  ["batch-norm", () => ({})],
  ["layer-norm", () => ({})],
  ["global-average-pool", () => ({})],
  ["add", () => ({})],
  ["multiply", () => ({})],
  ["concat", () => ({})],
];

/**
 * A network that can run, the same for the same seed: random layers fed by random earlier ones (fan-out, one
 * source at two inputs, views of views), all loose ends joined before the output.
 */
export function randomNetwork(seed: number, size = 12): Graph {
  const random = Random.fromSeed(seed, 99);
  const image = random.integerBelow(2) === 0;
  let graph: Graph = { nodes: [], edges: [] };
  const add = (kind: LayerKindName, values: AnyFieldValues, sources: readonly string[]): string | null => {
    const node = newNode(graph, kind, { x: 0, y: 0 }, values);
    const edges = sources.map((from, input) => ({
      id: `e${graph.edges.length + input}`,
      from,
      to: node.id,
      input,
    }));
    const next = { nodes: [...graph.nodes, node], edges: [...graph.edges, ...edges] };
    if (inferShapes(next).nodes[node.id]?.state !== "ok") return null;
    graph = next;
    return node.id;
  };
  const anyNode = () => graph.nodes[random.integerBelow(graph.nodes.length)]?.id ?? "";
  add("input", { shape: image ? [2, 5, 6] : [7] }, []);
  while (graph.nodes.length < size) {
    const [kind, values] = choices[random.integerBelow(choices.length)] ??
      choices[0] ?? ["flatten", () => ({})];
    const merges = kind === "add" || kind === "multiply" || kind === "concat";
    const sources = Array.from({ length: merges ? 2 + random.integerBelow(2) : 1 }, anyNode);
    add(kind, values(random), sources);
  }
  const ends = graph.nodes.filter(({ id }) => !graph.edges.some((edge) => edge.from === id));
  const rows = ends.map(({ id }) => add("flatten", {}, [id]) ?? id).slice(0, 8);
  const joined = rows.length > 1 ? (add("concat", {}, rows) ?? "") : (rows[0] ?? "");
  const last = add("dense", { units: 3 }, [joined]) ?? "";
  add("output", {}, [last]);
  return graph;
}
