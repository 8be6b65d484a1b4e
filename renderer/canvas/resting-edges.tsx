import { memo, type PointerEvent } from "react";
import { createPortal, flushSync } from "react-dom";
import type { EdgeId } from "../../engine/graph/graph.ts";
import { say } from "../../engine/words/say.ts";
import { select } from "../document/store.ts";
import { movedByHand } from "./by-hand.ts";
import { EdgeView } from "./edge-view.tsx";
import type { TensorEdge } from "./flow-model.ts";
import { useMovedPlace } from "./moved-place.ts";

/**
 * The connections that nobody points at or has selected, in one drawing. React Flow gives each connection a drawing,
 * two grips and four subscriptions of its own, which hundreds pay for in every frame of a moved view; it gets those
 * that it is needed for.
 */
export function RestingEdges({
  edges,
  onPoint,
}: {
  readonly edges: readonly TensorEdge[];
  /** Pointed at: from now on it can be selected, and its ends be dragged. */
  readonly onPoint: (id: EdgeId) => void;
}) {
  const place = useMovedPlace();
  if (!place) return null;
  return createPortal(
    // biome-ignore lint/a11y/noSvgWithoutTitle: each connection in it has words of its own
    <svg className="resting-edges">
      {edges.map((edge) => (
        <RestingEdge key={edge.id} edge={edge} onPoint={onPoint} />
      ))}
    </svg>,
    place,
  );
}

/** One connection as it is drawn at rest; without `onPoint` it does not wake when it is pointed at. */
export const RestingEdge = memo(function RestingEdge({
  edge,
  onPoint,
}: {
  readonly edge: TensorEdge;
  readonly onPoint?: (id: EdgeId) => void;
}) {
  const point = (event: PointerEvent) => {
    if (!onPoint || !movedByHand(event)) return;
    // At once: the press that follows must meet React Flow's own.
    flushSync(() => onPoint(edge.id));
  };
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: as React Flow draws it; keys walk the layers
    <g
      className={`react-flow__edge nopan selectable ${edge.className ?? ""}`}
      role="img"
      aria-roledescription={say("connection")}
      aria-label={edge.ariaLabel}
      data-id={edge.id}
      onPointerEnter={point}
      onPointerMove={point}
      onClick={() => select([], [edge.id])}
    >
      {edge.data ? <EdgeView id={edge.id} data={edge.data} selected={edge.selected === true} /> : null}
    </g>
  );
});
