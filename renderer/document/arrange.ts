import { phrase } from "../../engine/words/say.ts";

/** A layer on the canvas, in pixels at 100 %. */
export interface PlacedBox {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type Axis = { readonly at: "x" | "y"; readonly size: "width" | "height" };
const across: Axis = { at: "x", size: "width" };
const down: Axis = { at: "y", size: "height" };

/** How several layers can be put in order; `share` 0 is the near edge, ½ the middle, 1 the far edge. */
export const arrangements = {
  "align-left": { title: phrase("Align left"), keys: "Alt A", axis: across, share: 0 },
  "align-centre": { title: phrase("Align centres"), keys: "Alt H", axis: across, share: 0.5 },
  "align-right": { title: phrase("Align right"), keys: "Alt D", axis: across, share: 1 },
  "align-top": { title: phrase("Align tops"), keys: "Alt W", axis: down, share: 0 },
  "align-middle": { title: phrase("Align middles"), keys: "Alt V", axis: down, share: 0.5 },
  "align-bottom": { title: phrase("Align bottoms"), keys: "Alt S", axis: down, share: 1 },
  "distribute-across": {
    title: phrase("Distribute across"),
    keys: "Alt Shift H",
    axis: across,
    share: null,
  },
  "distribute-down": {
    title: phrase("Distribute down"),
    keys: "Alt Shift V",
    axis: down,
    share: null,
  },
} as const satisfies Readonly<
  Record<string, { title: string; keys: string; axis: Axis; share: number | null }>
>;

export type Arrangement = keyof typeof arrangements;

export const arrangementNames = Object.keys(arrangements) as readonly Arrangement[]; // keys() forgets the names

/** How many layers an arrangement needs at least. */
export function neededFor(arrangement: Arrangement): number {
  return arrangements[arrangement].share === null ? 3 : 2;
}

/**
 * Where the layers come to lie: aligned to the box around them all, or with equal gaps between the outermost two. The other
 * axis stays. Fewer layers than needed stay where they are.
 */
export function arranged(
  boxes: readonly PlacedBox[],
  arrangement: Arrangement,
): Readonly<Record<string, { readonly x: number; readonly y: number }>> {
  const { axis, share } = arrangements[arrangement];
  const { at, size } = axis;
  if (boxes.length < neededFor(arrangement)) return {};
  const moved = (box: PlacedBox, to: number) =>
    [box.id, { x: box.x, y: box.y, [at]: Math.round(to) }] as const;
  const first = Math.min(...boxes.map((box) => box[at]));
  const last = Math.max(...boxes.map((box) => box[at] + box[size]));
  if (share !== null)
    return Object.fromEntries(
      boxes.map((box) => moved(box, first + share * (last - first) - share * box[size])),
    );
  const inOrder = boxes.toSorted((a, b) => a[at] + a[size] / 2 - (b[at] + b[size] / 2));
  const taken = inOrder.reduce((sum, box) => sum + box[size], 0);
  const gap = (last - first - taken) / (boxes.length - 1);
  let next = first;
  return Object.fromEntries(
    inOrder.map((box) => {
      const place = moved(box, next);
      next += box[size] + gap;
      return place;
    }),
  );
}
