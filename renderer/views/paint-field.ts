import type { PlaneFields } from "../../engine/protocol.ts";
import { colourCount, colourMap, packColour } from "./colour-maps.ts";
import { fieldPixels, stripGrid } from "./field-colours.ts";
import { type Surface, surfaceOf } from "./surface.ts";
import { classColour, components, currentTheme, palette } from "./theme.ts";

/** How strongly a class shows where the network is in no doubt, and where it is in all. */
const [faintest, strongest] = [0.12, 0.62];
const shades = 32;

/**
 * Draws what the network answers everywhere in the plane: the hue of the class mixed into the card by its lead,
 * and a line where another class takes over. A single output is drawn as signed numbers. Cells that are no
 * number are red.
 */
export function paintAnswers(canvas: HTMLCanvasElement, fields: PlaneFields, room: number): void {
  const surface = surfaceOf(canvas, room, room);
  if (!surface) return;
  const { answers, cells } = fields;
  if (answers.length === cells * cells) paintSigned(surface, answers, 0, cells, 0, 0, surface.width);
  else paintClasses(surface, fields);
  surface.show();
}

function paintClasses({ pixels, width, ratio }: Surface, fields: PlaneFields): void {
  const { best, lead } = fieldPixels(fields, width);
  const colours = shadesOf(fields.answers.length / (fields.cells * fields.cells));
  const ink = packColour(...components(palette().ink));
  const broken = packColour(...components(palette().err));
  const thick = Math.max(1, Math.round(ratio));
  for (let at = 0; at < best.length; at++) {
    const label = best[at] ?? -1;
    const shade = Math.round((lead[at] ?? 0) * (shades - 1));
    pixels[at] = label < 0 ? broken : (colours[label * shades + shade] ?? broken);
  }
  for (let row = 0; row < width - thick; row++)
    for (let column = 0; column < width - thick; column++) {
      const at = row * width + column;
      if (best[at] !== best[at + thick] || best[at] !== best[at + thick * width]) pixels[at] = ink;
    }
}

/** Every shade of every class, packed. */
function shadesOf(classes: number): Uint32Array {
  const card = components(palette().card);
  return Uint32Array.from({ length: classes * shades }, (_, index) => {
    const hue = components(classColour(Math.floor(index / shades)));
    const share = faintest + ((strongest - faintest) * (index % shades)) / (shades - 1);
    const part = (component: 0 | 1 | 2) => hue[component] * share + card[component] * (1 - share);
    return packColour(part(0), part(1), part(2));
  });
}

/** The fields of a layer's neurons in a strip, each around its own zero: see `stripGrid`. */
export function paintNeurons(
  canvas: HTMLCanvasElement,
  values: Float32Array,
  cells: number,
  width: number,
  height: number,
): void {
  const gap = 1;
  const neurons = values.length / (cells * cells);
  const grid = stripGrid(neurons, width, height, gap);
  const surface = surfaceOf(canvas, width, height);
  if (!surface) return;
  const side = Math.floor(grid.cell * surface.ratio);
  for (let neuron = 0; neuron < Math.min(neurons, grid.columns * grid.rows); neuron++) {
    const left = Math.round((neuron % grid.columns) * (grid.cell + gap) * surface.ratio);
    const top = Math.round(Math.floor(neuron / grid.columns) * (grid.cell + gap) * surface.ratio);
    paintSigned(surface, values, neuron * cells * cells, cells, left, top, side);
  }
  surface.show();
}

/** One field as signed numbers, from `left` and `top` on, `side` pixels wide: the ground is zero. */
function paintSigned(
  { pixels, width }: Surface,
  values: Float32Array,
  from: number,
  cells: number,
  left: number,
  top: number,
  side: number,
): void {
  const colours = colourMap("sign", currentTheme());
  const broken = packColour(...components(palette().err));
  let farthest = 0;
  for (let at = from; at < from + cells * cells; at++) {
    const size = Math.abs(values[at] ?? 0);
    if (size > farthest && Number.isFinite(size)) farthest = size;
  }
  const scale = farthest > 0 ? (colourCount - 1) / (2 * farthest) : 0;
  for (let row = 0; row < side; row++) {
    const line = from + Math.floor(((row + 0.5) / side) * cells) * cells;
    for (let column = 0; column < side; column++) {
      const value = values[line + Math.floor(((column + 0.5) / side) * cells)] ?? Number.NaN;
      const shade = Math.round((colourCount - 1) / 2 + value * scale);
      pixels[(top + row) * width + left + column] = Number.isFinite(value) ? (colours[shade] ?? 0) : broken;
    }
  }
}
