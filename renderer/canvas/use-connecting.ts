import type { Connection, FinalConnectionState, OnConnectStartParams } from "@xyflow/react";
import { useCallback, useRef } from "react";
import { type ConnectionCheck, waysToConnect } from "../../engine/graph/check.ts";
import type { NodeId } from "../../engine/graph/graph.ts";
import { say } from "../../engine/words/say.ts";
import { connect, disconnect, reconnect } from "../document/actions.ts";
import { layersOf, shownGraph } from "../document/shown-graph.ts";
import { useDocument } from "../document/store.ts";
import { visibleArea } from "../document/visible-area.ts";
import { isBrokenOff } from "./break-off.ts";
import { answersTo, answerTo, blockPorts, connectionBetween, inputPortsOf } from "./candidates.ts";
import { paperPoint } from "./canvas-commands.ts";
import { type Port, portKey, tell, useCanvas } from "./canvas-state.ts";
import { boxesOf, hasOutput, layerPortOf, type TensorEdge } from "./flow-model.ts";
import { measuredSizes } from "./sizes.ts";

/** Handlers that ask the check before a connection is made, and tell why one is refused. */
export function useConnecting() {
  /** The connection whose end is being dragged to another port, if it is one that there was. */
  const moved = useRef<string | null>(null);
  const onReconnectStart = useCallback((_event: unknown, edge: TensorEdge) => {
    moved.current = edge.id;
  }, []);
  const onReconnectEnd = useCallback(() => {
    moved.current = null;
  }, []);

  const onConnectStart = useCallback((_event: unknown, { nodeId, handleId }: OnConnectStartParams) => {
    if (nodeId === null) return;
    const { graph } = useDocument.getState().project;
    const start = layerPortOf(graph, nodeId, handleId);
    const answers = answersTo(graph, start, layersInSight());
    useCanvas.setState({ connecting: { start, answers, keyboard: null }, refusal: null });
  }, []);

  const isValidConnection = useCallback((connection: PartialConnection) => {
    const start = useCanvas.getState().connecting?.start;
    const { graph } = useDocument.getState().project;
    const from = layerPortOf(graph, connection.source, "out");
    const to = layerPortOf(graph, connection.target, connection.targetHandle);
    const far = start && portKey(start) === portKey(from) ? to : from;
    return answerOf(far, start ?? from)?.fits ?? false;
  }, []);

  const onConnectEnd = useCallback((event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const start = useCanvas.getState().connecting?.start;
    if (isBrokenOff()) return useCanvas.setState({ connecting: null, refusal: null });
    const { graph } = useDocument.getState().project;
    const far = state.toHandle
      ? layerPortOf(graph, state.toHandle.nodeId, state.toHandle.id)
      : start && portOfLayerUnder(event, start);
    const answer = far && state.isValid !== true ? answerOf(far) : null;
    const refused = answer && !answer.fits && start ? connectionBetween(start, far ?? start) : null;
    const refusal =
      answer && !answer.fits
        ? {
            at: pointOf(event),
            reason: answer.reason,
            ways: refused ? waysToConnect(graph, refused) : [],
          }
        : null;
    useCanvas.setState({ connecting: null, refusal });
    if (refusal) tell(say("Not connected. {reason}", { reason: refusal.reason }));
    // React Flow connects what is let go over a port; over the rest of a layer, its best port takes it.
    const edge = !state.toHandle && start && far && answer?.fits ? connectionBetween(start, far) : null;
    if (edge && moved.current !== null) reconnect(moved.current, edge);
    else if (edge) connect(edge);
    if (start && !far && isOnPaper(event) && isFarFrom(state)) letGo(event, start, moved.current);
  }, []);

  const isReconnecting = useCallback(() => moved.current !== null, []);
  return {
    handlers: { onConnectStart, onConnectEnd, onReconnectStart, onReconnectEnd, isValidConnection },
    isReconnecting,
  };
}

/** Over the paper a connection that there was is pulled off; a new one asks which layer it leads to. */
function letGo(event: MouseEvent | TouchEvent, start: Port, pulled: string | null): void {
  const at = pointOf(event);
  const place = paperPoint(at);
  if (pulled !== null) disconnect(pulled);
  else if (place) useCanvas.setState({ loose: { start, at, place } });
}

function isOnPaper(event: MouseEvent | TouchEvent): boolean {
  const { x, y } = pointOf(event);
  return document.elementFromPoint(x, y)?.matches(".react-flow__pane") ?? false;
}

/** Nearer to where it began, a hand has only pressed a port. */
const leastPull = 40;

function isFarFrom({ from, to }: FinalConnectionState): boolean {
  return from !== null && to !== null && Math.hypot(to.x - from.x, to.y - from.y) >= leastPull;
}

/** What a port says to the connection under way; asked now where it was out of sight when that began. */
export function answerOf(port: Port, start = useCanvas.getState().connecting?.start): ConnectionCheck | null {
  const known = useCanvas.getState().connecting?.answers.get(portKey(port));
  return known ?? (start ? answerTo(useDocument.getState().project.graph, start, port) : null);
}

type PartialConnection = Pick<Connection, "source" | "target"> & { readonly targetHandle?: string | null };

/** Layers on the visible part of the canvas, those hidden in a block among them: in a large network only their ports are asked in advance. */
function layersInSight(): ReadonlySet<NodeId> {
  const { project } = useDocument.getState();
  const area = visibleArea();
  const shown = shownGraph(project.graph);
  const boxes = [...boxesOf(project.graph, {}, measuredSizes()).values()];
  return new Set(
    boxes
      .filter(
        ({ x, y, width, height }) =>
          x < area.x + area.width && x + width > area.x && y < area.y + area.height && y + height > area.y,
      )
      .flatMap(({ id }) => layersOf(shown, id)),
  );
}

/** The port of the layer under the pointer that a connection from `start` belongs to: one that fits and is free, if any. */
function portOfLayerUnder(event: MouseEvent | TouchEvent, start: Port): Port | null {
  const { x, y } = pointOf(event);
  const layer = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-layer]");
  const id = layer?.dataset.nodeId;
  const { graph } = useDocument.getState().project;
  const node = graph.nodes.find((candidate) => candidate.id === id);
  const shown = shownGraph(graph);
  const block = shown.blocks.find((candidate) => candidate.id === id);
  const ofBlock = block ? blockPorts(shown, block) : [];
  if (block?.group.nodes.includes(start.node) || node?.id === start.node) return null;
  if (start.input !== null)
    return node && hasOutput(graph, node.id)
      ? { node: node.id, input: null }
      : (ofBlock.find(({ input }) => input === null) ?? null);
  const ports = node ? inputPortsOf(graph, node) : ofBlock.filter(({ input }) => input !== null);
  const isFree = (port: Port) =>
    !graph.edges.some((edge) => edge.to === port.node && edge.input === port.input);
  const fitting = ports.filter((port) => answerOf(port, start)?.fits);
  return fitting.find(isFree) ?? fitting[0] ?? ports[0] ?? null;
}

function pointOf(event: MouseEvent | TouchEvent) {
  const at = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 };
}
