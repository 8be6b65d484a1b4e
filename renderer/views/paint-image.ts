import type { ValueRange } from "../../engine/protocol/steps.ts";
import { summarise } from "../../engine/protocol/summary.ts";
import { imageSize, type Shape } from "../../engine/tensor.ts";
import { colourMap } from "./colour-maps.ts";
import { paintColourImage, paintMaps } from "./paint-maps.ts";
import { currentTheme } from "./theme.ts";

/**
 * Draws an image of shape C×H×W in a square: grey for one channel (dark on paper in the light theme, as stored
 * in the dark one), colour for three, `range` from dark to light. False for anything else, so that the caller shows the data otherwise.
 */
export function paintImage(
  canvas: HTMLCanvasElement,
  values: Float32Array,
  shape: Shape,
  room: number,
  range: ValueRange = imageRange(values),
): boolean {
  const size = imageSize(shape);
  if (!size || (size.channels !== 1 && size.channels !== 3)) return false;
  const { height, width } = size;
  if (size.channels === 3) paintColourImage(canvas, values, height, width, room, range);
  else {
    const theme = currentTheme();
    const colours = colourMap(theme === "dark" ? "grey" : "paper", theme);
    paintMaps(canvas, [{ values, offset: 0, height, width }], colours, room, 0, range);
  }
  return true;
}

/** 0 to 1 for pixels as stored; the values' own range where they were standardised. */
export function imageRange(values: Float32Array): ValueRange {
  const { minimum, maximum } = summarise(values);
  return minimum >= 0 && maximum <= 1 ? { low: 0, high: 1 } : { low: minimum, high: maximum };
}
