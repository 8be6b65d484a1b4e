import type { GraphEdit } from "../../engine/graph/edit.ts";
import type { Graph, GraphNode, LayerGroup, NodeId } from "../../engine/graph/graph.ts";
import { groupsOf } from "../../engine/graph/groups.ts";
import { roomFor, type Size } from "./node-size.ts";
import { shownGraph } from "./shown-graph.ts";

export interface Rectangle extends Size {
  readonly x: number;
  readonly y: number;
}

/** Between a frame and its layers, in pixels at 100 %; more above, for the title. */
export const framePadding = { side: 20, top: 50, bottom: 20 };
const gap = 40;

/** The rectangle of a frame around the boxes of layers, with room for its title. */
export function frameAround(boxes: readonly Rectangle[], top = framePadding.top): Rectangle {
  const x = Math.min(...boxes.map((box) => box.x)) - framePadding.side;
  const y = Math.min(...boxes.map((box) => box.y)) - top;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + framePadding.side;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + framePadding.bottom;
  return { x, y, width: right - x, height: bottom - y };
}

/**
 * What is drawn around the layers of a group: one rectangle, the title at its upper left. Where others lie within that,
 * such as in lines that the group shares with them, one for each line of its own layers.
 */
export function frameParts(
  members: readonly Rectangle[],
  others: readonly Rectangle[],
): readonly Rectangle[] {
  const whole = frameAround(members);
  if (!others.some((other) => overlap(other, whole))) return [whole];
  const rows: Rectangle[][] = [];
  let bottom = Number.NEGATIVE_INFINITY;
  for (const box of members.toSorted((a, b) => a.y - b.y)) {
    const row = rows.at(-1);
    if (row && box.y < bottom) row.push(box);
    else rows.push([box]);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return rows.map((row, index) => frameAround(row, index === 0 ? framePadding.top : framePadding.side));
}

/** Whether two rectangles have more than an edge in common. */
export function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && a.x + a.width > b.x && a.y < b.y + b.height && a.y + a.height > b.y;
}

/** What a block usually takes up, in pixels. */
export const blockRoom: Size = { width: 170, height: 100 };

/** The group whose layers are exactly the selected ones. A single layer speaks for itself while it can be seen. */
export function selectedGroup(graph: Graph, selected: readonly NodeId[]): LayerGroup | undefined {
  const group = groupsOf(graph).find(
    ({ nodes }) => nodes.length === selected.length && nodes.every((id) => selected.includes(id)),
  );
  return group && (group.collapsed || group.nodes.length > 1) ? group : undefined;
}

/** What shows the layers of a group again, and makes room for them where something lies there by now. */
export function expandEdits(graph: Graph, group: LayerGroup): readonly GraphEdit[] {
  const places = placesBesides(graph, group);
  return [
    { edit: "set-group", id: group.id, values: { collapsed: false } },
    ...(Object.keys(places).length > 0 ? [{ edit: "move", places } as const] : []),
  ];
}

/** What moves as one: a layer, or all layers of a group. */
interface Unit extends Rectangle {
  readonly nodes: readonly GraphNode[];
}

/** New places of what a frame would cover: further right in the row of the block, further down below it. */
function placesBesides(
  graph: Graph,
  group: LayerGroup,
): Readonly<Record<NodeId, { readonly x: number; readonly y: number }>> {
  const shown = shownGraph(graph);
  const block = shown.blocks.find(({ id }) => id === group.id);
  if (!block) return {};
  const boxOf = (node: GraphNode) => ({ x: node.x, y: node.y, ...roomFor(node) });
  const framed = new Set(shown.frames.flatMap(({ nodes }) => nodes));
  const units: readonly Unit[] = [
    ...shown.blocks
      .filter((other) => other !== block)
      .map(({ members, x, y }) => ({ nodes: members, x, y, ...blockRoom })),
    ...shown.frames.map(({ nodes: ids }) => {
      const nodes = graph.nodes.filter(({ id }) => ids.includes(id));
      return { nodes, ...frameAround(nodes.map(boxOf)) };
    }),
    ...shown.layers.filter(({ id }) => !framed.has(id)).map((node) => ({ nodes: [node], ...boxOf(node) })),
  ];
  const inRow = units.filter(
    (unit) => unit.x > block.x && unit.y < block.y + blockRoom.height && unit.y + unit.height > block.y,
  );
  const parts = frameParts(block.members.map(boxOf), shown.layers.map(boxOf));
  const right = shiftFor(inRow, parts, "x", "width");
  const below = units.filter((unit) => !inRow.includes(unit) && unit.y >= block.y + 20);
  const down = shiftFor(below, parts, "y", "height");
  return Object.fromEntries([
    ...inRow.flatMap(({ nodes }) =>
      right > 0 ? nodes.map(({ id, x, y }) => [id, { x: x + right, y }]) : [],
    ),
    ...below.flatMap(({ nodes }) => (down > 0 ? nodes.map(({ id, x, y }) => [id, { x, y: y + down }]) : [])),
  ]);
}

/** How far all units must move so that none of them lies on the frame, on the grid of 10 px; 0 where none does. */
function shiftFor(
  units: readonly Unit[],
  parts: readonly Rectangle[],
  at: "x" | "y",
  size: "width" | "height",
): number {
  const covered = units.filter((unit) => parts.some((part) => overlap(unit, part)));
  const covering = parts.filter((part) => units.some((unit) => overlap(unit, part)));
  if (covered.length === 0) return 0;
  const first = Math.min(...covered.map((unit) => unit[at]));
  const end = Math.max(...covering.map((part) => part[at] + part[size]));
  const shift = Math.ceil((end + gap - first) / 10) * 10;
  // Past one part of the frame the next may lie in the way.
  const moved = units.map((unit) => ({ ...unit, [at]: unit[at] + shift }));
  return shift + shiftFor(moved, parts, at, size);
}
