import type { Graph } from "../../engine/graph/graph.ts";
import { canGoBetween, duplicateTo, moveLayers, putBetween } from "../document/actions.ts";
import { shownGraph } from "../document/shown-graph.ts";
import { useDocument } from "../document/store.ts";
import { lineUnder } from "./drawn-lines.ts";
import { boxesOf, type Places } from "./flow-model.ts";
import type { Box, Point } from "./geometry.ts";
import { frameBoxes, layerPlaces } from "./group-nodes.ts";
import { measuredSizes } from "./sizes.ts";

/** A finger has no Alt key. */
export interface Pointing {
  readonly altKey?: boolean;
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

/** Moves the dragged layers and notes; with Alt, copies of them land there instead. A loose one goes into what it is dropped on. */
export function finishDrag(event: Pointing, moved: readonly Moved[]): void {
  const { graph } = useDocument.getState().project;
  const places = layerPlaces(
    graph,
    framesNow(graph),
    Object.fromEntries(moved.map(({ id, position }) => [id, position])),
  );
  const target = targetOf(event, moved);
  const [only] = moved;
  if (event.altKey) duplicateTo(places);
  else if (target !== null && only) putBetween(only.id, only.position, target);
  else moveLayers(places);
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
