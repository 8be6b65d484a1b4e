import { Handle, Position } from "@xyflow/react";
import type { GraphNode } from "../../engine/graph/graph.ts";
import { edgesInto } from "../../engine/graph/lookup.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { shapeText } from "../../engine/tensor.ts";
import { useDocument } from "../document/store.ts";
import { portKey, useCanvas } from "./canvas-state.ts";
import { handleId } from "./flow-model.ts";
import { topPortLeft } from "./geometry.ts";

/**
 * A port: 9 px drawn, 24 px to hit. While a connection is drawn, ports that fit grow and show the shape that
 * would come out; the others fade and say why when pointed at. A port beyond those that the layer needs appears
 * only then.
 */
export function NodePort({
  node,
  input,
  ports,
}: {
  readonly node: GraphNode;
  readonly input: number | null;
  readonly ports: number;
}) {
  const key = portKey({ node: node.id, input });
  const answer = useCanvas((state) => state.connecting?.answers.get(key));
  const isConnecting = useCanvas((state) => state.connecting !== null);
  const isStart = useCanvas((state) => state.connecting !== null && portKey(state.connecting.start) === key);
  const isChosen = useCanvas(({ connecting }) => {
    const chosen = connecting?.keyboard?.fitting[connecting.keyboard.chosen];
    return chosen !== undefined && portKey(chosen) === key;
  });
  const isTaken = useDocument(
    ({ project }) => input !== null && edgesInto(project.graph, node.id).some((edge) => edge.input === input),
  );
  const isSpare = input !== null && !isTaken && input >= layerKind(node.kind).inputs.minimum;
  const onTop = input !== null && input > 0;
  const look = !isConnecting || isStart ? "" : answer?.fits ? "fits" : "refuses";
  return (
    <Handle
      id={handleId(input)}
      type={input === null ? "source" : "target"}
      position={input === null ? Position.Right : onTop ? Position.Top : Position.Left}
      className={`port ${onTop ? "port-top" : "port-side"} ${look} ${isChosen ? "is-chosen" : ""} ${isSpare ? "is-spare" : ""} ${isTaken ? "is-taken" : ""}`}
      style={onTop ? { left: topPortLeft(input, ports) } : undefined}
      data-port={handleId(input)}
      title={answer && !answer.fits ? answer.reason : undefined}
    >
      {answer?.fits && answer.shape.length > 0 ? (
        <span className="port-shape">{shapeText(answer.shape)}</span>
      ) : null}
    </Handle>
  );
}
