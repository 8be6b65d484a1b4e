import { type KeyboardEvent as ReactKeyboardEvent, useCallback, useEffect } from "react";
import type { NodeId } from "../../engine/graph/graph.ts";
import { type NoteId, notesOf } from "../../engine/graph/note.ts";
import type { LayerKind } from "../../engine/layers/layer.ts";
import { layerKinds } from "../../engine/layers/registry.ts";
import { addLayer, deleteSelection } from "../document/actions.ts";
import { isCanvasShown, takesText } from "../document/shortcuts.ts";
import { select, selectPlaced, showProblem, useDocument } from "../document/store.ts";
import { hasLetterKeys } from "../settings.ts";
import { type CanvasCommand, revealPlaced, runCanvasCommand } from "./canvas-commands.ts";
import { useCanvas } from "./canvas-state.ts";
import { focusCanvas, focusPlaced } from "./focus.ts";
import {
  beginConnection,
  endConnection,
  finishConnection,
  nextPort,
  nextRefusal,
} from "./keyboard-connection.ts";
import { nudge } from "./nudge.ts";
import { useCanvasCommands } from "./use-canvas-commands.ts";
import { arrows, type Direction, neighbour } from "./walk.ts";

/** Keys of the view, from anywhere in the window; the returned handler takes those that need focus on the canvas. */
export function useCanvasKeys(onOpenSettings: (() => void) | undefined) {
  useCanvasCommands();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = event.defaultPrevented ? null : viewCommand(event);
      if (!command || takesText(event.target) || !isCanvasShown()) return;
      event.preventDefault();
      runCanvasCommand(command);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);

  return useCallback(
    (event: ReactKeyboardEvent) => {
      if (takesText(event.target) || event.ctrlKey || event.metaKey) return;
      const placed = placedOf(event.target);
      if (useCanvas.getState().connecting?.keyboard) {
        if (!connectionKey(event)) return;
      } else if (!canvasKey(event, placed, onOpenSettings)) return;
      event.preventDefault();
    },
    [onOpenSettings],
  );
}

const digits: Readonly<Record<string, CanvasCommand>> = { Digit1: "fit", Digit2: "fit-selection" };

function viewCommand(event: KeyboardEvent): CanvasCommand | null {
  const command = event.ctrlKey || event.metaKey;
  if (command && event.shiftKey && event.key.toLowerCase() === "l") return "tidy";
  if (command && (event.key === "+" || event.key === "=")) return "zoom-in";
  if (command && event.key === "-") return "zoom-out";
  if (command && event.key === "0") return "zoom-100";
  if (!command && event.shiftKey && hasLetterKeys()) return digits[event.code] ?? null;
  return null;
}

/** Keys while a connection is drawn by keyboard. */
function connectionKey({ key, shiftKey }: ReactKeyboardEvent): boolean {
  const by = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  if (key === "Escape") endConnection();
  else if (key === "Enter") finishConnection();
  else if (arrows[key] && shiftKey) nextRefusal(by);
  else if (arrows[key]) nextPort(by);
  else return false;
  return true;
}

function canvasKey(
  event: ReactKeyboardEvent,
  placed: NodeId | NoteId | null,
  onOpenSettings: (() => void) | undefined,
): boolean {
  const { graph } = useDocument.getState().project;
  const note = notesOf(graph).find(({ id }) => id === placed);
  const direction = arrows[event.key];
  if (direction && event.altKey) return nudge(direction);
  if (event.altKey) return false;
  switch (event.key) {
    case "Delete":
    case "Backspace":
      removeAndKeepFocus(placed);
      return true;
    case "Escape":
      showProblem(null);
      select([]);
      return true;
    case "Enter":
      if (placed === null) return false;
      selectPlaced([placed]);
      if (note) useCanvas.setState({ writing: note });
      else onOpenSettings?.();
      return true;
    case "l":
      return hasLetterKeys() && placed !== null && !note && beginConnection(placed);
  }
  if (direction === undefined) return addByKey(event);
  return placed !== null && walk(placed, direction, event.shiftKey);
}

/** Single letters add layers, only while the canvas has focus: a stray key elsewhere changes nothing. */
function addByKey({ key, shiftKey }: ReactKeyboardEvent): boolean {
  const pressed = `${shiftKey ? "shift " : ""}${key.toLowerCase()}`;
  const layer = layerKinds.find(({ shortcut }: LayerKind) => shortcut === pressed);
  if (!layer || !hasLetterKeys()) return false;
  useCanvas.setState({ focusNext: addLayer(layer.kind) });
  return true;
}

function walk(from: NodeId | NoteId, direction: Direction, extend: boolean): boolean {
  const { project, selection } = useDocument.getState();
  const next = neighbour(project.graph, from, direction);
  if (next === null) return true;
  focusPlaced(next);
  revealPlaced(next);
  selectPlaced(extend ? [...selection.nodes, ...selection.notes, next] : [next]);
  return true;
}

/** Deletes the selection; focus goes to what lies before it and stays, so that the canvas does not lose it. */
function removeAndKeepFocus(placed: NodeId | NoteId | null): void {
  const { project, selection } = useDocument.getState();
  const gone = [...selection.nodes, ...selection.notes];
  const before = placed === null ? null : neighbour(project.graph, placed, "left");
  const next = [placed, before].find((id) => id !== null && !gone.includes(id)) ?? null;
  deleteSelection();
  if (next === null || !focusPlaced(next)) focusCanvas();
}

function placedOf(target: EventTarget | null): NodeId | NoteId | null {
  return target instanceof HTMLElement ? (target.dataset.nodeId ?? null) : null;
}
