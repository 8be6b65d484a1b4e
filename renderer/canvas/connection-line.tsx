import type { ConnectionLineComponentProps } from "@xyflow/react";
import { portOf } from "./flow-model.ts";
import { inputPort, outputPort } from "./geometry.ts";
import { roundedPath } from "./path.ts";
import type { Path } from "./routing.ts";

/** The line under the pointer while a connection is drawn: red and dashed over a port that does not take it. */
export function ConnectionLine({
  fromNode,
  fromHandle,
  toX,
  toY,
  connectionStatus,
}: ConnectionLineComponentProps) {
  const { input } = portOf(fromNode.id, fromHandle.id);
  const { x, y } = fromNode.internals.positionAbsolute;
  const { width = 0, height = 0 } = fromNode.measured;
  const box = { id: fromNode.id, x, y, width, height };
  const ports = fromNode.internals.handleBounds?.target?.length ?? 1;
  const start = input === null ? outputPort(box) : inputPort(box, input, ports);
  const end = { x: toX, y: toY };
  const middle = (start.x + end.x) / 2;
  const path: Path =
    input !== null && input > 0
      ? [start, { x: start.x, y: end.y }, end]
      : [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end];
  return <path className={`connection is-${connectionStatus ?? "open"}`} d={roundedPath(path)} />;
}
