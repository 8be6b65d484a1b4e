import { type ConnectionCheck, checkConnection } from "../../engine/graph/check.ts";
import type { Graph, GraphEdge, GraphNode, NodeId } from "../../engine/graph/graph.ts";
import { edgesInto } from "../../engine/graph/lookup.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { type Block, layerPort, type ShownGraph, shownGraph } from "../document/shown-graph.ts";
import { type Port, portKey } from "./canvas-state.ts";

/** How many inputs a node shows: all that it needs, and one free one while its kind takes more. */
export function portCount(graph: Graph, node: GraphNode): number {
  const { minimum, maximum } = layerKind(node.kind).inputs;
  const last = edgesInto(graph, node.id).at(-1);
  const used = last ? last.input + 1 : 0;
  return Math.min(maximum, Math.max(minimum, minimum === maximum ? 0 : used + 1));
}

export function inputPortsOf(graph: Graph, node: GraphNode): readonly Port[] {
  return Array.from({ length: portCount(graph, node) }, (_, input) => ({ node: node.id, input }));
}

/** The connection between two ports, whichever was grabbed first; null between two ports of one kind. */
export function connectionBetween(a: Port, b: Port): Omit<GraphEdge, "id"> | null {
  if (a.input === null && b.input !== null) return { from: a.node, to: b.node, input: b.input };
  if (b.input === null && a.input !== null) return { from: b.node, to: a.node, input: a.input };
  return null;
}

/** What the ports say to a connection that starts at `start`: all, or those of the layers in `among`. */
export function answersTo(
  graph: Graph,
  start: Port,
  among?: ReadonlySet<NodeId>,
): ReadonlyMap<string, ConnectionCheck> {
  const answers = new Map<string, ConnectionCheck>();
  for (const port of allPorts(graph)) {
    if (among && !among.has(port.node)) continue;
    const edge = connectionBetween(start, port);
    if (edge) answers.set(portKey(port), checkConnection(graph, edge));
  }
  return answers;
}

/** What one port says to it; null for a port that is on the same side. */
export function answerTo(graph: Graph, start: Port, port: Port): ConnectionCheck | null {
  const edge = connectionBetween(start, port);
  return edge ? checkConnection(graph, edge) : null;
}

/** The ports that would take a connection from the output of a node, free ones first. */
export function fittingPorts(graph: Graph, from: NodeId): readonly Port[] {
  const answers = answersTo(graph, { node: from, input: null });
  const isTaken = (port: Port) => edgesInto(graph, port.node).some((edge) => edge.input === port.input);
  return allPorts(graph)
    .filter((port) => answers.get(portKey(port))?.fits)
    .sort((a, b) => Number(isTaken(a)) - Number(isTaken(b)));
}

/** The inputs that would not take a connection from the output of a node, with the reason. */
export function refusingPorts(
  graph: Graph,
  from: NodeId,
): readonly { readonly port: Port; readonly reason: string }[] {
  const answers = answersTo(graph, { node: from, input: null });
  return allPorts(graph).flatMap((port) => {
    const answer = port.node === from ? undefined : answers.get(portKey(port));
    return answer && !answer.fits ? [{ port, reason: answer.reason }] : [];
  });
}

/** The ports that can be seen: of layers, and those inside that a block's ports stand for. */
function allPorts(graph: Graph): readonly Port[] {
  const shown = shownGraph(graph);
  return [
    ...shown.layers.flatMap((node): readonly Port[] => [
      ...inputPortsOf(graph, node),
      ...(layerKind(node.kind).hasOutput ? [{ node: node.id, input: null }] : []),
    ]),
    ...shown.blocks.flatMap((block) => blockPorts(shown, block)),
  ];
}

/** The ports inside that a block's ports stand for, its output last. */
export function blockPorts(shown: ShownGraph, { id, inputs }: Block): readonly Port[] {
  const ports = [...inputs.keys(), null].map((input) => layerPort(shown, { node: id, input }));
  return ports.filter((port) => port !== null);
}
