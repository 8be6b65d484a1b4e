import type { ValueRange } from "../../engine/protocol/steps.ts";
import type { ColourMap } from "./colour-maps.ts";
import { type MapPlane, paintMaps } from "./paint-maps.ts";
import { palette } from "./theme.ts";

/** Of a map on a sheet, between them and under them for its number, in pixels. */
const [wantedCell, gap, foot] = [224, 16, 20];
const longestSide = 8192;

/** All maps of a layer on one sheet, row by row, each with its number; drawn as on the screen, not finite values hatched. */
export function mapsSheet(
  planes: readonly MapPlane[],
  colours: ColourMap,
  range: ValueRange | undefined,
): OffscreenCanvas {
  const columns = Math.ceil(Math.sqrt(planes.length));
  const rows = Math.ceil(planes.length / columns);
  const cell = Math.max(1, Math.min(wantedCell, Math.floor(longestSide / columns) - gap - foot));
  const [across, down] = [cell + gap, cell + gap + foot];
  const sheet = new OffscreenCanvas(columns * across + gap, rows * down + gap);
  const context = sheet.getContext("2d");
  if (!context) throw new Error("The browser gives no drawing context.");
  const { panel, ink, "font-num": font } = palette();
  context.fillStyle = panel;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.imageSmoothingEnabled = false;
  context.font = `14px ${font}`;
  context.fillStyle = ink;
  const one = document.createElement("canvas");
  planes.forEach((plane, index) => {
    const x = gap + (index % columns) * across;
    const y = gap + Math.floor(index / columns) * down;
    paintMaps(one, [plane], colours, cell, 0, range);
    context.drawImage(one, x, y, cell, cell);
    context.fillText(String(index + 1), x, y + cell + 15);
  });
  return sheet;
}
