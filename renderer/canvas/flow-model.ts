import type { Edge, Node } from "@xyflow/react";
import type { GraphCheck } from "../../engine/graph/check.ts";
import type { EdgeId, Graph, GraphEdge, NodeId } from "../../engine/graph/graph.ts";
import { nodeById } from "../../engine/graph/lookup.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { blockRoom } from "../document/groups.ts";
import { roomFor, type Size } from "../document/node-size.ts";
import { layerPort, shownGraph } from "../document/shown-graph.ts";
import type { Selection } from "../document/store.ts";
import { portCount } from "./candidates.ts";
import type { Port } from "./canvas-state.ts";
import { type EdgeLook, lineLook } from "./edge-look.ts";
import type { Box, Point, Rectangle } from "./geometry.ts";
import { labelBox, labelPlace } from "./label-place.ts";
import { type Connection, type Path, routeAll } from "./routing.ts";

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
const nowhere: Point = { x: 0, y: 0 };

/**
 * Where a node stands, by left and top instead of React Flow's transform: hundreds of transforms are what the browser
 * sorts into layers in every frame.
 */
export function placed({ x, y }: Point) {
  return { position: { x, y }, style: { left: x, top: y, transform: "none" } };
}

/** React Flow's nodes. Those that are as they were `before` are the same objects: React Flow draws anew what is not. */
export function flowNodes(
  graph: Graph,
  selection: Selection,
  sizes: Sizes,
  before: readonly LayerNode[] = [],
): LayerNode[] {
  const selected = new Set(selection.nodes);
  const known = new Map(before.map((node) => [node.id, node]));
  return shownGraph(graph).layers.map((node) => {
    const { x, y } = node;
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

/** The paths of all connections. Those that run as they did `before` are the same objects. */
export function routesOf(graph: Graph, boxes: ReadonlyMap<NodeId, Box>, before: Routes): Routes {
  const routes = routeAll(boxes, connectionsOf(graph));
  return new Map([...routes].map(([id, path]) => [id, lasting(before.get(id), path)]));
}

/** The drawn connections as they are led: with the number of inputs of their targets. */
export function connectionsOf(graph: Graph): readonly Connection[] {
  const { blocks, lines } = shownGraph(graph);
  const inputs = new Map(blocks.map((block) => [block.id, block.inputs.length]));
  return lines.map((line) => {
    const target = nodeById(graph, line.to);
    return { ...line, ports: target ? portCount(graph, target) : (inputs.get(line.to) ?? 1) };
  });
}

/** What was there before where it is the same, so that nothing is drawn again that looks as it did. */
function lasting(before: Path | undefined, path: Path): Path {
  const isSame =
    before?.length === path.length &&
    before.every(({ x, y }, index) => x === path[index]?.x && y === path[index].y);
  return isSame ? before : path;
}

export type Looks = ReadonlyMap<EdgeId, ReturnType<typeof lineLook>>;

/** How all connections look, wherever they run. */
export function looksOf(graph: Graph, check: GraphCheck): Looks {
  return new Map(shownGraph(graph).lines.map((line) => [line.id, lineLook(graph, check, line)]));
}

function sameLook(a: EdgeLook, b: EdgeLook): boolean {
  return a.state === b.state && a.label === b.label && a.isChange === b.isChange && a.spoken === b.spoken;
}

/** Where the shapes of all connections are written: beside what is `standing` and beside each other. */
export function labelsOf(
  graph: Graph,
  looks: Looks,
  paths: Routes,
  standing: readonly Rectangle[],
): ReadonlyMap<EdgeId, Point> {
  const taken = [...standing];
  return new Map(
    shownGraph(graph).lines.map(({ id }) => {
      const path = paths.get(id) ?? noPath;
      const text = looks.get(id)?.look.label ?? "";
      const label = labelPlace(path, text, taken);
      if (text !== "") taken.push(labelBox(label, text));
      return [id, label];
    }),
  );
}

/** React Flow's edges, the same objects as `before` where nothing has changed. */
export function flowEdges(
  graph: Graph,
  looks: Looks,
  selection: Selection,
  paths: Routes,
  labels: ReadonlyMap<EdgeId, Point>,
  before: readonly TensorEdge[] = [],
): TensorEdge[] {
  const selected = new Set(selection.edges);
  const known = new Map(before.map((edge) => [edge.id, edge]));
  return shownGraph(graph).lines.flatMap((line) => {
    const looked = looks.get(line.id);
    if (!looked) return [];
    const { edge, look } = looked;
    const path = paths.get(line.id) ?? noPath;
    const last = known.get(line.id);
    const isSelected = line.edges.every(({ id }) => selected.has(id));
    const label = labels.get(line.id) ?? nowhere;
    if (
      last?.data?.edge === edge &&
      last.source === line.from &&
      last.target === line.to &&
      last.data.path === path &&
      last.data.label.x === label.x &&
      last.data.label.y === label.y &&
      sameLook(last.data.look, look) &&
      last.selected === isSelected
    )
      return last;
    return {
      id: line.id,
      type: "tensor",
      source: line.from,
      sourceHandle: handleId(null),
      target: line.to,
      targetHandle: handleId(line.input),
      selected: isSelected,
      // The end of a line that stands for several would move only one of them.
      reconnectable: line.edges.length === 1,
      ariaLabel: look.spoken,
      data: { edge, path, label, look },
    };
  });
}

/** The rectangles of all layers and blocks: as measured, or as much as one of its kind usually takes. */
export function boxesOf(graph: Graph, places: Places, sizes: Sizes): ReadonlyMap<NodeId, Box> {
  const { layers, blocks } = shownGraph(graph);
  const boxes = new Map<NodeId, Box>();
  for (const node of layers) {
    const at = places[node.id] ?? node;
    boxes.set(node.id, { id: node.id, x: at.x, y: at.y, ...(sizes.get(node.id) ?? roomFor(node)) });
  }
  for (const { id, x, y } of blocks)
    boxes.set(id, { id, ...(places[id] ?? { x, y }), ...(sizes.get(id) ?? blockRoom) });
  return boxes;
}

/** How a port is called in React Flow: `in-0`, `in-1`, … and `out`. */
export function handleId(input: number | null): string {
  return input === null ? "out" : `in-${input}`;
}

export function portOf(node: NodeId, handle: string | null | undefined): Port {
  return { node, input: handle?.startsWith("in-") ? Number(handle.slice(3)) : null };
}

/** The port of a layer that a handle stands for: a block's stands for one of a layer in it. */
export function layerPortOf(graph: Graph, node: NodeId, handle: string | null | undefined): Port {
  const port = portOf(node, handle);
  return layerPort(shownGraph(graph), port) ?? port;
}

export function hasOutput(graph: Graph, id: NodeId): boolean {
  const node = nodeById(graph, id);
  return node !== undefined && layerKind(node.kind).hasOutput;
}
