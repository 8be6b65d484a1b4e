import { Eraser, Redo2, Trash2, Undo2 } from "lucide-react";
import { letteredClasses } from "../../../engine/data/describe.ts";
import { countPainted, mostPainted, mostPaintedClasses, whyTooFew } from "../../../engine/data/painted.ts";
import { say } from "../../../engine/words/say.ts";
import { Button, IconButton } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { Segmented } from "../../design/segmented.tsx";
import { redo, redoLabel, undo, undoLabel, useDocument } from "../../document/store.ts";
import { ClassMark } from "../../views/class-mark.tsx";
import { formatNumber } from "../../views/format.ts";
import styles from "./painter.module.css";
import { closePainter, keep, paintedOf, usePainter } from "./painter-store.ts";
import { PaintingPlane } from "./painting-plane.tsx";
import { ofClasses } from "./strokes.ts";

/** Points of one's own: clicked, painted and erased, class by class. */
export function PainterDialog() {
  const shown = usePainter((state) => state.shown);
  return shown ? <OpenPainter /> : null;
}

function OpenPainter() {
  const { label, tool, brush, stroke, begun } = usePainter();
  const painted = useDocument(({ project }) => paintedOf(project.data, { begun }));
  const undoes = useDocument(undoLabel);
  const redoes = useDocument(redoLabel);
  const { classes } = painted;
  const points = stroke ?? painted.points;
  const names = letteredClasses(classes);
  const counts = countPainted({ classes, points });
  const why = whyTooFew({ classes, points });
  return (
    <Dialog
      title={say("Your own points")}
      className={`is-tall ${styles.dialog ?? ""}`}
      onClose={closePainter}
      buttons={
        <Button look="primary" onClick={closePainter}>
          {say("Done")}
        </Button>
      }
    >
      <div className={styles.body} data-testid="painter">
        <PaintingPlane points={points} />
        <div className={styles.tools}>
          <h3>{say("Paint")}</h3>
          <div role="radiogroup" aria-label={say("Class to paint")} className={styles.classes}>
            {names.map((name, index) => (
              <label key={name} className={styles.class}>
                <input
                  type="radio"
                  name="painted-class"
                  checked={tool === "paint" && label === index}
                  onChange={() => usePainter.setState({ label: index, tool: "paint" })}
                />
                <ClassMark label={index} room={18} />
                <span>{say("Class {letter}", { letter: String.fromCharCode(65 + index) })}</span>
                <span className="num">{formatNumber(counts[index] ?? 0)}</span>
              </label>
            ))}
            <label className={styles.class}>
              <input
                type="radio"
                name="painted-class"
                checked={tool === "erase"}
                onChange={() => usePainter.setState({ tool: "erase" })}
              />
              <Eraser size={16} aria-hidden />
              <span>{say("Erase")}</span>
            </label>
          </div>
          <div className={styles.row}>
            <span>{say("Brush")}</span>
            <Segmented
              label={say("Brush")}
              value={brush}
              options={[
                { value: "point", label: say("Point") },
                { value: "small", label: say("Small") },
                { value: "large", label: say("Large") },
              ]}
              onChange={(chosen) => usePainter.setState({ brush: chosen })}
            />
          </div>
          <div className={styles.row}>
            <span>{say("Classes")}</span>
            <Segmented
              label={say("Classes")}
              value={String(classes)}
              options={Array.from({ length: mostPaintedClasses - 1 }, (_, index) => ({
                value: String(index + 2),
                label: String(index + 2),
              }))}
              onChange={(chosen) => {
                const count = Number(chosen);
                usePainter.setState({ label: Math.min(label, count - 1) });
                keep(() => say("set the classes to {count}", { count }), {
                  classes: count,
                  points: ofClasses(painted.points, count),
                });
              }}
            />
          </div>
          <div className={styles.row}>
            <span className={styles.buttons}>
              <IconButton
                label={undoes ? say("Undo {step}", { step: undoes }) : say("Undo")}
                disabledReason={undoes ? null : say("Nothing to undo")}
                onClick={undo}
              >
                <Undo2 size={16} aria-hidden />
              </IconButton>
              <IconButton
                label={redoes ? say("Redo {step}", { step: redoes }) : say("Redo")}
                disabledReason={redoes ? null : say("Nothing to redo")}
                onClick={redo}
              >
                <Redo2 size={16} aria-hidden />
              </IconButton>
            </span>
            <Button
              disabledReason={points.length === 0 ? say("There are no points") : null}
              onClick={() => keep(() => say("clear the points"), { points: [] })}
            >
              <Trash2 size={14} aria-hidden /> {say("Clear")}
            </Button>
          </div>
          <p className={styles.words} role="status">
            {why ??
              [
                points.length >= mostPainted
                  ? say("{count, plural, one {# point} other {# points}}, as many as there can be:", {
                      count: points.length,
                    })
                  : say("{count, plural, one {# point} other {# points}}:", { count: points.length }),
                painted.preparation?.split
                  ? say("divided as Parts and scaling says.")
                  : say("70 % to train on, 15 % each for validation and test."),
              ].join(" ")}
          </p>
          <p className={styles.words}>
            {say(
              "Click for a point, drag for many; the right button erases. With keys: arrows move the cross, Enter paints, Delete erases.",
            )}
          </p>
        </div>
      </div>
    </Dialog>
  );
}
