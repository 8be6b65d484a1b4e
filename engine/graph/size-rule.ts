import { texNumber } from "../formulas.ts";
import { layerKind } from "../layers/registry.ts";
import { formatNumber, numberFormat } from "../words/numbers.ts";
import { say } from "../words/say.ts";
import { applyEdits } from "./edit.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { upstreamOf } from "./order.ts";
import type { Fix } from "./problem.ts";
import { nodeNamed, type Rule, setsCount } from "./rule.ts";
import { type InferredShapes, inferShapes } from "./shapes.ts";

/** WebAssembly addresses 4 GB; a little of it is the kernels' own. */
export const mostRunBytes = 3.9e9;

/** Every weight has a gradient beside it; of an optimiser's state, two numbers more at the most. */
const leastBytesPerWeight = 4 * 2;
const mostBytesPerWeight = 4 * 4;

/** `6.4 GB`. */
export function gigabytes(bytes: number): string {
  const format = numberFormat({ minimumSignificantDigits: 2, maximumSignificantDigits: 2 });
  return say("{size} GB", { size: format.format(bytes / 1e9) });
}

/** Weights that no optimiser could train in the memory of a run; counted, never allocated. */
export const sizeRule: Rule = ({ graph, shapes }) => {
  const used = nodesOfRun(graph);
  const weights = weightsOf(used, shapes);
  if (weights * leastBytesPerWeight <= mostRunBytes) return [];
  const [largest] = used.toSorted((a, b) => weightsOf([b], shapes) - weightsOf([a], shapes));
  if (!largest) return [];
  const own = weightsOf([largest], shapes);
  // Where no layer alone is to blame, all of them together are.
  const isAlone = own * leastBytesPerWeight > mostRunBytes;
  const count = formatNumber(isAlone ? own : weights);
  const bytes = gigabytes(4 * (isAlone ? own : weights));
  const field = layerKind(largest.kind).outputCount;
  return [
    {
      severity: "error",
      code: "too-large",
      node: largest.id,
      causes: [],
      title: say(
        "{isAlone, select, true {{name}} other {The network}} is too large to train here: about {bytes}",
        { isAlone, name: largest.name, bytes },
      ),
      explanation: say(
        "{isAlone, select, true {Its} other {All layers''}} {count} weights take {bytes} and their gradients as much again, and a run can use {most} of memory.{isAlone, select, true {} other { {name} has most of them.}}",
        { isAlone, count, bytes, most: gigabytes(mostRunBytes), name: largest.name },
      ),
      ...(field ? { field } : {}),
      formula: String.raw`2 \cdot 4 \cdot ${texNumber(isAlone ? own : weights)} \text{ bytes} = ${texNumber((8 * (isAlone ? own : weights)) / 1e9)} \text{ GB} > ${texNumber(mostRunBytes / 1e9)} \text{ GB}`,
      fixes: field ? smallerFixes(graph, largest, field) : [],
    },
  ];
};

function weightsOf(nodes: readonly GraphNode[], shapes: InferredShapes): number {
  return nodes.reduce((sum, { id }) => sum + (shapes.nodes[id]?.parameters ?? 0), 0);
}

/** What the output reads; all of a network that has none yet. */
function nodesOfRun(graph: Graph): readonly GraphNode[] {
  const output = graph.nodes.find((node) => !layerKind(node.kind).hasOutput);
  if (!output) return graph.nodes;
  const above = [...upstreamOf(graph, output.id)];
  return above.length === 0 ? graph.nodes : above.map((id) => nodeNamed(graph, id));
}

/** Half as many units or channels as often as it takes to fit with any optimiser. */
function smallerFixes(graph: Graph, { id, name, fields }: GraphNode, field: string): readonly Fix[] {
  for (let count = Math.floor(Number(fields[field]) / 2); count >= 1; count = Math.floor(count / 2)) {
    const edits = [{ edit: "set-fields", id, values: { [field]: count } }] as const;
    const after = applyEdits(graph, edits);
    const shapes = inferShapes(after);
    if (weightsOf(nodesOfRun(after), shapes) * mostBytesPerWeight > mostRunBytes) continue;
    const breaks = Object.values(shapes.nodes).some(({ state }) => state !== "ok");
    const label = setsCount(name, formatNumber(count), field);
    return breaks ? [] : [{ label, edits }];
  }
  return [];
}
