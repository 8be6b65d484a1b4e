import type { Size } from "../document/node-size.ts";
import { bounds, type Point, type Rectangle } from "./geometry.ts";

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

/**
 * Where a rectangle of the graph lies on the canvas under React Flow's [x, y, zoom]: in pixels of the window, from the
 * canvas' upper left, as all rectangles in this file.
 */
export function onScreen(box: Rectangle, [x, y, zoom]: readonly [number, number, number]): Rectangle {
  return {
    x: x + box.x * zoom,
    y: y + box.y * zoom,
    width: box.width * zoom,
    height: box.height * zoom,
  };
}

/** Under the box, else above it, else as near as the stage allows. */
export function placeCard(box: Rectangle, card: Size, stage: Size): CardPlace {
  const middle = box.x + box.width / 2;
  const left = Math.max(edge, Math.min(middle - card.width / 2, stage.width - card.width - edge));
  const below = box.y + box.height + distance;
  const above = box.y - distance - card.height;
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
  const dx = box.x < 20 ? 20 - box.x : Math.min(0, stage.width - 20 - box.x - box.width);
  const below = stage.height - 2 * edge - box.y - box.height;
  return { x: dx, y: box.y < underTools ? underTools - box.y : Math.min(0, below) };
}

/**
 * The same for a layer among others: all of them come in sight where the view has to move and that has room; those
 * beside it come along as long as nothing leaves for them that is in sight.
 * @param near the box with those that it is connected with
 */
export function revealingAmong(
  box: Rectangle,
  near: Rectangle,
  others: readonly Rectangle[],
  stage: Size,
): Point {
  const alone = revealing(box, stage);
  const network = bounds([box, ...others]);
  const hasRoom = ({ width, height }: Size) =>
    width <= stage.width - 40 && height <= stage.height - underTools - 2 * edge;
  const keepsAll = (by: Point) =>
    others.every((other) => !isWithin(other, stage) || isWithin(moved(other, by), stage));
  if ((alone.x !== 0 || alone.y !== 0) && hasRoom(network)) return revealing(network, stage);
  const withNear = revealing(near, stage);
  return hasRoom(near) && keepsAll(withNear) ? withNear : alone;
}

function moved(box: Rectangle, by: Point): Rectangle {
  return { ...box, x: box.x + by.x, y: box.y + by.y };
}

function isWithin({ x, y, width, height }: Rectangle, stage: Size): boolean {
  return x >= 0 && y >= 0 && x + width <= stage.width && y + height <= stage.height;
}

/** How far the view must move so that the box is in sight and the card has room beside it. */
export function viewShift(box: Rectangle, card: Size, stage: Size): Point {
  const bottom = box.y + box.height;
  const dx = revealing(box, stage).x;
  const fitsBelow = box.y >= underTools && bottom + distance + card.height <= stage.height - edge;
  const fitsAbove = box.y - distance - card.height >= edge && bottom <= stage.height - edge;
  if (fitsBelow || fitsAbove) return { x: dx, y: 0 };
  const highest = stage.height - edge - card.height - distance - box.height;
  return { x: dx, y: Math.max(underTools, highest) - box.y };
}
