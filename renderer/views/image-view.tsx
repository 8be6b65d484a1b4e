import { summarise } from "../../engine/protocol/summary.ts";
import type { Shape } from "../../engine/tensor.ts";
import { useCanvasDrawing } from "./canvas-drawing.ts";
import { imageRange, paintImage } from "./paint-image.ts";
import { summaryText } from "./values.ts";

export interface ImageViewProps {
  readonly name: string;
  readonly values: Float32Array;
  readonly shape: Shape;
  /** Side of the square in CSS pixels. */
  readonly room: number;
  /** An image that this one is compared with: both are drawn over the range of that one. */
  readonly like?: Float32Array;
}

export function ImageView({ name, values, shape, room, like = values }: ImageViewProps) {
  const canvas = useCanvasDrawing((target) => {
    paintImage(target, values, shape, room, imageRange(like));
  });
  return <canvas ref={canvas} role="img" aria-label={`${name}, ${summaryText(summarise(values))}`} />;
}
