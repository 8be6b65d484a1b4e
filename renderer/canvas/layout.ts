import type { NodeId } from "../../engine/graph/graph.ts";
import { type Connected, edgesInto, edgesOutOf } from "../../engine/graph/lookup.ts";
import { topologicalOrder } from "../../engine/graph/order.ts";
import type { Size } from "../document/node-size.ts";

/** The least gap between columns, and what a label above the connection needs besides its letters. */
const gap = { least: 40, letter: 6.2, around: 18 };
const gapTrack = 30;
const gapLine = 54;
const origin = { x: 20, y: 60 };
const widest = 2;
/** Room at the right end of a line for the connections that turn back to the next one. */
const turn = 50;

interface Column {
  readonly ids: readonly NodeId[];
  /** Index of the branch that each node lies on; 0 is the line itself. */
  readonly tracks: readonly number[];
}

export interface LayoutRoom {
  /** Of a node, in pixels. */
  readonly sizeOf: (id: NodeId) => Size;
  /** Letters above the connections that leave a node. */
  readonly lettersAfter: (id: NodeId) => number;
  /** Of the canvas, in pixels. */
  readonly width: number;
  readonly height: number;
}

export type LayoutPlaces = Readonly<Record<NodeId, { readonly x: number; readonly y: number }>>;

/**
 * Places in reading lines, in pixels: rows from left to right; parallel branches lie under each other and stay on
 * one line where they fit; a merge comes after all of its branches. A layer's column is the longest way to it
 * from the inputs (as in layered drawing, Sugiyama and others 1981). Lines are broken where the whole can be
 * shown largest on the canvas.
 */
export function readingLines(graph: Connected, room: LayoutRoom): LayoutPlaces {
  const columns = columnsOf(graph);
  let best: LayoutPlaces = {};
  let largest = 0;
  for (let factor = 1; factor <= widest; factor += 0.1) {
    const { places, width, height } = placed(linesOf(columns, room, room.width * factor), room);
    const zoom = Math.min(1, room.width / width, room.height / height);
    if (zoom <= largest + 0.005) continue;
    largest = zoom;
    best = places;
  }
  return best;
}

function placed(lines: readonly (readonly Column[])[], { sizeOf, lettersAfter }: LayoutRoom) {
  const places: Record<NodeId, { x: number; y: number }> = {};
  let top = origin.y;
  let width = 0;
  for (const line of lines) {
    const heights: number[] = [];
    for (const column of line)
      column.ids.forEach((id, index) => {
        const track = column.tracks[index] ?? 0;
        heights[track] = Math.max(heights[track] ?? 0, sizeOf(id).height);
      });
    const tops: number[] = [];
    let y = top;
    for (const height of Array.from(heights, (value) => value ?? 0)) {
      tops.push(ceil(y));
      y = ceil(y) + height + gapTrack;
    }
    let x = origin.x;
    for (const column of line) {
      column.ids.forEach((id, index) => {
        places[id] = { x, y: tops[column.tracks[index] ?? 0] ?? top };
      });
      const right = x + widthOf(column, sizeOf);
      width = Math.max(width, right + (line === lines.at(-1) ? origin.x : turn));
      x = ceil(right + gapAfter(column, lettersAfter));
    }
    top = ceil(y - gapTrack + gapLine);
  }
  return { places, width, height: top - gapLine + origin.x };
}

/** Columns by longest way from the inputs, each node on a branch ("track") of its own. */
function columnsOf(graph: Connected): readonly Column[] {
  const { order, unordered } = topologicalOrder(graph);
  const sequence = [...order, ...unordered];
  const rank = new Map<NodeId, number>();
  const into = (id: NodeId) => edgesInto(graph, id);
  for (const id of sequence)
    rank.set(id, Math.max(0, ...into(id).map((edge) => (rank.get(edge.from) ?? -1) + 1)));
  const remaining = new Map<NodeId, number>();
  for (const id of [...sequence].reverse()) {
    const next = edgesOutOf(graph, id).map((edge) => remaining.get(edge.to) ?? 0);
    remaining.set(id, Math.max(0, ...next.map((length) => length + 1)));
  }

  const track = new Map<NodeId, number>();
  const taken = new Set<string>();
  const byRank = new Map<number, NodeId[]>();
  for (const id of sequence) byRank.set(rank.get(id) ?? 0, [...(byRank.get(rank.get(id) ?? 0) ?? []), id]);
  const ranks = [...byRank.keys()].sort((a, b) => a - b);
  for (const at of ranks)
    for (const id of (byRank.get(at) ?? []).sort(
      (a, b) => (remaining.get(b) ?? 0) - (remaining.get(a) ?? 0),
    )) {
      const sources = into(id).map((edge) => track.get(edge.from) ?? 0);
      let chosen = sources.length > 0 ? Math.min(...sources) : 0;
      while (taken.has(`${at} ${chosen}`)) chosen++;
      track.set(id, chosen);
      taken.add(`${at} ${chosen}`);
    }
  return ranks.map((at) => {
    const ids = byRank.get(at) ?? [];
    return { ids, tracks: ids.map((id) => track.get(id) ?? 0) };
  });
}

/** Breaks columns into lines; branches that run side by side are kept together where a line is wide enough. */
function linesOf(
  columns: readonly Column[],
  { sizeOf, lettersAfter }: LayoutRoom,
  width: number,
): readonly (readonly Column[])[] {
  const blocks: Column[][] = [];
  for (const column of columns) {
    const last = blocks.at(-1);
    const parallel = Math.max(...column.tracks) > 0;
    if (last && parallel && Math.max(...(last.at(-1)?.tracks ?? [0])) > 0) last.push(column);
    else blocks.push([column]);
  }
  const room = width - origin.x - turn;
  const lengthOf = (block: readonly Column[]) =>
    block.reduce(
      (sum, column, index) =>
        sum + widthOf(column, sizeOf) + (index < block.length - 1 ? gapAfter(column, lettersAfter) : 0),
      0,
    );
  const pieces = blocks.flatMap((block) =>
    lengthOf(block) <= room ? [block] : block.map((column) => [column]),
  );
  const lines: Column[][] = [];
  for (const piece of pieces) {
    const line = lines.at(-1);
    if (line && lengthOf([...line, ...piece]) <= room) line.push(...piece);
    else lines.push([...piece]);
  }
  return lines;
}

function widthOf(column: Column, sizeOf: (id: NodeId) => Size): number {
  return Math.max(...column.ids.map((id) => sizeOf(id).width));
}

function gapAfter(column: Column, lettersAfter: (id: NodeId) => number): number {
  const letters = Math.max(...column.ids.map(lettersAfter));
  return Math.max(gap.least, letters * gap.letter + gap.around);
}

function ceil(value: number): number {
  return Math.ceil(value / 10) * 10;
}
