import { type ReactFlowInstance, useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { NodeId } from "../../engine/graph/graph.ts";
import type { NoteId } from "../../engine/graph/note.ts";
import { say, translate } from "../../engine/words/say.ts";
import { countWords, moveLayers } from "../document/actions.ts";
import { type Arrangement, arranged, arrangements, neededFor } from "../document/arrange.ts";
import type { Size } from "../document/node-size.ts";
import { blankNote } from "../document/notes.ts";
import { layersOf, shownGraph } from "../document/shown-graph.ts";
import { useDocument } from "../document/store.ts";
import { tell, useCanvas } from "./canvas-state.ts";
import { onScreen, revealing } from "./card-place.ts";
import { shownLabel } from "./edge-look.ts";
import { boxesOf } from "./flow-model.ts";
import { framing } from "./framing.ts";
import type { Box, Point } from "./geometry.ts";
import { groupedReadingLines } from "./group-layout.ts";
import { type FrameBox, frameBoxes, layerPlaces, titleBoxes } from "./group-nodes.ts";
import { noteBoxes } from "./note-nodes.ts";
import { measuredSizes, sizeForLayout } from "./sizes.ts";
import { useSlots } from "./slots.ts";

export type CanvasCommand = "tidy" | "zoom-in" | "zoom-out" | "zoom-100" | "fit" | "fit-selection";

interface Mounted {
  readonly run: (command: CanvasCommand) => void;
  readonly reveal: (id: NodeId | NoteId) => void;
  readonly centre: (id: NodeId | NoteId) => void;
  readonly paperPoint: (at: Point) => Point;
}
let mounted: Mounted | null = null;

/** Carries out a command of the menu or a button; without a canvas in the window there is nothing to do. */
export function runCanvasCommand(command: CanvasCommand): void {
  mounted?.run(command);
}

/** The place on the paper, in pixels at 100 %, under a point of the window; null without a canvas. */
export function paperPoint(at: Point): Point | null {
  return mounted?.paperPoint(at) ?? null;
}

/** Moves the view, if need be, so that a layer, a note, a block or the title of a frame is in sight. */
export function revealPlaced(id: NodeId | NoteId): void {
  mounted?.reveal(id);
}

/** Moves the view so that a layer or a note lies in its middle; as large as it is. */
export function centrePlaced(id: NodeId | NoteId): void {
  mounted?.centre(id);
}

/** Begins a note at a place in pixels at 100 %, or where there is room. */
export function beginNote(at?: { readonly x: number; readonly y: number }): void {
  const writing = blankNote(at);
  useCanvas.setState({ writing });
  mounted?.reveal(writing.id);
}

/** Where all layers, blocks and notes lie, as they are drawn. */
function drawnBoxes(): readonly Box[] {
  const { graph } = useDocument.getState().project;
  const sizes = measuredSizes();
  return [...boxesOf(graph, {}, sizes).values(), ...noteBoxes(graph, sizes)];
}

function drawnFrames(): readonly FrameBox[] {
  const { graph } = useDocument.getState().project;
  return frameBoxes(shownGraph(graph), boxesOf(graph, {}, measuredSizes()));
}

/** Those of them that are selected; a block when all of its layers are. */
function selectedBoxes(): readonly Box[] {
  const { project, selection } = useDocument.getState();
  const shown = shownGraph(project.graph);
  const ids = new Set([...selection.nodes, ...selection.notes]);
  return drawnBoxes().filter(({ id }) => layersOf(shown, id).every((layer) => ids.has(layer)));
}

function drawnBox(id: NodeId | NoteId): Box | undefined {
  const { writing } = useCanvas.getState();
  if (writing?.id === id) return { ...writing, ...measuredSizes().get(id) };
  return [...drawnBoxes(), ...titleBoxes(drawnFrames())].find((box) => box.id === id);
}

/** Puts the selected layers and notes in order, as they are drawn. */
export function arrangeSelection(arrangement: Arrangement): void {
  const { project, selection } = useDocument.getState();
  const chosen = selectedBoxes();
  const { title } = arrangements[arrangement];
  if (chosen.length < neededFor(arrangement)) {
    tell(
      say("{arrangement}: select at least {count} layers.", {
        arrangement: translate(title),
        count: neededFor(arrangement),
      }),
    );
    return;
  }
  const { graph } = project;
  moveLayers(layerPlaces(graph, [], arranged(chosen, arrangement)), {
    label: say("{arrangement} of {what}", {
      arrangement: translate(title).toLowerCase(),
      what: countWords(selection.nodes.length, selection.notes.length),
    }),
  });
}

/** Lets `runCanvasCommand` reach this canvas while it is mounted. */
export function useCanvasCommands(): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  const { coveredRight = 0 } = useSlots();
  const covered = useRef(coveredRight);
  covered.current = coveredRight;
  useEffect(() => {
    const canvas: Mounted = {
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
        const { x, y } = revealing(onScreen(box, box, transform), { width: width - covered.current, height });
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
    const places = groupedReadingLines(project.graph, { sizeOf: sizeForLayout, lettersAfter, ...stage });
    moveLayers(places, { label: say("tidy") });
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

/** Brings all layers, blocks and notes into view, and the frames around groups. */
function showAll(flow: ReactFlowInstance, stage: Size): void {
  show(flow, stage, [...drawnBoxes(), ...drawnFrames()]);
}

function show(flow: ReactFlowInstance, stage: Size, boxes: readonly Box[]): void {
  void flow.setViewport(framing(boxes, stage), { duration: duration(260) });
}

function duration(milliseconds: number): number {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : milliseconds;
}
