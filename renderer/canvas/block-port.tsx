import { Handle, Position } from "@xyflow/react";
import { shapeText } from "../../engine/tensor.ts";
import { say } from "../../engine/words/say.ts";
import { type Block, layerPort, shownGraph } from "../document/shown-graph.ts";
import { useDocument } from "../document/store.ts";
import { portKey, useCanvas } from "./canvas-state.ts";
import { handleId } from "./flow-model.ts";
import { topPortLeft } from "./geometry.ts";

/**
 * A port of a collapsed group. It takes connections for the one port inside that it stands for; where it stands for
 * several, the group must be expanded first.
 */
export function BlockPort({ block, input }: { readonly block: Block; readonly input: number | null }) {
  const shown = useDocument((state) => shownGraph(state.project.graph));
  const port = layerPort(shown, { node: block.id, input });
  const key = port ? portKey(port) : null;
  const answer = useCanvas((state) => (key === null ? undefined : state.connecting?.answers.get(key)));
  const isConnecting = useCanvas((state) => state.connecting !== null);
  const isStart = useCanvas((state) => state.connecting !== null && portKey(state.connecting.start) === key);
  const isChosen = useCanvas(({ connecting }) => {
    const chosen = connecting?.keyboard?.fitting[connecting.keyboard.chosen];
    return chosen !== undefined && portKey(chosen) === key;
  });
  const isTaken = input !== null && shown.lines.some((line) => line.to === block.id && line.input === input);
  const onTop = input !== null && input > 0;
  const look = !isConnecting || isStart ? "" : answer?.fits ? "fits" : "refuses";
  const several =
    port === null
      ? say("{name} has several layers here. Expand it to connect one.", { name: block.group.name })
      : undefined;
  return (
    <Handle
      id={handleId(input)}
      type={input === null ? "source" : "target"}
      position={input === null ? Position.Right : onTop ? Position.Top : Position.Left}
      className={`port ${onTop ? "port-top" : "port-side"} ${look} ${isChosen ? "is-chosen" : ""} ${isTaken ? "is-taken" : ""}`}
      style={onTop ? { left: topPortLeft(input, block.inputs.length) } : undefined}
      isConnectable={port !== null}
      data-port={handleId(input)}
      title={answer && !answer.fits ? answer.reason : several}
    >
      {answer?.fits && answer.shape.length > 0 ? (
        <span className="port-shape">{shapeText(answer.shape)}</span>
      ) : null}
    </Handle>
  );
}
