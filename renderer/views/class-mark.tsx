import { useCanvasDrawing } from "./canvas-drawing.ts";
import { paintClassMark } from "./paint-points.ts";

/** Colour and shape of a class, beside its name. */
export function ClassMark({ label, room }: { readonly label: number; readonly room: number }) {
  const canvas = useCanvasDrawing((target) => paintClassMark(target, label, room));
  return <canvas ref={canvas} aria-hidden />;
}
