import { BaseEdge, type EdgeProps } from "@xyflow/react";
import { useState } from "react";
import type { GraphEdge } from "../../engine/graph/graph.ts";
import { useCanvas } from "./canvas-state.ts";
import type { TensorEdge } from "./flow-model.ts";
import { lane, roundedPath } from "./path.ts";
import type { Path } from "./routing.ts";
import { noLanes, noLaneWidth, noWords, useSlots } from "./slots.ts";

/** A connection: one grey line at rest, two lanes while training, with the shape that it carries above it. */
export function EdgeView({ id, data, selected }: Pick<EdgeProps<TensorEdge>, "id" | "data" | "selected">) {
  const { useLanes = noLanes, useNodeWords = noWords } = useSlots();
  const edge = data?.edge ?? { id, from: "", to: "", input: 0 };
  const [isPointedAt, setPointedAt] = useState(false);
  const isTrained = useLanes()(edge);
  const words = useNodeWords(isPointedAt ? edge.from : null);
  const showShapes = useCanvas((state) => state.showShapes);
  if (!data) return null;
  const { path, label: at, look } = data;
  // A selected connection is one blue line, whatever runs on it.
  const hasLanes = isTrained && !selected;
  const whole = roundedPath(path);
  const state = selected ? "is-selected" : `is-${look.state}`;
  return (
    <g
      className={`tensor ${state}`}
      data-edge-id={id}
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
    >
      <title>{words === null ? look.spoken : `${look.spoken}\n${words}`}</title>
      <BaseEdge
        path={whole}
        interactionWidth={20}
        className="tensor-line"
        // Not by opacity, which makes the browser sort each connection into a layer of its own.
        style={hasLanes ? { stroke: "none" } : {}}
      />
      {hasLanes ? (
        <>
          <path className="tensor-forward" d={roundedPath(lane(path, -1.9))} />
          <BackwardLane key={whole} edge={edge} path={path} />
        </>
      ) : null}
      {showShapes || look.isChange ? (
        <text className="tensor-shape" x={at.x} y={hasLanes ? at.y - 1 : at.y} textAnchor="middle">
          {look.label}
        </text>
      ) : null}
    </g>
  );
}

function BackwardLane({ edge, path }: { readonly edge: GraphEdge; readonly path: Path }) {
  const { useLaneWidth = noLaneWidth } = useSlots();
  const ref = useLaneWidth(edge, (element, width) => {
    element.setAttribute("d", roundedPath(lane(path, 1.3 + width / 2)));
    element.style.strokeWidth = `${width}`;
  });
  return <path ref={ref} className="tensor-backward" d={roundedPath(lane(path, 1.7))} />;
}
