import type { NodeId } from "../../engine/graph/graph.ts";
import { useCanvas } from "./canvas-state.ts";

/*
 * A layer that is seen from afar is one box with its picture (canvas.css): its words and ports take no part in layout,
 * paint or hit tests, which hundreds of layers would pay for in every frame. It keeps the width that its words gave it.
 */

/** Milliseconds in which more may change. */
const untilStill = 300;
let waiting: ReturnType<typeof setTimeout> | undefined;
const measured = new Set<NodeId>();

/** These were measured; from afar without their ports, which React Flow measures as well. */
export function noteMeasured(ids: readonly NodeId[]): void {
  if (useCanvas.getState().isFar) for (const id of ids) measured.add(id);
}

/** The nodes that were measured without their ports: they are to be measured again near by. */
export function takeMeasured(): NodeId[] {
  const ids = [...measured];
  measured.clear();
  return ids;
}

/** Its words may be others: it is as wide as they are again, and, from afar, keeps that width a moment later. */
export function wordsChanged(layer: HTMLElement | null): void {
  layer?.removeAttribute("data-far");
  if (!useCanvas.getState().isFar) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const canvas = layer?.closest<HTMLElement>(".canvas");
    if (canvas && useCanvas.getState().isFar) keepWidths(canvas);
  }, untilStill);
}

/** The view is far from now on, or near again. */
export function showFar(canvas: HTMLElement, isFar: boolean): void {
  // Before words are hidden: they say how wide a layer is.
  if (isFar) keepWidths(canvas);
  else for (const layer of canvas.querySelectorAll("[data-far]")) layer.removeAttribute("data-far");
  canvas.classList.toggle("is-far", isFar);
  useCanvas.setState({ isFar });
}

function keepWidths(canvas: HTMLElement): void {
  const layers = [
    ...canvas.querySelectorAll<HTMLElement>(".layer:not(.layer-block, .is-dragging, [data-far])"),
  ];
  // All are read before one is written, which lays the page out once.
  const widths = layers.map((layer) => Number.parseFloat(getComputedStyle(layer).width));
  layers.forEach((layer, index) => {
    // To the 64th of a pixel, of which the text above has lost some digits: React Flow would see another size.
    layer.style.setProperty("--far-width", `${(widths[index] ?? 0) + 1 / 128}px`);
    layer.dataset.far = "";
  });
}
