import type { NodeId } from "../../engine/graph/graph.ts";
import { portTop } from "../document/node-size.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The rectangle of a node, in pixels at 100 %. */
export interface Box extends Point {
  readonly id: NodeId;
  readonly width: number;
  readonly height: number;
}

export function outputPort(box: Box): Point {
  return { x: box.x + box.width, y: box.y + portTop };
}

/** The first input is on the left at the height of the name; the others share the top. */
export function inputPort(box: Box, input: number, ports: number): Point {
  if (input === 0) return { x: box.x, y: box.y + portTop };
  return { x: Math.round(box.x + (box.width * input) / Math.max(ports, input + 1)), y: box.y };
}

/** The rectangle around all boxes; null without boxes. */
export function bounds(boxes: readonly Box[]) {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}
