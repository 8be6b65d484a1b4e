import { useEffect, useRef } from "react";
import { paintPlane, paintPoints } from "../views/paint-points.ts";
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
  const { probe, fields } = pictures;
  const examples = card?.examples.show === "images" ? null : card?.examples;
  const [axisX, axisY] = examples?.show === "table" ? examples.axes : planeAxes;
  // A point from outside has no class: it is drawn in none of their colours.
  const marked = { x: probe.values[axisX] ?? 0, y: probe.values[axisY] ?? 0, label: probe.label };
  const { coordinates, labels } = examples ?? {
    coordinates: new Float32Array([marked.x, marked.y]),
    labels: [probe.label ?? 0],
  };
  if (fields) paintPlane(canvas, fields, coordinates, labels, [marked], room);
  else paintPoints(canvas, coordinates, labels, [marked], room);
  const classes = new Set(labels).size;
  const ground = fields ? ", over what the network answers everywhere" : "";
  canvas.setAttribute("aria-label", `${name}, ${labels.length} points of ${classes} classes${ground}`);
}
