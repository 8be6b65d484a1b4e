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

export type Rectangle = Omit<Box, "id">;

export function outputPort(box: Box): Point {
  return { x: box.x + box.width, y: box.y + portTop };
}

/** The first input is on the left at the height of the name; the others go along the top, from its middle. */
export function inputPort(box: Box, input: number, ports: number): Point {
  if (input === 0) return { x: box.x, y: box.y + portTop };
  const room = (box.width / 2 - 12) / Math.max(1, ports - 2);
  return { x: Math.round(box.x + box.width / 2 + Math.min(topPortStep, room) * (input - 1)), y: box.y };
}

/** Distance between ports on top, in pixels; less where many share a narrow node. */
export const topPortStep = 20;

/** The same place as a length for CSS, from the left side of the node. */
export function topPortLeft(input: number, ports: number): string {
  return `calc(50% + min(${topPortStep}px, (50% - 12px) / ${Math.max(1, ports - 2)}) * ${input - 1})`;
}

/** The rectangle around all boxes; null without boxes. */
export function bounds(boxes: readonly [Rectangle, ...Rectangle[]]): Rectangle;
export function bounds(boxes: readonly Rectangle[]): Rectangle | null;
export function bounds(boxes: readonly Rectangle[]): Rectangle | null {
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
