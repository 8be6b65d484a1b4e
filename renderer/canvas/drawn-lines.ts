import type { EdgeId } from "../../engine/graph/graph.ts";
import { visibleArea } from "../document/visible-area.ts";
import type { Routes } from "./flow-model.ts";
import type { Point } from "./geometry.ts";

/** How far from a line it still takes the pointer, in pixels at 100 %: half of React Flow's wide invisible line. */
const reach = 10;

let drawn: Routes = new Map();

/** The canvas says which connections it draws, and where. */
export function tellDrawnLines(lines: Routes): void {
  drawn = lines;
}

/** The connection at a place in the window, whatever lies over it; null where there is none. */
export function lineUnder({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }) {
  const canvas = document.querySelector(".canvas .react-flow")?.getBoundingClientRect();
  if (!canvas) return null;
  const { x, y, zoom } = visibleArea();
  return nearestLine(drawn, { x: x + (clientX - canvas.x) / zoom, y: y + (clientY - canvas.y) / zoom });
}

/** The line nearest to a point, as far as a pointer reaches; the later one of two that are as near. */
export function nearestLine(lines: Routes, point: Point): EdgeId | null {
  let nearest: EdgeId | null = null;
  let least = reach;
  for (const [id, path] of lines) {
    for (let index = 1; index < path.length; index++) {
      const [from, to] = [path[index - 1], path[index]];
      if (!from || !to) continue;
      const distance = distanceTo(from, to, point);
      if (distance > least) continue;
      least = distance;
      nearest = id;
    }
  }
  return nearest;
}

/** From a point to the nearest one of a level or upright line. */
function distanceTo(from: Point, to: Point, { x, y }: Point): number {
  const beyond = (value: number, a: number, b: number) =>
    Math.max(Math.min(a, b) - value, value - Math.max(a, b), 0);
  return Math.hypot(beyond(x, from.x, to.x), beyond(y, from.y, to.y));
}
