import type { Graph } from "../../engine/graph/graph.ts";
import { canGoBetween, duplicateTo, moveLayers, putBetween } from "../document/actions.ts";
import { shownGraph } from "../document/shown-graph.ts";
import { useDocument } from "../document/store.ts";
import { lineUnder } from "./drawn-lines.ts";
import { boxesOf, type Places } from "./flow-model.ts";
import type { Box, Point } from "./geometry.ts";
import { blockWith, frameBoxes, layerPlaces } from "./group-nodes.ts";
import { placedItem } from "./note-nodes.ts";
import { measuredSizes } from "./sizes.ts";
import { keptStraight } from "./straight.ts";

/** A finger has no keys. */
export interface Pointing {
  readonly altKey?: boolean;
  readonly shiftKey?: boolean;
  readonly clientX?: number;
  readonly clientY?: number;
}

/** What React Flow has moved: layers, blocks, frames and notes. */
interface Moved {
  readonly id: string;
  readonly position: Point;
}

/** The connection beneath a single loose layer that is dragged, where the layer could go into it. */
export function targetOf({ clientX, clientY, altKey }: Pointing, moved: readonly Moved[]): string | null {
  const [only] = moved;
  if (altKey || !only || moved.length > 1 || clientX === undefined || clientY === undefined) return null;
  if (!canGoBetween(only.id)) return null;
  return lineUnder({ clientX, clientY });
}

/**
 * Moves the dragged layers and notes, with Shift straight across or down; with Alt, copies of them land there instead.
 * A loose one goes into what it is dropped on.
 */
export function finishDrag(event: Pointing, moved: readonly Moved[]): void {
  const { graph } = useDocument.getState().project;
  const dropped = Object.fromEntries(moved.map(({ id, position }) => [id, position]));
  const places = layerPlaces(
    graph,
    framesNow(graph),
    event.shiftKey ? straightened(graph, dropped) : dropped,
  );
  const target = targetOf(event, moved);
  const [only] = moved;
  if (event.altKey) duplicateTo(places);
  else if (target !== null && only) putBetween(only.id, only.position, target);
  else moveLayers(places);
}

/** Places of a drag with Shift held: straight across or down. */
export function straightened(graph: Graph, places: Places): Places {
  const shown = shownGraph(graph);
  const frames = framesNow(graph);
  return keptStraight(
    places,
    (id) => placedItem(graph, id) ?? blockWith(shown, id) ?? frames.find((frame) => frame.id === id),
  );
}

/** Where the frames of groups lie while nothing is dragged. */
function framesNow(graph: Graph): readonly Box[] {
  return frameBoxes(shownGraph(graph), boxesOf(graph, {}, measuredSizes()));
}

/** Places while something is dragged: a frame takes its layers along, a block is drawn at its own. */
export function withFramed(graph: Graph, places: Places): Places {
  const { frames } = shownGraph(graph);
  const isFrame = (id: string) => frames.some((frame) => frame.id === id);
  const ofFrames = Object.fromEntries(Object.entries(places).filter(([id]) => isFrame(id)));
  if (Object.keys(ofFrames).length === 0) return places;
  const others = Object.fromEntries(Object.entries(places).filter(([id]) => !isFrame(id)));
  return { ...layerPlaces(graph, framesNow(graph), ofFrames), ...others };
}
