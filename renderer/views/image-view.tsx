import type { Shape } from "../../engine/tensor.ts";
import { useCanvasDrawing } from "./canvas-drawing.ts";
import { paintImage } from "./paint-image.ts";
import { summarise, summaryText } from "./values.ts";

export interface ImageViewProps {
  readonly name: string;
  readonly values: Float32Array;
  readonly shape: Shape;
  /** Side of the square in CSS pixels. */
  readonly room: number;
}

export function ImageView({ name, values, shape, room }: ImageViewProps) {
  const canvas = useCanvasDrawing((target) => {
    paintImage(target, values, shape, room);
  });
  return <canvas ref={canvas} role="img" aria-label={`${name}, ${summaryText(summarise(values))}`} />;
}
