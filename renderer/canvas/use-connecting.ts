import type { Connection, FinalConnectionState, OnConnectStartParams } from "@xyflow/react";
import { useCallback } from "react";
import type { ConnectionCheck } from "../../engine/graph/check.ts";
import type { NodeId } from "../../engine/graph/graph.ts";
import { useDocument } from "../document/store.ts";
import { answersTo, answerTo } from "./candidates.ts";
import { type Port, portKey, say, useCanvas } from "./canvas-state.ts";
import { boxesOf, portOf } from "./flow-model.ts";
import { measuredSizes } from "./sizes.ts";

/** Handlers that ask the check before a connection is made, and say why one is refused. */
export function useConnecting() {
  const onConnectStart = useCallback((_event: unknown, { nodeId, handleId }: OnConnectStartParams) => {
    if (nodeId === null) return;
    const { graph } = useDocument.getState().project;
    const start = portOf(nodeId, handleId);
    const answers = answersTo(graph, start, layersInSight());
    useCanvas.setState({ connecting: { start, answers, keyboard: null }, refusal: null });
  }, []);

  const isValidConnection = useCallback((connection: PartialConnection) => {
    const start = useCanvas.getState().connecting?.start;
    const from = portOf(connection.source, "out");
    const to = portOf(connection.target, connection.targetHandle);
    const far = start && portKey(start) === portKey(from) ? to : from;
    return answerOf(far, start ?? from)?.fits ?? false;
  }, []);

  const onConnectEnd = useCallback((event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const far =
      state.toHandle && state.isValid === false ? portOf(state.toHandle.nodeId, state.toHandle.id) : null;
    const answer = far ? answerOf(far) : null;
    const refusal = answer && !answer.fits ? { at: pointOf(event), reason: answer.reason } : null;
    useCanvas.setState({ connecting: null, refusal });
    if (refusal) say(`Not connected. ${refusal.reason}`);
  }, []);

  return { onConnectStart, onConnectEnd, isValidConnection };
}

/** What a port says to the connection under way; asked now where it was out of sight when that began. */
export function answerOf(port: Port, start = useCanvas.getState().connecting?.start): ConnectionCheck | null {
  const known = useCanvas.getState().connecting?.answers.get(portKey(port));
  return known ?? (start ? answerTo(useDocument.getState().project.graph, start, port) : null);
}

type PartialConnection = Pick<Connection, "source" | "target"> & { readonly targetHandle?: string | null };

/** Layers on the visible part of the canvas: in a large network only their ports are asked in advance. */
function layersInSight(): ReadonlySet<NodeId> {
  const { project, visibleArea: area } = useDocument.getState();
  const boxes = [...boxesOf(project.graph, {}, measuredSizes()).values()];
  return new Set(
    boxes
      .filter(
        ({ x, y, width, height }) =>
          x < area.x + area.width && x + width > area.x && y < area.y + area.height && y + height > area.y,
      )
      .map(({ id }) => id),
  );
}

function pointOf(event: MouseEvent | TouchEvent) {
  const at = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 };
}
