/** A rectangle in a picture, in CSS pixels from its upper left corner. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The two lines that lead from a rectangle of one picture to one of the next: from the side that faces it to the side
 * that faces back, corner by corner.
 * @param by how far the second picture begins after the first, to the right of it, or below it
 */
export function rayBetween(
  from: Box,
  to: Box,
  by: number,
  isBeside: boolean,
): readonly [readonly Point[], readonly Point[]] {
  const [right, bottom] = [from.left + from.width, from.top + from.height];
  if (isBeside)
    return [
      [
        { x: right, y: from.top },
        { x: by + to.left, y: to.top },
      ],
      [
        { x: right, y: bottom },
        { x: by + to.left, y: to.top + to.height },
      ],
    ];
  return [
    [
      { x: from.left, y: bottom },
      { x: to.left, y: by + to.top },
    ],
    [
      { x: right, y: bottom },
      { x: to.left + to.width, y: by + to.top },
    ],
  ];
}
