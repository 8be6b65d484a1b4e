import type { DataContext } from "../graph/check.ts";
import type { Graph, GraphEdge, GraphNode } from "../graph/graph.ts";
import type { AnyFieldValue, AnyFieldValues, Field } from "../layers/fields.ts";
import { type LayerKindName, layerKind, layerKinds } from "../layers/registry.ts";
import { Random } from "../random.ts";
import { randomNetwork } from "./random-graph.ts";

/**
 * Anything that could be drawn, and more: layers of all kinds with settings within their limits, connected at
 * random, with loops, loose ends, doubled inputs and lines to layers that are gone.
 */
export function randomDrawing(seed: number): { readonly graph: Graph; readonly data: DataContext | null } {
  return seed % 2 === 0 ? anything(seed) : damaged(seed);
}

/** A network that could run, after up to two changes that may break it. */
function damaged(seed: number): { readonly graph: Graph; readonly data: DataContext | null } {
  const random = Random.fromSeed(seed, 6);
  let { nodes, edges } = randomNetwork(seed, 7);
  for (let change = random.integerBelow(3); change > 0; change--) {
    const chosen = random.integerBelow(edges.length);
    const node = nodes[random.integerBelow(nodes.length)];
    switch (random.integerBelow(3)) {
      case 0:
        edges = edges.filter((_, index) => index !== chosen);
        break;
      case 1:
        edges = edges.map((edge, index) => (index === chosen && node ? { ...edge, from: node.id } : edge));
        break;
      case 2:
        nodes = nodes.map((other) =>
          other === node ? { ...other, fields: randomFields(other.kind, random) } : other,
        );
    }
  }
  const input = nodes.find(({ kind }) => kind === "input")?.fields.shape;
  const inputShape = Array.isArray(input) ? input.map(Number) : [2];
  return { graph: { nodes, edges }, data: { name: "Points", inputShape, classNames: ["A", "B", "C"] } };
}

function randomFields(kind: LayerKindName, random: Random): AnyFieldValues {
  return Object.fromEntries(
    Object.entries(layerKind(kind).fields).map(([name, field]) => [name, randomValue(field, random)]),
  );
}

function anything(seed: number): { readonly graph: Graph; readonly data: DataContext | null } {
  const random = Random.fromSeed(seed, 5);
  const nodes: GraphNode[] = Array.from({ length: random.integerBelow(12) }, (_, index) => {
    const layer = layerKinds[random.integerBelow(layerKinds.length)] ?? layerKinds[0];
    const fields = randomFields(layer.kind, random);
    return { id: `n${index}`, kind: layer.kind, name: `${layer.title} ${index}`, fields, x: 0, y: 0 };
  });
  const anyone = () => `n${random.integerBelow(nodes.length + (random.integerBelow(10) === 0 ? 3 : 0))}`;
  const edges: GraphEdge[] =
    nodes.length === 0
      ? []
      : Array.from({ length: random.integerBelow(2 * nodes.length) }, (_, index) => ({
          id: `e${index}`,
          from: anyone(),
          to: anyone(),
          input: random.integerBelow(random.integerBelow(3) + 1),
        }));
  const classNames = Array.from({ length: 2 + random.integerBelow(4) }, (_, index) => `class ${index}`);
  const data = { name: "Points", inputShape: random.integerBelow(2) ? [2] : [1, 6, 6], classNames };
  return { graph: { nodes, edges }, data: random.integerBelow(5) === 0 ? null : data };
}

function randomValue(field: Field, random: Random): AnyFieldValue {
  const whole = (minimum: number, maximum: number) =>
    minimum + random.integerBelow(Math.min(maximum, minimum + 5) - minimum + 1);
  switch (field.type) {
    case "integer":
      return whole(field.minimum, field.maximum);
    case "number":
      return random.uniformBetween(field.minimum, field.maximum);
    case "pair":
      return [whole(field.minimum, field.maximum), whole(field.minimum, field.maximum)];
    case "sides":
      return [0, 1, 2, 3].map(() => whole(0, field.maximum));
    case "choice":
      return field.options[random.integerBelow(field.options.length)]?.value ?? field.default;
    case "toggle":
      return random.integerBelow(2) === 0;
    case "numbers":
      return Array.from({ length: whole(0, 20) }, () => random.normal());
    case "shape":
      return Array.from({ length: 1 + random.integerBelow(3) }, () => whole(1, 8));
  }
}
