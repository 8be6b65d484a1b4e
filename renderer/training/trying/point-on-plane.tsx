import { type KeyboardEvent, type PointerEvent, useEffect, useState } from "react";
import type { PlaneSquare } from "../../../engine/data/plane.ts";
import { say } from "../../../engine/words/say.ts";
import { Said } from "../../design/said.tsx";
import { formatValue } from "../../views/format.ts";
import { PlaneCanvas } from "../plane-canvas.tsx";
import { useTraining } from "../store.ts";
import styles from "./try.module.css";
import { type Place, tryInput } from "./try-store.ts";

/** Side of the plane in CSS pixels. */
const side = 248;
const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** A point anywhere in the plane, over what the network answers everywhere: by pointer or with the arrow keys. */
export function PointOnPlane() {
  const square = useTraining(({ pictures }) => pictures?.fields?.square ?? null);
  const [point, setPoint] = useState<Place>(() => {
    const [x = 0, y = 0] = useTraining.getState().pictures?.probe.values ?? [];
    return { x, y };
  });
  useEffect(() => tryInput({ kind: "numbers", values: [point.x, point.y] }), [point]);
  if (!square) return null;
  const follow = (event: PointerEvent<HTMLElement>) => {
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    setPoint(placeAt(event, square));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = directions[event.key];
    if (!by) return;
    event.preventDefault();
    const step = (square.side / 100) * (event.shiftKey ? 10 : 1);
    setPoint(inside(square, point.x + by[0] * step, point.y + by[1] * step));
  };
  const words = `x ${formatValue(point.x)}, y ${formatValue(point.y)}`;
  return (
    <section className={styles.source} aria-label={say("A point in the plane")}>
      <button
        type="button"
        className={styles.plane}
        aria-label={say("Your point, {words}. Arrow keys move it.", { words })}
        onPointerDown={follow}
        onPointerMove={follow}
        onKeyDown={onKeyDown}
      >
        <PlaneCanvas
          name={say("The data set with your point marked")}
          room={side}
          className={styles.planeCanvas ?? ""}
        />
      </button>
      <p className={styles.words}>
        <Said
          message="<b>{place}</b>. Drag the point, or move it with the arrow keys."
          values={{ place: words, b: (place) => <output className="num">{place}</output> }}
        />
      </p>
    </section>
  );
}

function placeAt(event: PointerEvent<HTMLElement>, square: PlaneSquare): Place {
  const box = event.currentTarget.getBoundingClientRect();
  const x = square.left + ((event.clientX - box.left) / box.width) * square.side;
  const y = square.bottom + (1 - (event.clientY - box.top) / box.height) * square.side;
  return inside(square, x, y);
}

function inside({ left, bottom, side: length }: PlaneSquare, x: number, y: number): Place {
  return {
    x: Math.max(left, Math.min(left + length, x)),
    y: Math.max(bottom, Math.min(bottom + length, y)),
  };
}
