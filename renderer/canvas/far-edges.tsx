import { useStore } from "@xyflow/react";
import { useEffect, useMemo } from "react";
import { createPortal, flushSync } from "react-dom";
import type { EdgeId, GraphEdge } from "../../engine/graph/graph.ts";
import { movedByHand } from "./by-hand.ts";
import { useCanvas } from "./canvas-state.ts";
import { lineUnder } from "./drawn-lines.ts";
import type { TensorEdge } from "./flow-model.ts";
import { useMovedPlace } from "./moved-place.ts";
import { lane, roundedPath } from "./path.ts";
import type { Path } from "./routing.ts";
import { noLanes, useSlots } from "./slots.ts";

interface FarEdgesProps {
  readonly edges: readonly TensorEdge[];
  /** Pointed at: from now on it can be selected, and its ends be dragged. */
  readonly onPoint: (id: EdgeId) => void;
}

/**
 * All connections from afar: one path for all that look alike. Which one is pointed at is worked out, not asked of
 * hundreds of elements. What they are called is told near by and by the outline.
 */
export function FarEdges(props: FarEdgesProps) {
  const isFar = useCanvas((state) => state.isFar);
  return isFar ? <Drawing {...props} /> : null;
}

function Drawing({ edges, onPoint }: FarEdgesProps) {
  const { useLanes = noLanes } = useSlots();
  const hasLanes = useLanes();
  const canvas = useStore(({ domNode }) => domNode);
  const place = useMovedPlace();
  useEffect(() => {
    const point = (event: PointerEvent) => {
      if (event.buttons !== 0 || !movedByHand(event)) return;
      if (!(event.target instanceof Element && event.target.matches(".react-flow__pane"))) return;
      const id = lineUnder(event);
      // At once: the press that follows must meet React Flow's own.
      if (id !== null) flushSync(() => onPoint(id));
    };
    canvas?.addEventListener("pointermove", point);
    return () => canvas?.removeEventListener("pointermove", point);
  }, [canvas, onPoint]);

  const alike = useMemo(() => linesByLook(edges, hasLanes), [edges, hasLanes]);
  if (!place) return null;
  return createPortal(
    <svg className="far-edges" aria-hidden="true">
      {[...alike].map(([look, { one, two }]) => (
        <g key={look} className={`tensor ${look}`}>
          <Lines paths={one} className="tensor-line" />
          <Lines paths={two} className="tensor-forward" shift={-1.9} />
          <Lines paths={two} className="tensor-backward" shift={1.7} />
        </g>
      ))}
    </svg>,
    place,
  );
}

/** The paths of the connections that look alike: as one line, or as two lanes. */
function linesByLook(edges: readonly TensorEdge[], hasLanes: (edge: GraphEdge) => boolean) {
  const alike = new Map<string, { readonly one: Path[]; readonly two: Path[] }>();
  for (const edge of edges) {
    if (!edge.data) continue;
    const look = lookOf(edge);
    const paths = alike.get(look) ?? { one: [], two: [] };
    alike.set(look, paths);
    // A selected connection is one blue line, whatever runs on it.
    (hasLanes(edge.data.edge) && !edge.selected ? paths.two : paths.one).push(edge.data.path);
  }
  return alike;
}

function lookOf({ data, selected, className = "" }: TensorEdge): string {
  const state = selected ? "is-selected" : `is-${data?.look.state ?? "unknown"}`;
  return `${state} ${className}`;
}

function Lines({
  paths,
  className,
  shift = 0,
}: {
  readonly paths: readonly Path[];
  readonly className: string;
  /** To the right-hand side, in pixels. */
  readonly shift?: number;
}) {
  if (paths.length === 0) return null;
  return <path className={className} d={paths.map((path) => pathData(path, shift)).join("")} />;
}

/** Path data by path and shift: a drag takes a few lines out, and the others are as they were. */
const known = new WeakMap<Path, Map<number, string>>();

function pathData(path: Path, shift: number): string {
  const ofPath = known.get(path) ?? new Map<number, string>();
  known.set(path, ofPath);
  const data = ofPath.get(shift) ?? roundedPath(shift === 0 ? path : lane(path, shift));
  ofPath.set(shift, data);
  return data;
}
