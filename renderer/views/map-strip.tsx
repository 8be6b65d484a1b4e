import { useCanvasDrawing } from "./canvas-drawing.ts";
import { type ColourMapName, colourMap } from "./colour-maps.ts";
import { type MapPlane, paintMaps, type ValueRange } from "./paint-maps.ts";
import { currentTheme } from "./theme.ts";
import { summarise, summaryText } from "./values.ts";

export interface MapStripProps {
  readonly name: string;
  readonly planes: readonly MapPlane[];
  readonly colours: ColourMapName;
  /** Side of one map's square in CSS pixels. */
  readonly cell?: number;
  readonly gap?: number;
  readonly range?: ValueRange;
}

/** Maps side by side. For pictures that change many times a second draw on a canvas with `paintMaps` instead. */
export function MapStrip({ name, planes, colours, cell = 33, gap = 3, range }: MapStripProps) {
  const canvas = useCanvasDrawing((target) =>
    paintMaps(target, planes, colourMap(colours, currentTheme()), cell, gap, range),
  );
  const first = planes[0];
  const summary = first ? summaryText(summarise(first.values)) : "no values";
  return <canvas ref={canvas} role="img" aria-label={`${name}, ${summary}`} />;
}
