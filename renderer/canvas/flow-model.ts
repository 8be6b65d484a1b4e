import type { Edge, Node } from "@xyflow/react";
import type { GraphCheck } from "../../engine/graph/check.ts";
import type { EdgeId, Graph, GraphEdge, NodeId } from "../../engine/graph/graph.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { roomFor, type Size } from "../document/node-size.ts";
import type { Selection } from "../document/store.ts";
import { portCount } from "./candidates.ts";
import type { Port } from "./canvas-state.ts";
import { type EdgeLook, edgeLook } from "./edge-look.ts";
import type { Box, Point } from "./geometry.ts";
import { labelPlace, type Path, routeAll } from "./routing.ts";

/*
 * React Flow draws what the document says: these functions turn the graph into its nodes and edges. Nothing is
 * read back from it but sizes, and places while something is dragged.
 */

export type TensorEdge = Edge<
  { readonly edge: GraphEdge; readonly path: Path; readonly label: Point; readonly look: EdgeLook },
  "tensor"
>;
export type LayerNode = Node<Record<string, never>, "layer">;

export type Places = Readonly<Record<NodeId, Point>>;
export type Sizes = ReadonlyMap<NodeId, Size>;

const noData: Record<string, never> = {};

export function flowNodes(graph: Graph, selection: Selection, places: Places, sizes: Sizes): LayerNode[] {
  const selected = new Set(selection.nodes);
  return graph.nodes.map((node) => {
    const measured = sizes.get(node.id);
    return {
      id: node.id,
      type: "layer",
      position: places[node.id] ?? { x: node.x, y: node.y },
      data: noData,
      selected: selected.has(node.id),
      ...(measured ? { measured: { ...measured } } : {}),
    };
  });
}

export type Routes = ReadonlyMap<EdgeId, Path>;

/** The paths of all connections; while layers are dragged, those that do not touch them stay as they were. */
export function routesOf(
  graph: Graph,
  boxes: ReadonlyMap<NodeId, Box>,
  dragged: Places,
  before: Routes,
): Routes {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const isDragging = Object.keys(dragged).length > 0;
  const kept = new Map(
    graph.edges.flatMap((edge) => {
      const path = before.get(edge.id);
      return isDragging && path && !dragged[edge.from] && !dragged[edge.to] ? [[edge.id, path] as const] : [];
    }),
  );
  return routeAll(
    boxes,
    graph.edges.map((edge) => {
      const target = nodes.get(edge.to);
      return { ...edge, ports: target ? portCount(graph, target) : 1 };
    }),
    kept,
  );
}

export function flowEdges(
  graph: Graph,
  check: GraphCheck,
  selection: Selection,
  paths: Routes,
  boxes: ReadonlyMap<NodeId, Box>,
): TensorEdge[] {
  const selected = new Set(selection.edges);
  const standing = [...boxes.values()];
  return graph.edges.map((edge) => {
    const look = edgeLook(graph, check, edge);
    const path = paths.get(edge.id) ?? [];
    return {
      id: edge.id,
      type: "tensor",
      source: edge.from,
      sourceHandle: handleId(null),
      target: edge.to,
      targetHandle: handleId(edge.input),
      selected: selected.has(edge.id),
      ariaLabel: look.spoken,
      data: { edge, path, label: labelPlace(path, standing), look },
    };
  });
}

/** The rectangles of all nodes: as measured, or as much as a node of its kind usually takes. */
export function boxesOf(graph: Graph, places: Places, sizes: Sizes): ReadonlyMap<NodeId, Box> {
  return new Map(
    graph.nodes.map((node) => {
      const at = places[node.id] ?? node;
      return [node.id, { id: node.id, x: at.x, y: at.y, ...(sizes.get(node.id) ?? roomFor(node)) }];
    }),
  );
}

/** How a port is called in React Flow: `in-0`, `in-1`, … and `out`. */
export function handleId(input: number | null): string {
  return input === null ? "out" : `in-${input}`;
}

export function portOf(node: NodeId, handle: string | null | undefined): Port {
  return { node, input: handle?.startsWith("in-") ? Number(handle.slice(3)) : null };
}

export function hasOutput(graph: Graph, id: NodeId): boolean {
  const node = graph.nodes.find((candidate) => candidate.id === id);
  return node !== undefined && layerKind(node.kind).hasOutput;
}
