import { type ReactFlowInstance, useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { Graph, NodeId } from "../../engine/graph/graph.ts";
import { say } from "../../engine/words/say.ts";
import { moveLayers } from "../document/actions.ts";
import type { Size } from "../document/node-size.ts";
import { drawnAs, shownGraph } from "../document/shown-graph.ts";
import { useDocument } from "../document/store.ts";
import {
  type CanvasCommand,
  drawnBox,
  drawnBoxes,
  drawnFrames,
  mountCanvas,
  selectedBoxes,
} from "./canvas-commands.ts";
import { onScreen, revealingAmong } from "./card-place.ts";
import { shownLabel } from "./edge-look.ts";
import { boxesOf } from "./flow-model.ts";
import { framing } from "./framing.ts";
import { type Box, bounds, type Rectangle } from "./geometry.ts";
import { groupedReadingLines } from "./group-layout.ts";
import type { LayoutPlaces } from "./layout.ts";
import { noteBoxes } from "./note-nodes.ts";
import { notesAlong } from "./notes-along.ts";
import { measuredSizes, sizeForLayout } from "./sizes.ts";
import { useSlots } from "./slots.ts";

/** Lets `runCanvasCommand` reach this canvas while it is mounted. */
export function useCanvasCommands(): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  const { coveredRight = 0 } = useSlots();
  const covered = useRef(coveredRight);
  covered.current = coveredRight;
  useEffect(() => {
    return mountCanvas({
      paperPoint: (at) => flow.screenToFlowPosition(at, { snapToGrid: false }),
      run(command) {
        const { width, height } = store.getState();
        commands[command](flow, { width, height });
      },
      centre(id) {
        const box = drawnBox(id);
        if (!box) return;
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        void flow.setCenter(x, y, { zoom: flow.getZoom(), duration: duration(160) });
      },
      reveal(id) {
        const { transform, width, height } = store.getState();
        const box = drawnBox(id);
        if (!box || width === 0) return;
        const stage = { width: width - covered.current, height };
        const shown = (at: Rectangle) => onScreen(at, transform);
        const near = bounds([box, ...neighboursOf(id)]);
        const { x, y } = revealingAmong(shown(box), shown(near), drawnBoxes().map(shown), stage);
        if (x !== 0 || y !== 0)
          void flow.setViewport(
            { x: transform[0] + x, y: transform[1] + y, zoom: transform[2] },
            { duration: duration(160) },
          );
      },
    });
  }, [flow, store]);
}

/** Where the layers are drawn that a layer is connected with. */
function neighboursOf(id: string): readonly Box[] {
  const { edges } = useDocument.getState().project.graph;
  return edges.flatMap(({ from, to }) => {
    const other = from === id ? to : to === id ? from : null;
    return other === null ? [] : (drawnBox(other) ?? []);
  });
}

const commands: Readonly<Record<CanvasCommand, (flow: ReactFlowInstance, stage: Size) => void>> = {
  tidy(flow, stage) {
    const { project, check } = useDocument.getState();
    // Where a shape is not known yet, room is left for the longest usual one.
    const lettersAfter = (id: NodeId) => shownLabel(check.nodes[id]?.output ?? [64, 28, 28]).length;
    const places = groupedReadingLines(project.graph, { sizeOf: sizeForLayout, lettersAfter, ...stage });
    moveLayers(withNotes(project.graph, places), { label: () => say("tidy") });
    showAll(flow, stage);
  },
  "zoom-in": (flow) => void flow.zoomIn({ duration: duration(90) }),
  "zoom-out": (flow) => void flow.zoomOut({ duration: duration(90) }),
  "zoom-100": (flow) => void flow.zoomTo(1, { duration: duration(160) }),
  fit: showAll,
  "fit-selection": (flow, stage) => {
    const boxes = selectedBoxes();
    if (boxes.length > 0) show(flow, stage, boxes);
    else showAll(flow, stage);
  },
};

/** The places of a layout with those of the notes, and room for them. */
function withNotes(graph: Graph, places: LayoutPlaces): LayoutPlaces {
  const shown = shownGraph(graph);
  const moved = { ...graph, nodes: graph.nodes.map((node) => ({ ...node, ...places[node.id] })) };
  const drawn = [...boxesOf(graph, {}, measuredSizes()).values()];
  const placed = [...boxesOf(moved, {}, measuredSizes()).values()];
  const { notes, down } = notesAlong(
    noteBoxes(graph, measuredSizes()),
    drawn,
    placed.map((box) => ({ ...box, ...sizeForLayout(box.id) })),
  );
  const layers = Object.entries(places).map(([id, { x, y }]) => {
    return [id, { x, y: y + (down.get(drawnAs(shown, id)) ?? 0) }] as const;
  });
  return { ...Object.fromEntries(layers), ...notes };
}

/** Brings all layers, blocks and notes into view, and the frames around groups. */
function showAll(flow: ReactFlowInstance, stage: Size): void {
  show(flow, stage, [...drawnBoxes(), ...drawnFrames()]);
}

function show(flow: ReactFlowInstance, stage: Size, boxes: readonly Box[]): void {
  void flow.setViewport(framing(boxes, stage), { duration: duration(260) });
}

/** Of a move of the view, in milliseconds; 0 for people who asked for less motion. */
export function duration(milliseconds: number): number {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : milliseconds;
}
