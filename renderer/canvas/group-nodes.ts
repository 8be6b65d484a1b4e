import type { Node } from "@xyflow/react";
import type { Graph, NodeId } from "../../engine/graph/graph.ts";
import { frameParts, type Rectangle } from "../document/groups.ts";
import { type Block, layersOf, type ShownGraph, shownGraph } from "../document/shown-graph.ts";
import type { Selection } from "../document/store.ts";
import { placed, type Sizes } from "./flow-model.ts";
import { type Box, bounds } from "./geometry.ts";

/*
 * Groups on the canvas: a collapsed one is a node of React Flow like a layer, by the id of the group; an expanded one is a
 * frame behind its layers, as large as they need.
 */

export type BlockNode = Node<Record<string, never>, "block">;
export type FrameNode = Node<{ readonly parts: readonly Rectangle[] }, "frame">;

/** The rectangle of a frame, and the parts that are drawn of it. */
export interface FrameBox extends Box {
  readonly parts: readonly Rectangle[];
}

const noData: Record<string, never> = {};

export function blockNodes(shown: ShownGraph, selection: Selection, sizes: Sizes): BlockNode[] {
  const selected = new Set(selection.nodes);
  return shown.blocks.map(({ id, group, x, y }) => {
    const measured = sizes.get(id);
    return {
      id,
      type: "block",
      ...placed({ x, y }),
      data: noData,
      selected: group.nodes.every((node) => selected.has(node)),
      ...(measured ? { measured: { ...measured } } : {}),
    };
  });
}

/** The rectangles of the frames around the boxes of their layers. */
export function frameBoxes(shown: ShownGraph, boxes: ReadonlyMap<NodeId, Box>): readonly FrameBox[] {
  return shown.frames.flatMap(({ id, nodes }) => {
    const members = nodes.flatMap((node) => boxes.get(node) ?? []);
    const others = [...boxes.values()].filter((box) => !nodes.includes(box.id));
    const all = members.length > 0 ? frameParts(members, others) : [];
    const rectangle = bounds(all);
    return rectangle ? [{ ...rectangle, id: `${id}`, parts: all }] : [];
  });
}

export function frameNodes(frames: readonly FrameBox[]): FrameNode[] {
  return frames.map(({ id, x, y, width, height, parts }) => ({
    id,
    type: "frame",
    position: { x, y },
    width,
    height,
    data: { parts: parts.map((part) => ({ ...part, x: part.x - x, y: part.y - y })) },
    selectable: false,
    connectable: false,
    focusable: false,
    // The title alone takes the pointer, so that a marquee can begin within.
    style: { ...placed({ x, y }).style, pointerEvents: "none" },
    dragHandle: ".frame-title",
    // Behind connections, so that lines and layers are drawn on it.
    zIndex: -1,
  }));
}

/** What connections lead around: layers, blocks and the titles of frames. */
export function obstaclesOf(
  boxes: ReadonlyMap<NodeId, Box>,
  frames: readonly FrameBox[],
): ReadonlyMap<NodeId, Box> {
  if (frames.length === 0) return boxes;
  return new Map([...boxes, ...titleBoxes(frames).map((box) => [box.id, box] as const)]);
}

/** Where the titles of frames lie. */
export function titleBoxes(frames: readonly FrameBox[]): readonly Box[] {
  return frames.flatMap(({ id, parts: [first] }) =>
    first
      ? [
          {
            id,
            x: first.x,
            y: first.y,
            width: Math.min(first.width, titleRoom.width),
            height: titleRoom.height,
          },
        ]
      : [],
  );
}
const titleRoom = { width: 150, height: 26 };

/** What no shape is written across: all that connections lead around, and the drawn borders of frames. */
export function standingOf(obstacles: ReadonlyMap<NodeId, Box>, frames: readonly FrameBox[]): readonly Box[] {
  return [...obstacles.values(), ...borderBoxes(frames)];
}

/** The drawn borders of frames as narrow boxes. */
function borderBoxes(frames: readonly FrameBox[]): readonly Box[] {
  const line = 2;
  return frames.flatMap(({ id, parts }) =>
    parts.flatMap(({ x, y, width, height }) => [
      { id, x, y, width, height: line },
      { id, x, y: y + height - line, width, height: line },
      { id, x, y, width: line, height },
      { id, x: x + width - line, y, width: line, height },
    ]),
  );
}

/**
 * New places of layers, by the places of what was dragged: layers themselves, and blocks and frames that take their
 * layers along.
 */
export function layerPlaces(
  graph: Graph,
  frames: readonly Box[],
  moved: Readonly<Record<string, { readonly x: number; readonly y: number }>>,
): Readonly<Record<NodeId, { readonly x: number; readonly y: number }>> {
  const shown = shownGraph(graph);
  const origins = new Map<string, { readonly x: number; readonly y: number }>(
    [...shown.blocks, ...frames].map(({ id, x, y }) => [id, { x, y }]),
  );
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const places: Record<NodeId, { x: number; y: number }> = {};
  for (const [id, at] of Object.entries(moved)) {
    const origin = origins.get(id);
    if (!origin) {
      places[id] = { ...at };
      continue;
    }
    // A frame need not lie on the grid, but what it moves stays on it.
    const dx = toGrid(at.x - origin.x);
    const dy = toGrid(at.y - origin.y);
    for (const member of membersOf(shown, id)) {
      const node = nodes.get(member);
      if (node && !moved[member]) places[member] = { x: node.x + dx, y: node.y + dy };
    }
  }
  return places;
}

/** The layers of a block or of a frame. */
export function membersOf(shown: ShownGraph, id: string): readonly NodeId[] {
  return shown.frames.find((group) => group.id === id)?.nodes ?? layersOf(shown, id);
}

export function blockWith(shown: ShownGraph, id: string): Block | undefined {
  return shown.blocks.find((block) => block.id === id);
}

function toGrid(value: number): number {
  return Math.round(value / 10) * 10;
}
