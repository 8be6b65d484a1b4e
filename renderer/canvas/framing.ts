import { type Box, bounds } from "./geometry.ts";

interface Stage {
  readonly width: number;
  readonly height: number;
}

/** Room beside the layers: above for the tools, at the sides for connections that turn to the next line. */
const margin = { top: 54, right: 46, bottom: 16, left: 20 };

/**
 * The view that shows all boxes, in screen pixels: at 100 % and unmoved where they lie in sight already, else
 * against the upper left, because networks are read from there. Never enlarged: 100 % is the size that text was
 * drawn for.
 */
export function framing(
  boxes: readonly Box[],
  stage: Stage,
): { readonly x: number; readonly y: number; readonly zoom: number } {
  const all = bounds(boxes);
  if (!all) return { x: 0, y: 0, zoom: 1 };
  const inSight =
    all.x >= margin.left &&
    all.y >= margin.top &&
    all.x + all.width <= stage.width - margin.left &&
    all.y + all.height <= stage.height - margin.bottom;
  if (inSight) return { x: 0, y: 0, zoom: 1 };
  const zoom = Math.max(
    0.2,
    Math.min(
      1,
      (stage.width - margin.left - margin.right) / all.width,
      (stage.height - margin.top - margin.bottom) / all.height,
    ),
  );
  return { x: margin.left - all.x * zoom, y: margin.top - all.y * zoom, zoom };
}
