import { useEffect, useRef } from "react";
import type { AnswerCurve } from "../../engine/protocol.ts";
import { say } from "../../engine/words/say.ts";
import { paintLine, paintPlane, paintPoints, stretched, stretchOf } from "../views/paint-points.ts";
import { onThemeChange } from "../views/theme.ts";
import styles from "./dock.module.css";
import { type TrainingStore, useTraining } from "./store.ts";

/** Points in the plane are drawn as they are; a table says which of its features it shows. */
const planeAxes = [0, 1] as const;

/**
 * The points of the data set with the probe among them, over what the network answers everywhere, where the
 * data lie in the plane. Each frame is painted straight on the canvas.
 */
export function PlaneCanvas({
  name,
  room,
  className = styles.probeImage ?? "",
}: {
  readonly name: string;
  readonly room: number;
  readonly className?: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = () => {
      if (canvas.current) paint(canvas.current, name, room, useTraining.getState());
    };
    draw();
    const endPictures = useTraining.subscribe((now, before) => {
      if (now.pictures !== before.pictures || now.card !== before.card) draw();
    });
    const endTheme = onThemeChange(draw);
    return () => {
      endPictures();
      endTheme();
    };
  }, [name, room]);
  return <canvas ref={canvas} role="img" className={className} />;
}

function paint(
  canvas: HTMLCanvasElement,
  name: string,
  room: number,
  { pictures, card }: Pick<TrainingStore, "pictures" | "card">,
): void {
  if (!pictures) return;
  const { probe, curve } = pictures;
  // Several targets are true side by side: one colour for each place could not say them.
  const fields = (card?.targets?.names.length ?? 1) === 1 ? pictures.fields : null;
  const examples = card?.examples.show === "images" ? null : card?.examples;
  const [axisX, axisY] = examples?.show === "table" ? examples.axes : planeAxes;
  const isCurve = examples?.upwards === "target";
  const height = isCurve ? (probe.targets?.[0] ?? pictures.probabilities[0]) : probe.values[axisY];
  const { coordinates: drawn, labels } = examples ?? {
    coordinates: new Float32Array([probe.values[axisX] ?? 0, height ?? 0]),
    labels: [probe.label ?? 0],
  };
  const stretch = isCurve ? stretchOf(drawn) : 1;
  const coordinates = isCurve ? stretched(drawn, stretch) : drawn;
  // A point from outside has no class: it is drawn in none of their colours.
  const marked = { x: probe.values[axisX] ?? 0, y: (height ?? 0) * stretch, label: probe.label };
  const picture = { coordinates, labels, marked: [marked], room };
  if (fields) paintPlane(canvas, fields, picture);
  else paintPoints(canvas, picture);
  if (curve && isCurve) paintLine(canvas, coordinates, stretched(lineOf(curve), stretch), room);
  const count = labels.length;
  const points = card?.targets
    ? say("{name}, {count, plural, one {# point} other {# points}}", { name, count })
    : say(
        "{name}, {count, plural, one {# point} other {# points}} of {classes, plural, one {# class} other {# classes}}",
        { name, count, classes: new Set(labels).size },
      );
  const ground = fields
    ? say("{points}, over what the network answers everywhere", { points })
    : curve && isCurve
      ? say("{points}, with what the network answers as a line", { points })
      : points;
  canvas.setAttribute("aria-label", ground);
}

/** The first number that the network says at each place: `x0, y0, x1, y1, ...` */
function lineOf({ from, to, width, answers }: AnswerCurve): Float32Array {
  const places = answers.length / width;
  return Float32Array.from({ length: 2 * places }, (_, at) => {
    const place = at >> 1;
    return at % 2 === 0
      ? from + ((to - from) * place) / (places - 1)
      : (answers[place * width] ?? Number.NaN);
  });
}
