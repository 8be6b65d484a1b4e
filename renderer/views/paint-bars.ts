import { drawingOf } from "./surface.ts";
import { palette } from "./theme.ts";

/** One bar: what it stands for may be a group of neighbours, of which the one farthest from zero is shown. */
export type BarHeights = readonly number[];

/** Few values would otherwise become blocks, in CSS pixels. */
const widestBar = 14;

/** As many bars as fit; groups of neighbours are shown by the member farthest from zero, NaN by NaN. */
export function barHeights(values: ArrayLike<number>, most: number): BarHeights {
  const group = Math.max(1, Math.ceil(values.length / Math.max(1, most)));
  const bars: number[] = [];
  for (let start = 0; start < values.length; start += group) {
    let farthest = 0;
    for (let index = start; index < Math.min(values.length, start + group); index++) {
      const value = values[index] ?? Number.NaN;
      if (!Number.isFinite(value)) farthest = Number.NaN;
      else if (Math.abs(value) > Math.abs(farthest)) farthest = value;
    }
    bars.push(farthest);
  }
  return bars;
}

/** Draws a vector as bars around zero: forward ink above, grey below, a hatched red bar for NaN. */
export function paintBars(
  canvas: HTMLCanvasElement,
  values: ArrayLike<number>,
  width: number,
  height: number,
): void {
  const context = drawingOf(canvas, width, height);
  if (!context) return;
  const colours = palette();
  const bars = barHeights(values, Math.floor(width));
  const finite = bars.filter((bar) => Number.isFinite(bar));
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  const unit = high > low ? (height - 2) / (high - low) : 0;
  const zero = high > low ? 1 + high * unit : height - 1;
  const pitch = width / Math.max(1, bars.length);
  const thickness = pitch < 2 ? pitch : Math.min(widestBar, Math.max(1.2, pitch * 0.72));
  const inset = thickness === widestBar ? (pitch - widestBar) / 2 : 0;
  context.fillStyle = colours["line-2"];
  context.fillRect(0, Math.round(zero) - 0.5, width, 1);
  bars.forEach((bar, index) => {
    const x = index * pitch + inset;
    if (Number.isFinite(bar)) {
      const length = Math.abs(bar) * unit;
      context.fillStyle = bar > 0 ? colours["fwd-2"] : colours["ink-4"];
      context.fillRect(x, bar > 0 ? zero - length : zero, thickness, length);
    } else {
      context.fillStyle = colours.err;
      for (let y = 0; y < height; y += 4) context.fillRect(x, y, thickness, 2);
    }
  });
}

/** Draws probabilities on a fixed scale of 0 to 1: the most probable class in the forward ink. */
export function paintShares(
  canvas: HTMLCanvasElement,
  shares: ArrayLike<number>,
  width: number,
  height: number,
): void {
  const context = drawingOf(canvas, width, height);
  if (!context) return;
  const colours = palette();
  let best = 0;
  for (let index = 1; index < shares.length; index++)
    if ((shares[index] ?? 0) > (shares[best] ?? 0)) best = index;
  const pitch = width / Math.max(1, shares.length);
  const thickness = Math.min(widestBar, Math.max(1, pitch * 0.73));
  const base = height - 2;
  for (let index = 0; index < shares.length; index++) {
    const share = shares[index] ?? Number.NaN;
    const length = Number.isFinite(share) ? Math.max(1.5, share * (height - 3)) : height - 3;
    context.fillStyle = Number.isFinite(share) ? colours[index === best ? "fwd-2" : "line-2"] : colours.err;
    context.beginPath();
    context.roundRect(index * pitch + (pitch - thickness) / 2, base - length, thickness, length, 1);
    context.fill();
  }
}
