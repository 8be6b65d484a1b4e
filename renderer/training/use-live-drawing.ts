import { type RefObject, useEffect, useRef } from "react";
import type { NodeId } from "../../engine/graph/graph.ts";
import { nodeById } from "../../engine/graph/lookup.ts";
import { roomFor } from "../document/node-size.ts";
import { useDocument } from "../document/store.ts";
import { changed, forgetDrawing, type LiveDrawing } from "./live-drawing.ts";
import { type TrainingStore, useTraining } from "./store.ts";

/**
 * An element on a layer that draws itself from the run: at once when it appears, then whenever `part` of the run
 * changes and the layer is in sight.
 * @param smallest the zoom below which nothing of it could be seen
 */
export function useLiveDrawing<Element>(
  node: NodeId,
  parts: {
    readonly part: (state: TrainingStore) => unknown;
    readonly smallest?: number;
    readonly draw: (element: Element) => void;
  },
): RefObject<Element | null> {
  const element = useRef<Element>(null);
  const latest = useRef(parts);
  latest.current = parts;
  const { smallest = 0 } = parts;
  useEffect(() => {
    const draw = () => {
      if (element.current) latest.current.draw(element.current);
    };
    const drawing: LiveDrawing = { place: () => placeOf(node), smallest, draw };
    draw();
    const end = useTraining.subscribe((now, before) => {
      const { part } = latest.current;
      if (part(now) !== part(before)) changed(drawing);
    });
    return () => {
      end();
      forgetDrawing(drawing);
    };
  }, [node, smallest]);
  return element;
}

function placeOf(id: NodeId) {
  const node = nodeById(useDocument.getState().project.graph, id);
  return node ? { x: node.x, y: node.y, ...roomFor(node) } : null;
}
