import { say } from "../../engine/words/say.ts";
import { useCanvasDrawing } from "./canvas-drawing.ts";
import { type MarkedPoint, paintPoints, stretched, stretchOf } from "./paint-points.ts";

export interface PointsViewProps {
  readonly name: string;
  /** x and y of one point after another. */
  readonly coordinates: Float32Array;
  readonly labels: readonly number[];
  /** Such as the probe: drawn larger, with a ring. */
  readonly marked?: readonly MarkedPoint[];
  readonly room: number;
  /** What goes upwards is the number to predict: stretched to fill the square, and without classes. */
  readonly upwards?: "input" | "target" | undefined;
  /** How many classes the points are of; counted when left out, and not told for null. */
  readonly classes?: number | null;
}

const none: readonly MarkedPoint[] = [];

/** Points of a 2-D data set; every class has a colour and a shape of its own. */
export function PointsView(props: PointsViewProps) {
  const { name, coordinates, labels, marked = none, room, upwards = "input" } = props;
  const { classes = new Set(labels).size } = props;
  const shown = upwards === "target" ? stretched(coordinates, stretchOf(coordinates)) : coordinates;
  const canvas = useCanvasDrawing((target) =>
    paintPoints(target, { coordinates: shown, labels, marked, room }),
  );
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={
        classes === null
          ? say("{name}, {count, plural, one {# point} other {# points}}", { name, count: labels.length })
          : say(
              "{name}, {count, plural, one {# point} other {# points}} of {classes, plural, one {# class} other {# classes}}",
              { name, count: labels.length, classes },
            )
      }
    />
  );
}
