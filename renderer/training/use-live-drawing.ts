import { type RefObject, useEffect, useRef } from "react";
import type { NodeId } from "../../engine/graph/graph.ts";
import { nodeById } from "../../engine/graph/lookup.ts";
import { roomFor } from "../document/node-size.ts";
import { useDocument } from "../document/store.ts";
import { onViewMoved, visibleArea } from "../document/visible-area.ts";
import { changed, forgetDrawing, type LiveDrawing, sightMoved } from "../views/live-drawing.ts";
import { useTraining } from "./store.ts";

/** What drawings follow, and those that do: asked for once for all of them at every event of the run. */
const followers = { pictures: new Set<LiveDrawing>(), norms: new Set<LiveDrawing>() };
type Part = keyof typeof followers;

// Once, as long as there is a window.
useTraining.subscribe((now, before) => {
  for (const part of ["pictures", "norms"] as const)
    if (now[part] !== before[part]) for (const drawing of followers[part]) changed(drawing);
});

/**
 * An element on a layer that draws itself from the run: at once when it appears, then whenever `part` of the run
 * changes and the layer is in sight.
 * @param smallest the zoom below which nothing of it could be seen
 */
export function useLiveDrawing<Element>(
  node: NodeId,
  parts: {
    readonly part: Part;
    readonly smallest?: number;
    readonly draw: (element: Element) => void;
  },
): RefObject<Element | null> {
  const element = useRef<Element>(null);
  const latest = useRef(parts);
  latest.current = parts;
  const { part, smallest = 0 } = parts;
  useEffect(() => {
    const draw = () => {
      if (element.current) latest.current.draw(element.current);
    };
    const drawing: LiveDrawing = { isInSight: () => isInSight(node, smallest), draw };
    draw();
    followers[part].add(drawing);
    return () => {
      followers[part].delete(drawing);
      forgetDrawing(drawing);
    };
  }, [node, part, smallest]);
  return element;
}

// Once for all layers, as long as there is a window.
onViewMoved(sightMoved);

/** Or nearly so: half a layer beyond the edge. */
function isInSight(id: NodeId, smallest: number): boolean {
  const node = nodeById(useDocument.getState().project.graph, id);
  const area = visibleArea();
  if (!node || area.zoom < smallest) return false;
  const near = 100;
  const { width, height } = roomFor(node);
  return (
    node.x < area.x + area.width + near &&
    node.x + width > area.x - near &&
    node.y < area.y + area.height + near &&
    node.y + height > area.y - near
  );
}
