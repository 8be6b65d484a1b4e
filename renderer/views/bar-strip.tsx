import { useCanvasDrawing } from "./canvas-drawing.ts";
import { paintBars } from "./paint-bars.ts";
import { summarise, summaryText } from "./values.ts";

export interface BarStripProps {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
}

/** A vector as bars around zero. */
export function BarStrip({ name, values, width, height }: BarStripProps) {
  const canvas = useCanvasDrawing((target) => paintBars(target, values, width, height));
  return <canvas ref={canvas} role="img" aria-label={`${name}, ${summaryText(summarise(values))}`} />;
}
