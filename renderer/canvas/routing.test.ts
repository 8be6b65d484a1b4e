import { describe, expect, test } from "vitest";
import type { Box } from "./geometry.ts";
import { type Connection, type Path, routeAll } from "./routing.ts";

const card = (id: string, x: number, y: number): Box => ({ id, x, y, width: 160, height: 134 });
const bead = (id: string, x: number, y: number): Box => ({ id, x, y, width: 80, height: 36 });
const boxMap = (...boxes: Box[]) => new Map(boxes.map((box) => [box.id, box]));
const edge = (from: string, to: string, input = 0, ports = 1): Connection => ({
  id: `${from}-${to}-${input}`,
  from,
  to,
  input,
  ports,
});

function piecesOf(path: Path) {
  return path.slice(1).map((to, index) => ({ from: path[index] ?? to, to }));
}

/** Pixels of a path inside a box, its border left out. */
function insideOf(path: Path, box: Box): number {
  return piecesOf(path).reduce((sum, { from, to }) => {
    const width =
      Math.min(Math.max(from.x, to.x), box.x + box.width) - Math.max(Math.min(from.x, to.x), box.x);
    const height =
      Math.min(Math.max(from.y, to.y), box.y + box.height) - Math.max(Math.min(from.y, to.y), box.y);
    const crosses = from.y === to.y ? width > 0 && from.y > box.y && from.y < box.y + box.height : false;
    const crossesUpright =
      from.x === to.x ? height > 0 && from.x > box.x && from.x < box.x + box.width : false;
    return sum + (crosses ? width : 0) + (crossesUpright ? height : 0);
  }, 0);
}

/** The picture of the design: two lines, a skip connection into the top of Add. */
const boxes = boxMap(
  card("pool", 600, 60),
  card("conv", 20, 250),
  bead("relu", 300, 250),
  bead("add", 600, 250),
  card("pool2", 740, 250),
);
const connections = [
  edge("pool", "conv"),
  edge("conv", "relu"),
  edge("relu", "add"),
  edge("pool", "add", 1, 2),
  edge("add", "pool2"),
];

describe("routes", () => {
  const routes = routeAll(boxes, connections);

  test("start and end at the ports, and every piece is level or upright", () => {
    expect(routes.get("conv-relu-0")).toEqual([
      { x: 180, y: 268 },
      { x: 300, y: 268 },
    ]);
    for (const connection of connections) {
      const path = routes.get(connection.id) ?? [];
      for (const { from, to } of piecesOf(path)) expect(from.x === to.x || from.y === to.y).toBe(true);
    }
    expect(routes.get("pool-add-1")?.at(-1)).toEqual({ x: 640, y: 250 });
  });

  test("no route runs through a layer", () => {
    for (const path of routes.values()) for (const box of boxes.values()) expect(insideOf(path, box)).toBe(0);
  });

  test("a line that turns back runs above the row it leads to, left of its first layer", () => {
    const path = routes.get("pool-conv-0") ?? [];
    const turning = piecesOf(path).find(({ from, to }) => from.y === to.y && to.x < from.x);
    expect(turning?.from.y).toBeGreaterThan(60 + 134);
    expect(turning?.from.y).toBeLessThan(250);
    expect(turning?.to.x).toBeLessThan(20);
  });

  test("two lines from one layer do not run on top of each other behind their common start", () => {
    const [wrap, skip] = ["pool-conv-0", "pool-add-1"].map((id) => piecesOf(routes.get(id) ?? []).slice(1));
    for (const a of wrap ?? [])
      for (const b of skip ?? []) {
        const level = a.from.y === a.to.y && b.from.y === b.to.y && Math.abs(a.from.y - b.from.y) < 8;
        const upright = a.from.x === a.to.x && b.from.x === b.to.x && Math.abs(a.from.x - b.from.x) < 8;
        expect(level || upright).toBe(false);
      }
  });

  test("a connection to a layer further down in the same direction takes one step", () => {
    const path = routeAll(boxMap(card("a", 0, 0), card("b", 300, 200)), [edge("a", "b")]).get("a-b-0");
    expect(path).toHaveLength(4);
  });

  test("a layer in the way is passed around", () => {
    const inTheWay = boxMap(card("a", 0, 0), card("b", 300, 0), card("c", 600, 0));
    const path = routeAll(inTheWay, [edge("a", "c")]).get("a-c-0") ?? [];
    const middle = inTheWay.get("b");
    expect(middle && insideOf(path, middle)).toBe(0);
  });

  test("connections of layers that are not there are left out", () => {
    expect(routeAll(boxMap(card("a", 0, 0)), [edge("a", "gone")]).size).toBe(0);
  });
});
