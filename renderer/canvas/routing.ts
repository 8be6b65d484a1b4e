import type { EdgeId, NodeId } from "../../engine/graph/graph.ts";
import { type Box, inputPort, outputPort, type Point } from "./geometry.ts";

/** A connection to draw: its ends, and how many inputs its target has. */
export interface Connection {
  readonly id: EdgeId;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly input: number;
  readonly ports: number;
}

export type Path = readonly Point[];

/** A connection that is led already, and the rectangle around it. */
export interface Drawn {
  readonly from: NodeId;
  readonly path: Path;
  readonly reach: Reach;
}

/** Room between a row and the lines above it: for inputs on the left, and for those on top. */
const gutter = { side: 40, top: 19, below: 16 };
const stubs = [28, 46, 64, 14];
const lead = [14, 24, 34];
const cost = { bend: 24, hit: 5000, overlap: 6, crossing: 18, closeness: 0.05 };
const clearance = 6;

/**
 * Right-angled paths for all connections. Each takes the cheapest of a few typical paths (straight, one step,
 * around through a gutter), where crossing a layer costs most, then running on top of another line, then
 * crossings, bends and length. Straight neighbours go first, so that the long ways lead around them, and around what
 * is drawn `before`: while layers are dragged, only what touches them is routed again.
 */
export function routeAll(
  boxes: ReadonlyMap<NodeId, Box>,
  connections: readonly Connection[],
  before: readonly Drawn[] = [],
): ReadonlyMap<EdgeId, Path> {
  const all = [...boxes.values()];
  const routes = new Map<EdgeId, Path>();
  const drawn = [...before];
  const jobs = connections.flatMap((connection) => {
    const source = boxes.get(connection.from);
    const target = boxes.get(connection.to);
    if (!source || !target) return [];
    const start = outputPort(source);
    const end = inputPort(target, connection.input, connection.ports);
    return [{ connection, source, target, start, end, rank: rankOf(connection, start, end) }];
  });
  for (const job of jobs.sort((a, b) => a.rank - b.rank)) {
    const { id, from } = job.connection;
    const path = cheapest(job, { all, drawn, source: job.source, target: job.target, from });
    routes.set(id, path);
    drawn.push(drawnAs(from, path));
  }
  return routes;
}

/** The cheapest of the typical paths, the first of those where several are. */
function cheapest(job: Job & { readonly connection: Connection }, around: Surroundings): Path {
  const { start, end } = job;
  // Nothing is shorter, and hundreds run like this: where nothing is in its way either, it is the one.
  const straight: Path = [start, end];
  const isStraight = job.connection.input === 0 && start.y === end.y && end.x > start.x;
  if (isStraight && priceOf(straight, Number.POSITIVE_INFINITY, around) === lengthAndBends(straight))
    return straight;
  const paths = job.connection.input === 0 ? sidePaths(job, around.all) : topPaths(job, around.all);
  // By what they cost at least: most need not be looked at any more when the first ones have been.
  const candidates = paths
    .map((path, index) => ({ path, index, least: lengthAndBends(path) }))
    .sort((a, b) => a.least - b.least || a.index - b.index);
  let best = { path: straight, index: -1, price: Number.POSITIVE_INFINITY };
  let near: Surroundings | null = null;
  const isBetter = (price: number, index: number) =>
    price < best.price || (price === best.price && index < best.index);
  for (const { path, index, least } of candidates) {
    if (least > best.price) break;
    if (!isBetter(least, index)) continue;
    if (Number.isFinite(best.price)) near ??= nearTo(candidates, best.price, around);
    const price = priceOf(path, best.price, near ?? around);
    if (isBetter(price, index)) best = { path, index, price };
  }
  return best.path;
}

interface Reach {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function reachOf(points: Path): Reach {
  const reach = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { x, y } of points) {
    if (x < reach.left) reach.left = x;
    if (x > reach.right) reach.right = x;
    if (y < reach.top) reach.top = y;
    if (y > reach.bottom) reach.bottom = y;
  }
  return reach;
}

export function drawnAs(from: NodeId, path: Path): Drawn {
  return { from, path, reach: reachOf(path) };
}

/** Only what those paths can meet that may cost no more than `most`. */
function nearTo(
  candidates: readonly { readonly path: Path; readonly least: number }[],
  most: number,
  around: Surroundings,
): Surroundings {
  const area = reachOf(candidates.flatMap(({ path, least }) => (least > most ? [] : path)));
  return {
    ...around,
    all: around.all.filter((box) => meetsBox(area, box)),
    drawn: around.drawn.filter(({ reach }) => meet(area, reach)),
  };
}

/** How far from each other what has a price for each other can be. */
const far = 8;

function meet(a: Reach, b: Reach): boolean {
  return a.left < b.right + far && a.right > b.left - far && a.top < b.bottom + far && a.bottom > b.top - far;
}

interface Job {
  readonly source: Box;
  readonly target: Box;
  readonly start: Point;
  readonly end: Point;
}

function rankOf(connection: Connection, start: Point, end: Point): number {
  const distance = Math.abs(end.x - start.x) + Math.abs(end.y - start.y);
  if (connection.input > 0) return 2e6 + distance;
  return start.y === end.y && end.x > start.x ? distance : 1e6 + distance;
}

