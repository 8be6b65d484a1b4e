import { type ColourMap, colourCount } from "./colour-maps.ts";
import { drawingOf } from "./surface.ts";
import { palette } from "./theme.ts";

/** Where counts are drawn, in CSS pixels: bars above, one strip for each moment below. */
export interface DistributionRoom {
  readonly width: number;
  readonly bars: number;
  readonly strip: number;
}

const gap = 4;

/** Height in CSS pixels of the drawing of so many moments. */
export function heightOf(moments: number, { bars, strip }: DistributionRoom): number {
  return bars + (moments > 1 ? gap + moments * strip : 0);
}

/** Which of so many moments lies at a height of the drawing, counted back from the newest, whose bars come first. */
export function momentAt(y: number, moments: number, { bars, strip }: DistributionRoom): number {
  return y < bars + gap || moments < 2 ? 0 : Math.min(moments - 1, Math.floor((y - bars - gap) / strip));
}

/** Where a moment is drawn: the newest one's bars, an older one's strip. In CSS pixels. */
export function topOf(
  back: number,
  { bars, strip }: DistributionRoom,
): { readonly top: number; readonly height: number } {
  return back === 0 ? { top: 0, height: bars } : { top: bars + gap + back * strip, height: strip };
}

/**
 * Draws the newest row of counts as bars, and all rows below as strips of colour, newest first: over the same bins. A
 * strip's colour is the root of each count's share of the row's largest, so that tails are seen.
 * @param rows counts, oldest first, all of the same bins.
 * @param barColour of a bar by its bin.
 */
export function paintDistribution(
  canvas: HTMLCanvasElement,
  rows: readonly ArrayLike<number>[],
  barColour: (bin: number) => string,
  strips: ColourMap,
  room: DistributionRoom,
): void {
  const { width, bars, strip } = room;
  const context = drawingOf(canvas, width, heightOf(rows.length, room));
  const newest = rows.at(-1);
  if (!context || !newest) return;
  const bins = newest.length;
  const pitch = width / bins;
  const top = largestOf(newest);
  for (let bin = 0; bin < bins; bin++) {
    const count = newest[bin] ?? 0;
    if (count === 0) continue;
    // What is rare stays in sight.
    const height = Math.max(1, (count / top) * (bars - 1));
    context.fillStyle = barColour(bin);
    context.fillRect(bin * pitch, bars - height, Math.max(0.6, pitch > 3 ? pitch - 1 : pitch), height);
  }
  context.fillStyle = palette()["line-2"];
  context.fillRect(0, bars - 0.5, width, 1);
  if (rows.length < 2) return;
  rows.forEach((row, index) => {
    const y = bars + gap + (rows.length - 1 - index) * strip;
    const most = Math.max(1, largestOf(row));
    for (let bin = 0; bin < bins; bin++) {
      const share = Math.sqrt((row[bin] ?? 0) / most);
      context.fillStyle = cssOf(strips[Math.round(share * (colourCount - 1))] ?? 0);
      // Whole pixels, so that neither ground nor neighbour shines through.
      const [left, right] = [Math.round(bin * pitch), Math.round((bin + 1) * pitch)];
      context.fillRect(left, y, right - left, strip);
    }
  });
}

function largestOf(row: ArrayLike<number>): number {
  let largest = 0;
  for (let bin = 0; bin < row.length; bin++) largest = Math.max(largest, row[bin] ?? 0);
  return largest;
}

/** A packed colour of a map as the page writes it. */
export function cssOf(packed: number): string {
  return `rgb(${packed & 255}, ${(packed >> 8) & 255}, ${(packed >> 16) & 255})`;
}
