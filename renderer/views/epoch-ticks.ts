import { formatNumber } from "./format.ts";
import { countTicks, linearScale, thinned } from "./ticks.ts";
import type { Ends } from "./zoom.ts";

/** Of a digit at 11 px, and between two labels, in CSS pixels. */
const [digitWidth, labelGap] = [6.7, 8];
/** From one label to the next at least: of whole epochs, and of parts such as 0.25. */
const [leastWhole, leastPart] = [24, 40];
const mostTicks = 8;

/** How an epoch is written under a chart. */
export function epochText(value: number): string {
  return formatNumber(value, Number.isInteger(value) ? 0 : 2);
}

/** The width of its label in CSS pixels. */
export function labelWidth(value: number): number {
  return digitWidth * epochText(value).length;
}

/** The epochs under an axis of `width` CSS pixels whose labels have room beside each other; whole ones unless zoomed. */
export function epochTicks([low, high]: Ends, isPart: boolean, width: number): readonly number[] {
  const label = labelWidth(Math.floor(high)) + labelGap;
  if (!isPart && high >= 1)
    return countTicks(high, Math.min(mostTicks, Math.floor(width / Math.max(leastWhole, label))));
  const ticks = linearScale(low, high).ticks.filter((tick) => tick >= low && tick <= high);
  return thinned(ticks, width / Math.max(leastPart, label));
}
