import { useCanvasDrawing } from "./canvas-drawing.ts";
import { type MarkedPoint, paintPoints } from "./paint-points.ts";

export interface PointsViewProps {
  readonly name: string;
  /** x and y of one point after another. */
  readonly coordinates: Float32Array;
  readonly labels: readonly number[];
  /** Such as the probe: drawn larger, with a ring. */
  readonly marked?: readonly MarkedPoint[];
  readonly room: number;
}

const none: readonly MarkedPoint[] = [];

/** Points of a 2-D data set; every class has a colour and a shape of its own. */
export function PointsView({ name, coordinates, labels, marked = none, room }: PointsViewProps) {
  const canvas = useCanvasDrawing((target) => paintPoints(target, coordinates, labels, marked, room));
  const classes = new Set(labels).size;
  return (
    <canvas ref={canvas} role="img" aria-label={`${name}, ${labels.length} points of ${classes} classes`} />
  );
}
