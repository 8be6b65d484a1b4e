import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useState } from "react";
import type { Examples, HiddenSpace } from "../../../engine/protocol.ts";
import { say } from "../../../engine/words/say.ts";
import { answerOf, desktopBridge } from "../../desktop.ts";
import { useCanvasDrawing } from "../../views/canvas-drawing.ts";
import { ClassMark } from "../../views/class-mark.tsx";
import { csv } from "../../views/csv.ts";
import { formatShare, formatValue } from "../../views/format.ts";
import { ImageView } from "../../views/image-view.tsx";
import { nearestPoint, paintPoints } from "../../views/paint-points.ts";
import { SaveMenu } from "../save-menu.tsx";
import { chooseProbe } from "../store.ts";
import styles from "./hidden-space.module.css";

/** Side of the plane where the window has room, and of the picture of an example, in CSS pixels. */
const widest = 440;
const pictureSide = 112;
/** The dialog's padding and what it leaves of the window, left and right together, in CSS pixels. */
const around = 112;
/** A point is meant from so many pixels away. */
const reach = 14;

/** Points of one layer: a colour and shape for each class, and the example behind the one that is pointed at. */
export function SpaceView({ space }: { readonly space: HiddenSpace }) {
  const { coordinates, labels, classNames, examples, explained } = space;
  const [point, setPoint] = useState<number | null>(null);
  const [side] = useState(() => Math.min(widest, window.innerWidth - around));
  const all = useMemo(() => [...labels], [labels]);
  const marked = useMemo(() => {
    if (point === null) return [];
    return [
      { x: coordinates[2 * point] ?? 0, y: coordinates[2 * point + 1] ?? 0, label: labels[point] ?? 0 },
    ];
  }, [point, coordinates, labels]);
  const canvas = useCanvasDrawing((target) =>
    paintPoints(target, { coordinates, labels: all, marked, room: side }),
  );
  const find = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setPoint(nearestPoint(coordinates, side, event.clientX - box.left, event.clientY - box.top, reach));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    setPoint(((point ?? (by > 0 ? -1 : 0)) + by + labels.length) % labels.length);
  };
  return (
    <section className={styles.body} aria-label={say("The plane")}>
      <button
        type="button"
        className={styles.plane}
        aria-label={say(
          "{count, number} examples as points. Left and right go from one to the next, Enter makes it the probe.",
          { count: labels.length },
        )}
        onMouseMove={find}
        onMouseLeave={() => setPoint(null)}
        onKeyDown={onKeyDown}
        onClick={() => {
          if (point !== null) void chooseProbe(examples[point]);
        }}
      >
        <canvas
          ref={canvas}
          role="img"
          aria-label={
            classNames.length > 0
              ? say("Hidden space of {count, number} classes", { count: classNames.length })
              : say("Hidden space")
          }
        />
      </button>
      <aside>
        <SaveMenu title={say("Hidden space")} saved={{ png: "section", csv: () => pointsCsv(space) }} />
        {classNames.length > 0 ? (
          <ul className={styles.legend} aria-label={say("Classes")}>
            {classNames.map((name, label) => (
              <li key={name}>
                <ClassMark label={label} room={14} />
                {name}
              </li>
            ))}
          </ul>
        ) : null}
        <p className={styles.caption}>
          {explained
            ? say(
                "The two directions in which the layer's numbers differ most. They hold {share} of the variance.",
                { share: formatShare(explained[0] + explained[1]) },
              )
            : say(
                "Examples that are near each other in the layer stay near. How far groups lie apart means little.",
              )}
        </p>
        {point === null ? (
          <p className={styles.caption}>
            {say("Point at an example to see it; click to make it the probe.")}
          </p>
        ) : (
          <ExampleBehind index={examples[point] ?? 0} name={classNames[labels[point] ?? 0] ?? ""} />
        )}
      </aside>
    </section>
  );
}

function ExampleBehind({ index, name }: { readonly index: number; readonly name: string }) {
  const [found, setFound] = useState<{ readonly index: number; readonly example: Examples } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void answerOf(desktopBridge().examples({ indices: [index] })).then((answer) => {
      if (isCurrent && answer.ok) setFound({ index, example: answer.value });
    });
    return () => {
      isCurrent = false;
    };
  }, [index]);
  const example = found?.index === index ? found.example : null;
  return (
    <figure className={styles.example} data-testid="hidden-space-example">
      {example?.shape.length === 3 ? (
        <ImageView name={name} values={example.values} shape={example.shape} room={pictureSide} />
      ) : (
        <p className="num">{example ? [...example.values].slice(0, 6).map(formatValue).join("; ") : ""}</p>
      )}
      <figcaption role="status">
        {name
          ? say("Example {index, number}: {name}", { index, name })
          : say("Example {index, number}", { index })}
      </figcaption>
    </figure>
  );
}

/** A line for each example: its number in the set, its class where there are classes, and its place in the plane. */
function pointsCsv({ examples, labels, classNames, coordinates }: HiddenSpace): string {
  return csv([
    ["example", "class", "x", "y"],
    ...Array.from(examples, (example, point) => [
      example,
      classNames[labels[point] ?? 0] ?? "",
      coordinates[2 * point] ?? null,
      coordinates[2 * point + 1] ?? null,
    ]),
  ]);
}