function sidePaths({ start, end, target, source }: Job, all: readonly Box[]): Path[] {
  const paths: Path[] = [];
  if (start.y === end.y && end.x > start.x) paths.push([start, end]);
  if (end.x > start.x + 16 && start.y !== end.y)
    for (const x of [(start.x + end.x) / 2, start.x + 14, start.x + 28, end.x - 14, end.x - 24])
      paths.push([start, { x, y: start.y }, { x, y: end.y }, end]);
  const levels = gutterLevels(all, source, target, gutter.side);
  for (const y of levels)
    for (const stub of stubs)
      for (const before of lead) {
        const out = start.x + stub;
        const back = end.x - before;
        paths.push([
          start,
          { x: out, y: start.y },
          { x: out, y },
          { x: back, y },
          { x: back, y: end.y },
          end,
        ]);
      }
  return paths;
}

function topPaths({ start, end, target, source }: Job, all: readonly Box[]): Path[] {
  const paths: Path[] = [];
  if (end.x > start.x + 10 && start.y < end.y - 10) paths.push([start, { x: end.x, y: start.y }, end]);
  for (const y of gutterLevels(all, source, target, gutter.top))
    if (y < end.y - 8)
      for (const stub of stubs) {
        const x = start.x + stub;
        paths.push([start, { x, y: start.y }, { x, y }, { x: end.x, y }, end]);
      }
  return paths;
}

/** Heights at which a line can run between rows, the one above the target first. */
function gutterLevels(all: readonly Box[], source: Box, target: Box, above: number): readonly number[] {
  const from = Math.min(source.y, target.y) - 200;
  const to = Math.max(source.y + source.height, target.y + target.height) + 200;
  const levels = new Set<number>([target.y - above, target.y - above - 16, source.y - above]);
  for (const box of all) {
    if (box.y + box.height < from || box.y > to) continue;
    levels.add(box.y - above);
    levels.add(box.y - above - 16);
    levels.add(box.y + box.height + gutter.below);
  }
  return [...levels];
}

function meetsBox(reach: Reach, { x, y, width, height }: Box): boolean {
  return (
    reach.left < x + width + far &&
    reach.right > x - far &&
    reach.top < y + height + far &&
    reach.bottom > y - far
  );
}

interface Surroundings {
  readonly source: Box;
  readonly target: Box;
  readonly all: readonly Box[];
  readonly drawn: readonly Drawn[];
  readonly from: NodeId;
}

/** What a path costs; stops counting once it is dearer than `most`. */
function priceOf(path: Path, most: number, { source, target, all, drawn, from }: Surroundings): number {
  const reach = reachOf(path);
  let price = lengthAndBends(path);
  const [, , a, b] = path;
  if (a && b && path.length === 6) price += Math.abs(a.y - (target.y - gutter.side)) * cost.closeness;
  for (const box of all) {
    if (price > most) return price;
    if (!meetsBox(reach, box)) continue;
    price += cost.hit * cutsOf(path, box, box === source || box === target ? -1 : clearance);
  }
  for (const other of drawn) {
    if (price > most) return price;
    if (!meet(reach, other.reach)) continue;
    for (let index = 1; index < path.length; index++)
      for (let step = 1; step < other.path.length; step++) {
        if (other.from === from && index === 1 && step === 1) continue;
        price += meeting(path[index - 1], path[index], other.path[step - 1], other.path[step]);
      }
  }
  return price;
}

/** What a path costs at least, wherever others run. */
function lengthAndBends(path: Path): number {
  let price = (path.length - 2) * cost.bend;
  for (let index = 1; index < path.length; index++) {
    const a = path[index - 1];
    const b = path[index];
    if (a && b) price += Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
  }
  return price;
}

/** How many pieces of a path lead through a box, or closer by it than the margin. */
function cutsOf(path: Path, box: Box, margin: number): number {
  let cuts = 0;
  for (let index = 1; index < path.length; index++) {
    const a = path[index - 1];
    const b = path[index];
    if (
      a &&
      b &&
      Math.max(a.x, b.x) > box.x - margin &&
      Math.min(a.x, b.x) < box.x + box.width + margin &&
      Math.max(a.y, b.y) > box.y - margin &&
      Math.min(a.y, b.y) < box.y + box.height + margin
    )
      cuts++;
  }
  return cuts;
}

/** The cost of two straight pieces touching: along each other by length, across each other once. */
function meeting(a?: Point, b?: Point, c?: Point, d?: Point): number {
  if (!a || !b || !c || !d) return 0;
  const level = a.y === b.y;
  if (level !== (c.y === d.y)) {
    const [h1, h2, v1, v2] = level ? [a, b, c, d] : [c, d, a, b];
    const across =
      v1.x > Math.min(h1.x, h2.x) &&
      v1.x < Math.max(h1.x, h2.x) &&
      h1.y > Math.min(v1.y, v2.y) &&
      h1.y < Math.max(v1.y, v2.y);
    return across ? cost.crossing : 0;
  }
  const apart = level ? Math.abs(a.y - c.y) : Math.abs(a.x - c.x);
  if (apart >= 8) return 0;
  const [a1, b1, c1, d1] = level ? [a.x, b.x, c.x, d.x] : [a.y, b.y, c.y, d.y];
  const shared = Math.min(Math.max(a1, b1), Math.max(c1, d1)) - Math.max(Math.min(a1, b1), Math.min(c1, d1));
  return shared > 0 ? shared * cost.overlap : 0;
}
