import { ArrowRight } from "lucide-react";
import { type Shape, shapeText } from "../../engine/tensor.ts";
import { say } from "../../engine/words/say.ts";
import { Silhouette } from "../design/silhouette.tsx";
import { unitThatFits } from "../design/silhouette-box.ts";

/** Room for a box beside the arrow, in pixels. */
const place = { width: 92, height: 56 };
const usualUnit = 5;

export interface ShapesProps {
  readonly incoming: readonly (Shape | null)[];
  readonly outgoing: readonly (Shape | null)[];
  /** The name of the layer that keeps them from being known. */
  readonly waitsFor: string | undefined;
}

/** What comes in and what goes out, drawn to one scale. */
export function Shapes({ incoming, outgoing, waitsFor }: ShapesProps) {
  const ins = distinct(incoming).map(({ shape, count }) => ({
    shape,
    label: count > 1 ? say("in, {count} times", { count }) : say("in"),
  }));
  const outs = distinct(outgoing).map(({ shape }) => ({ shape, label: say("out") }));
  const columns = [...ins, ...outs];
  const known = columns.flatMap(({ shape }) => (shape ? [shape] : []));
  const unit = Math.min(usualUnit, ...known.map((shape) => unitThatFits(shape, place, usualUnit)));
  return (
    <div className="shapes" data-testid="shapes">
      {columns.map(({ shape, label }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns are their places
        <div key={index} className="shape-column">
          {index > 0 && index === columns.length - outs.length ? (
            <ArrowRight className="shape-arrow" size={16} aria-hidden />
          ) : null}
          <div className="shape-drawing">
            {shape ? (
              <Silhouette shape={shape} unit={unit} tone="forward" />
            ) : (
              <span className="shape-unknown" />
            )}
          </div>
          <span className="num shape-text">{shape ? shapeText(shape) : "?"}</span>
          <span className="shape-label">{label}</span>
        </div>
      ))}
      {waitsFor ? <p className="shapes-note">{say("Waiting for {layer}.", { layer: waitsFor })}</p> : null}
    </div>
  );
}

/** Equal shapes once, with how often; three at most. */
function distinct(
  shapes: readonly (Shape | null)[],
): readonly { readonly shape: Shape | null; readonly count: number }[] {
  const found = new Map<string, { shape: Shape | null; count: number }>();
  for (const shape of shapes) {
    const key = shape ? shapeText(shape) : "?";
    found.set(key, { shape, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()].slice(0, 3);
}
