import { type ReactFlowInstance, useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect } from "react";
import type { NodeId } from "../../engine/graph/graph.ts";
import { moveLayers } from "../document/actions.ts";
import { type Arrangement, arranged, arrangements, neededFor } from "../document/arrange.ts";
import { roomFor, type Size } from "../document/node-size.ts";
import { useDocument } from "../document/store.ts";
import { say } from "./canvas-state.ts";
import { onScreen, revealing } from "./card-place.ts";
import { shownLabel } from "./edge-look.ts";
import { boxesOf } from "./flow-model.ts";
import { framing } from "./framing.ts";
import { readingLines } from "./layout.ts";
import { measuredSizes, sizeForLayout } from "./sizes.ts";

export type CanvasCommand = "tidy" | "zoom-in" | "zoom-out" | "zoom-100" | "fit" | "fit-selection";

interface Mounted {
  readonly run: (command: CanvasCommand) => void;
  readonly reveal: (id: NodeId) => void;
  readonly centre: (id: NodeId) => void;
}
let mounted: Mounted | null = null;

/** Carries out a command of the menu or a button; without a canvas in the window there is nothing to do. */
export function runCanvasCommand(command: CanvasCommand): void {
  mounted?.run(command);
}

/** Moves the view, if need be, so that a layer is in sight. */
export function revealLayer(id: NodeId): void {
  mounted?.reveal(id);
}

/** Moves the view so that a layer lies in its middle; as large as it is. */
export function centreLayer(id: NodeId): void {
  mounted?.centre(id);
}

/** Puts the selected layers in order, as they are drawn. */
export function arrangeSelection(arrangement: Arrangement): void {
  const { project, selection } = useDocument.getState();
  const boxes = [...boxesOf(project.graph, {}, measuredSizes()).values()];
  const chosen = boxes.filter(({ id }) => selection.nodes.includes(id));
  const { title } = arrangements[arrangement];
  if (chosen.length < neededFor(arrangement)) {
    say(`Select at least ${neededFor(arrangement)} layers to ${title.toLowerCase()}.`);
    return;
  }
  moveLayers(arranged(chosen, arrangement), {
    label: `${title.toLowerCase()} of ${chosen.length} layers`,
  });
}

/** Lets `runCanvasCommand` reach this canvas while it is mounted. */
export function useCanvasCommands(): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  useEffect(() => {
    const canvas: Mounted = {
      run(command) {
        const { width, height } = store.getState();
        commands[command](flow, { width, height });
      },
      centre(id) {
        const node = useDocument.getState().project.graph.nodes.find((candidate) => candidate.id === id);
        if (!node) return;
        const size = measuredSizes().get(id) ?? roomFor(node);
        const [x, y] = [node.x + size.width / 2, node.y + size.height / 2];
        void flow.setCenter(x, y, { zoom: flow.getZoom(), duration: duration(160) });
      },
      reveal(id) {
        const { transform, width, height } = store.getState();
        const node = useDocument.getState().project.graph.nodes.find((candidate) => candidate.id === id);
        if (!node || width === 0) return;
        const size = measuredSizes().get(id) ?? roomFor(node);
        const { x, y } = revealing(onScreen(node, size, transform), { width, height });
        if (x !== 0 || y !== 0)
          void flow.setViewport(
            { x: transform[0] + x, y: transform[1] + y, zoom: transform[2] },
            { duration: duration(160) },
          );
      },
    };
    mounted = canvas;
    return () => {
      if (mounted === canvas) mounted = null;
    };
  }, [flow, store]);
}

const commands: Readonly<Record<CanvasCommand, (flow: ReactFlowInstance, stage: Size) => void>> = {
  tidy(flow, stage) {
    const { project, check } = useDocument.getState();
    // Where a shape is not known yet, room is left for the longest usual one.
    const lettersAfter = (id: NodeId) => shownLabel(check.nodes[id]?.output ?? [64, 28, 28]).length;
    const places = readingLines(project.graph, { sizeOf: sizeForLayout, lettersAfter, ...stage });
    moveLayers(places, { label: "tidy" });
    showAll(flow, stage);
  },
  "zoom-in": (flow) => void flow.zoomIn({ duration: duration(90) }),
  "zoom-out": (flow) => void flow.zoomOut({ duration: duration(90) }),
  "zoom-100": (flow) => void flow.zoomTo(1, { duration: duration(160) }),
  fit: showAll,
  "fit-selection": (flow, stage) => showAll(flow, stage, useDocument.getState().selection.nodes),
};

/** Brings all layers into view, or those named. */
function showAll(flow: ReactFlowInstance, stage: Size, only: readonly NodeId[] = []): void {
  const { graph } = useDocument.getState().project;
  const boxes = [...boxesOf(graph, {}, measuredSizes()).values()];
  const shown = only.length > 0 ? boxes.filter(({ id }) => only.includes(id)) : boxes;
  void flow.setViewport(framing(shown, stage), { duration: duration(260) });
}

function duration(milliseconds: number): number {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : milliseconds;
}
