import type { Size } from "../document/node-size.ts";
import type { Point } from "./geometry.ts";

/** A rectangle in pixels of the window, from the upper left of the canvas. */
export interface Rectangle extends Size {
  readonly left: number;
  readonly top: number;
}

export interface CardPlace {
  readonly left: number;
  readonly top: number;
  readonly isAbove: boolean;
  /** Where its arrow points from, from the card's left; null where the card lies over its layer. */
  readonly arrow: number | null;
}

const distance = 14;
const edge = 8;
/** The floating tools end here. */
const underTools = 50;

/** Where a rectangle of the graph lies in the window, under React Flow's [x, y, zoom]. */
export function onScreen(at: Point, size: Size, [x, y, zoom]: readonly [number, number, number]): Rectangle {
  return {
    left: x + at.x * zoom,
    top: y + at.y * zoom,
    width: size.width * zoom,
    height: size.height * zoom,
  };
}

/** Under the box, else above it, else as near as the stage allows. */
export function placeCard(box: Rectangle, card: Size, stage: Size): CardPlace {
  const middle = box.left + box.width / 2;
  const left = Math.max(edge, Math.min(middle - card.width / 2, stage.width - card.width - edge));
  const below = box.top + box.height + distance;
  const above = box.top - distance - card.height;
  const fitsBelow = below + card.height <= stage.height - edge;
  const isAbove = !fitsBelow && above >= edge;
  const top = isAbove ? above : Math.max(edge, Math.min(below, stage.height - card.height - edge));
  return {
    left,
    top,
    isAbove,
    arrow: isAbove || top === below ? Math.max(16, Math.min(middle - left, card.width - 16)) : null,
  };
}

/** The least that the view must move so that the box is in sight. */
export function revealing(box: Rectangle, stage: Size): Point {
  const dx = box.left < 20 ? 20 - box.left : Math.min(0, stage.width - 20 - box.left - box.width);
  const below = stage.height - 2 * edge - box.top - box.height;
  return { x: dx, y: box.top < underTools ? underTools - box.top : Math.min(0, below) };
}

/** The same for the first of these that has room; for the last one in any case. */
export function revealingFirst(boxes: readonly Rectangle[], stage: Size): Point {
  const room = { width: stage.width - 40, height: stage.height - underTools - 2 * edge };
  const chosen =
    boxes.find(({ width, height }) => width <= room.width && height <= room.height) ?? boxes.at(-1);
  return chosen ? revealing(chosen, stage) : { x: 0, y: 0 };
}

/** How far the view must move so that the box is in sight and the card has room beside it. */
export function viewShift(box: Rectangle, card: Size, stage: Size): Point {
  const bottom = box.top + box.height;
  const dx = revealing(box, stage).x;
  const fitsBelow = box.top >= underTools && bottom + distance + card.height <= stage.height - edge;
  const fitsAbove = box.top - distance - card.height >= edge && bottom <= stage.height - edge;
  if (fitsBelow || fitsAbove) return { x: dx, y: 0 };
  const highest = stage.height - edge - card.height - distance - box.height;
  return { x: dx, y: Math.max(underTools, highest) - box.top };
}
