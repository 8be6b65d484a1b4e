import type { Edge, Node } from "@xyflow/react";
import type { GraphCheck } from "../../engine/graph/check.ts";
import type { EdgeId, Graph, GraphEdge, NodeId } from "../../engine/graph/graph.ts";
import { nodeById } from "../../engine/graph/lookup.ts";
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
const noPath: Path = [];

/**
 * Where a node stands, by left and top instead of React Flow's transform: hundreds of transforms are what the browser
 * sorts into layers in every frame.
 */
export function placed({ x, y }: Point) {
  return { position: { x, y }, style: { left: x, top: y, transform: "none" } };
}

/**
 * React Flow's nodes. Those that are as they were `before` are the same objects: React Flow draws anew what is not,
 * and a drag moves one of hundreds.
 */
export function flowNodes(
  graph: Graph,
  selection: Selection,
  places: Places,
  sizes: Sizes,
  before: readonly LayerNode[] = [],
): LayerNode[] {
  const selected = new Set(selection.nodes);
  const known = new Map(before.map((node) => [node.id, node]));
  return graph.nodes.map((node) => {
    const { x, y } = places[node.id] ?? node;
    const measured = sizes.get(node.id);
    const isSelected = selected.has(node.id);
    const last = known.get(node.id);
    if (
      last?.position.x === x &&
      last.position.y === y &&
      last.selected === isSelected &&
      last.measured?.width === measured?.width &&
      last.measured?.height === measured?.height
    )
      return last;
    return {
      id: node.id,
      type: "layer",
      ...placed({ x, y }),
      data: noData,
      selected: isSelected,
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
  const isDragging = Object.keys(dragged).length > 0;
  const kept = new Map(
    graph.edges.flatMap((edge) => {
      const path = before.get(edge.id);
      return isDragging && path && !dragged[edge.from] && !dragged[edge.to] ? [[edge.id, path] as const] : [];
    }),
  );
  const routes = routeAll(
    boxes,
    graph.edges.map((edge) => {
      const target = nodeById(graph, edge.to);
      return { ...edge, ports: target ? portCount(graph, target) : 1 };
    }),
    kept,
  );
  return new Map([...routes].map(([id, path]) => [id, lasting(before.get(id), path)]));
}

/** What was there before where it is the same, so that nothing is drawn again that looks as it did. */
function lasting(before: Path | undefined, path: Path): Path {
  const isSame =
    before?.length === path.length &&
    before.every(({ x, y }, index) => x === path[index]?.x && y === path[index].y);
  return isSame ? before : path;
}

export type Looks = ReadonlyMap<EdgeId, EdgeLook>;

/** How all connections look, wherever they run. */
export function looksOf(graph: Graph, check: GraphCheck): Looks {
  return new Map(graph.edges.map((edge) => [edge.id, edgeLook(graph, check, edge)]));
}

function sameLook(a: EdgeLook, b: EdgeLook): boolean {
  return a.state === b.state && a.label === b.label && a.isChange === b.isChange && a.spoken === b.spoken;
}

/**
 * React Flow's edges, the same objects as `before` where nothing has changed. While layers are dragged, shapes stay
 * where they stood on connections that stay.
 */
export function flowEdges(
  graph: Graph,
  looks: Looks,
  selection: Selection,
  paths: Routes,
  boxes: ReadonlyMap<NodeId, Box>,
  dragged: Places,
  before: readonly TensorEdge[] = [],
): TensorEdge[] {
  const selected = new Set(selection.edges);
  const standing = [...boxes.values()];
  const known = new Map(before.map((edge) => [edge.id, edge]));
  const isDragging = Object.keys(dragged).length > 0;
  return graph.edges.flatMap((edge) => {
    const look = looks.get(edge.id);
    const path = paths.get(edge.id) ?? noPath;
    if (!look) return [];
    const last = known.get(edge.id);
    const isSelected = selected.has(edge.id);
    const isStill = isDragging && last?.data?.path === path;
    const label = isStill && last?.data ? last.data.label : labelPlace(path, standing);
    if (
      last?.data?.edge === edge &&
      last.data.path === path &&
      last.data.label.x === label.x &&
      last.data.label.y === label.y &&
      sameLook(last.data.look, look) &&
      last.selected === isSelected
    )
      return last;
    return {
      id: edge.id,
      type: "tensor",
      source: edge.from,
      sourceHandle: handleId(null),
      target: edge.to,
      targetHandle: handleId(edge.input),
      selected: isSelected,
      ariaLabel: look.spoken,
      data: { edge, path, label, look },
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
  const node = nodeById(graph, id);
  return node !== undefined && layerKind(node.kind).hasOutput;
}
