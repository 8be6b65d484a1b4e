import type { Connection, FinalConnectionState, OnConnectStartParams } from "@xyflow/react";
import { useCallback } from "react";
import { checkConnection } from "../../engine/graph/check.ts";
import { useDocument } from "../document/store.ts";
import { answersTo } from "./candidates.ts";
import { portKey, say, useCanvas } from "./canvas-state.ts";
import { portOf } from "./flow-model.ts";

/** Handlers that ask the check before a connection is made, and say why one is refused. */
export function useConnecting() {
  const onConnectStart = useCallback((_event: unknown, { nodeId, handleId }: OnConnectStartParams) => {
    if (nodeId === null) return;
    const start = portOf(nodeId, handleId);
    const answers = answersTo(useDocument.getState().project.graph, start);
    useCanvas.setState({ connecting: { start, answers, keyboard: null }, refusal: null });
  }, []);

  const isValidConnection = useCallback(({ source, target, targetHandle }: PartialConnection) => {
    const { answers, start } = useCanvas.getState().connecting ?? {};
    const far =
      start?.node === source && start.input === null ? portOf(target, targetHandle) : portOf(source, "out");
    const known = answers?.get(portKey(far));
    if (known) return known.fits;
    const { graph } = useDocument.getState().project;
    return checkConnection(graph, {
      from: source,
      to: target,
      input: portOf(target, targetHandle).input ?? 0,
    }).fits;
  }, []);

  const onConnectEnd = useCallback((event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const { connecting } = useCanvas.getState();
    const far = state.toHandle ? portOf(state.toHandle.nodeId, state.toHandle.id) : null;
    const answer = far && state.isValid === false ? connecting?.answers.get(portKey(far)) : undefined;
    const refusal = answer && !answer.fits ? { at: pointOf(event), reason: answer.reason } : null;
    useCanvas.setState({ connecting: null, refusal });
    if (refusal) say(`Not connected. ${refusal.reason}`);
  }, []);

  return { onConnectStart, onConnectEnd, isValidConnection };
}

type PartialConnection = Pick<Connection, "source" | "target"> & { readonly targetHandle?: string | null };

function pointOf(event: MouseEvent | TouchEvent) {
  const at = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 };
}
