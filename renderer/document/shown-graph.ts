import type { EdgeId, Graph, GraphEdge, GraphNode, LayerGroup, NodeId } from "../../engine/graph/graph.ts";
import { borderOf, exitsOf, groupsByLayer, groupsOf } from "../../engine/graph/groups.ts";
import { layerKind } from "../../engine/layers/registry.ts";

/** An input of a layer, or with null its output. */
export interface LayerPort {
  readonly node: NodeId;
  readonly input: number | null;
}

/** A collapsed group as it is drawn: one block in place of its layers, where the first of them stands. */
export interface Block {
  readonly id: string;
  readonly group: LayerGroup;
  readonly members: readonly GraphNode[];
  readonly x: number;
  readonly y: number;
  /** One for each layer outside that feeds it, then those that nothing feeds yet: the inputs inside that it stands for. */
  readonly inputs: readonly (readonly LayerPort[])[];
  /** The one layer inside that the block's output stands for; null where there is none, or several. */
  readonly exit: NodeId | null;
  readonly hasOutput: boolean;
}

/** A line as it is drawn, from layer or block to an input of another. It stands for several where a block joins them. */
export interface Line extends GraphEdge {
  readonly edges: readonly [GraphEdge, ...GraphEdge[]];
}

/** What can be seen of a graph: a collapsed group stands for its layers, connections end at it. */
export interface ShownGraph {
  readonly layers: readonly GraphNode[];
  readonly blocks: readonly Block[];
  /** The groups whose layers are drawn within a frame. */
  readonly frames: readonly LayerGroup[];
  readonly lines: readonly Line[];
  /** The group of each layer that is in one. */
  readonly groupOf: ReadonlyMap<NodeId, LayerGroup>;
  /** The block that stands for a layer that is not drawn itself. */
  readonly blockOf: ReadonlyMap<NodeId, Block>;
}

const known = new WeakMap<Graph, ShownGraph>();

/** What is drawn of a graph; worked out once for each. */
export function shownGraph(graph: Graph): ShownGraph {
  const before = known.get(graph);
  if (before) return before;
  const shown = workOut(graph);
  known.set(graph, shown);
  return shown;
}

function workOut(graph: Graph): ShownGraph {
  const groups = groupsOf(graph);
  const blocks = groups.filter(({ collapsed }) => collapsed).map((group) => blockFor(graph, group));
  const blockOf = new Map(blocks.flatMap((block) => block.members.map(({ id }) => [id, block] as const)));
  return {
    layers: blocks.length === 0 ? graph.nodes : graph.nodes.filter(({ id }) => !blockOf.has(id)),
    blocks,
    frames: groups.filter(({ collapsed }) => !collapsed),
    lines: linesOf(graph, blockOf),
    groupOf: groupsByLayer(graph),
    blockOf,
  };
}

function blockFor(graph: Graph, group: LayerGroup): Block {
  const members = graph.nodes.filter(({ id }) => group.nodes.includes(id));
  const { entering } = borderOf(graph, group);
  const placeOf = (id: NodeId) => members.find((node) => node.id === id)?.x ?? 0;
  const inOrder = entering.toSorted((a, b) => a.input - b.input || placeOf(a.to) - placeOf(b.to));
  const bySource = new Map<NodeId, LayerPort[]>();
  for (const { from, to, input } of inOrder)
    bySource.set(from, [...(bySource.get(from) ?? []), { node: to, input }]);
  const open = members.flatMap(({ id, kind }) =>
    Array.from({ length: layerKind(kind).inputs.minimum }, (_, input) => ({ node: id, input })).filter(
      (port) => !graph.edges.some(({ to, input }) => to === port.node && input === port.input),
    ),
  );
  const exits = exitsOf(graph, group);
  return {
    id: group.id,
    group,
    members,
    ...firstPlace(members),
    inputs: [...bySource.values(), ...open.map((port) => [port])],
    exit: exits.length === 1 ? (exits[0] ?? null) : null,
    hasOutput: exits.length > 0,
  };
}

/** Where one begins to read: the left of the topmost line. Nothing else lies there, even in lines shared with others. */
function firstPlace(members: readonly GraphNode[]): { readonly x: number; readonly y: number } {
  const top = Math.min(...members.map(({ y }) => y));
  const line = members.filter(({ y }) => y < top + 40).toSorted((a, b) => a.x - b.x);
  return { x: line[0]?.x ?? 0, y: line[0]?.y ?? 0 };
}

function linesOf({ edges }: Graph, blockOf: ReadonlyMap<NodeId, Block>): readonly Line[] {
  const joined = new Map<string, Line>();
  for (const edge of edges) {
    const [source, target] = [blockOf.get(edge.from), blockOf.get(edge.to)];
    if (source && source === target) continue;
    const isEntry = (port: LayerPort) => port.node === edge.to && port.input === edge.input;
    const input = target ? target.inputs.findIndex((ports) => ports.some(isEntry)) : edge.input;
    const key = target ? `${edge.from} ${target.id}` : edge.id;
    const before = joined.get(key)?.edges;
    joined.set(key, {
      id: before?.[0].id ?? edge.id,
      from: source?.id ?? edge.from,
      to: target?.id ?? edge.to,
      input,
      edges: before ? [...before, edge] : [edge],
    });
  }
  return [...joined.values()];
}

/** The layers that something drawn stands for: a block's, or the layer itself. */
export function layersOf({ blocks }: ShownGraph, id: NodeId): readonly NodeId[] {
  return blocks.find((block) => block.id === id)?.group.nodes ?? [id];
}

/** What is drawn for a layer: itself, or the block that it is hidden in. */
export function drawnAs({ blockOf }: ShownGraph, id: NodeId): NodeId {
  return blockOf.get(id)?.id ?? id;
}

/** The name of what is drawn for a layer. */
export function drawnName({ blockOf }: ShownGraph, node: GraphNode): string {
  return blockOf.get(node.id)?.group.name ?? node.name;
}

/** The connections that one drawn line stands for, by the id of any of them. */
export function edgesOfLine({ lines }: ShownGraph, id: EdgeId): readonly GraphEdge[] {
  return lines.find(({ edges }) => edges.some((edge) => edge.id === id))?.edges ?? [];
}

/** The port of a layer that a port on the canvas stands for; null where it stands for none, or for several. */
export function layerPort({ blocks }: ShownGraph, port: LayerPort): LayerPort | null {
  const block = blocks.find(({ id }) => id === port.node);
  if (!block) return port;
  if (port.input === null) return block.exit === null ? null : { node: block.exit, input: null };
  const ports = block.inputs[port.input] ?? [];
  return ports.length === 1 ? (ports[0] ?? null) : null;
}
