import { create } from "zustand";
import type { Graph, NodeId } from "../../engine/graph/graph.ts";
import { shownGraph } from "../document/shown-graph.ts";
import { boxesOf, type Places } from "./flow-model.ts";
import type { Box, Point } from "./geometry.ts";
import { blockWith, type FrameBox, frameBoxes } from "./group-nodes.ts";
import { placedItem } from "./note-nodes.ts";
import { measuredSizes } from "./sizes.ts";

/**
 * What a hand is moving. The document and React Flow hear of it at the drop: until then the elements are moved
 * themselves, and the few views that depend on where they are (their connections, frames of groups, the map) listen here.
 */
interface Dragged {
  /** Layers, blocks and notes: the same set throughout a drag, empty while nothing is dragged. */
  readonly ids: ReadonlySet<string>;
  readonly places: Places;
  /** All layers and blocks: as the document has them, and with the dragged ones where they are now. */
  readonly before: ReadonlyMap<NodeId, Box>;
  readonly boxes: ReadonlyMap<NodeId, Box>;
  readonly frames: readonly FrameBox[];
}

const nothing: Dragged = { ids: new Set(), places: {}, before: new Map(), boxes: new Map(), frames: [] };

export const useDragged = create<Dragged>()(() => nothing);

/** The elements of what is dragged, looked for once in a drag. */
let elements: ReadonlyMap<string, HTMLElement> = new Map();

/** The mouse or pen that was pressed last; a finger keeps to what it touches by itself. */
let pressed: number | null = null;

/** Whether Shift is held by the hand that drags: React Flow tells places without keys. */
let isShifted = false;

/** Tells the keys that are held while the pointer moves. */
export function noteMoved({ shiftKey }: { readonly shiftKey: boolean }): void {
  isShifted = shiftKey;
}

/** Whether what is dragged is to go straight across or down. */
export function isDraggedStraight(): boolean {
  return isShifted;
}

/** Tells which pointer may come to drag. */
export function notePressed({
  pointerId,
  pointerType,
}: Pick<PointerEvent, "pointerId" | "pointerType">): void {
  pressed = pointerType === "touch" ? null : pointerId;
}

/** Draws what is dragged at its places. */
export function drawDragged(canvas: HTMLElement | null, graph: Graph, places: Places): void {
  const ids = Object.keys(places);
  let { ids: known, before } = useDragged.getState();
  if (ids.length !== known.size || ids.some((id) => !known.has(id))) {
    endDragging();
    known = new Set(ids);
    before = boxesOf(graph, {}, measuredSizes());
    elements = elementsOf(canvas, known);
    for (const [id, { style }] of elements) {
      style.willChange = "transform";
      // On top, where the pointer finds it first among hundreds; notes stay under the layers.
      if (before.has(id)) style.zIndex = "1";
    }
    // What is under the pointer is known, and not looked for among hundreds at every move.
    const [held] = elements.values();
    if (pressed !== null) held?.setPointerCapture(pressed);
  }
  const shown = shownGraph(graph);
  for (const [id, element] of elements)
    shift(element, placedItem(graph, id) ?? blockWith(shown, id), places[id]);
  const boxes = new Map(before);
  for (const [id, place] of Object.entries(places)) {
    const box = before.get(id);
    if (box) boxes.set(id, { ...box, ...place });
  }
  useDragged.setState({ ids: known, places, before, boxes, frames: frameBoxes(shown, boxes) });
}

/** Puts what was dragged back to where the document has it. */
export function endDragging(): void {
  if (elements.size === 0) return;
  for (const { style } of elements.values()) {
    style.transform = "none";
    style.willChange = "";
    style.zIndex = "0";
  }
  elements = new Map();
  useDragged.setState(nothing);
}

function elementsOf(canvas: HTMLElement | null, ids: ReadonlySet<string>): ReadonlyMap<string, HTMLElement> {
  const all = canvas?.querySelectorAll<HTMLElement>(".react-flow__node") ?? [];
  return new Map(
    [...all].flatMap((element) => {
      const { id } = element.dataset;
      return id !== undefined && ids.has(id) ? [[id, element] as const] : [];
    }),
  );
}

/** By a transform in a layer of its own: neither are hundreds laid out again, nor is what it lies on painted anew. */
function shift({ style }: HTMLElement, from: Point | undefined, to: Point | undefined): void {
  if (!from || !to) return;
  style.transform = `translate(${to.x - from.x}px, ${to.y - from.y}px)`;
}
