import { useNodesInitialized, useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useRef, useState } from "react";
import { shownGraph } from "../document/shown-graph.ts";
import { useDocument } from "../document/store.ts";
import { lastViewOf, tellDocumentShown, visibleArea } from "../document/visible-area.ts";
import { revealPlaced } from "./canvas-commands.ts";
import { useCanvas } from "./canvas-state.ts";
import { boxesOf } from "./flow-model.ts";
import { focusPlaced } from "./focus.ts";
import { framing } from "./framing.ts";
import type { Point } from "./geometry.ts";
import { frameBoxes } from "./group-nodes.ts";
import { noteBoxes } from "./note-nodes.ts";
import { measuredSizes } from "./sizes.ts";

function isInSight({ x, y }: Point): boolean {
  const area = visibleArea();
  return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
}

/** Shows a document that was just opened, at 100 % where it fits, and what is added to it; one that was left as it was. */
export function useViewport(): void {
  const flow = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const generation = useDocument((state) => state.generation);
  const isMeasured = useNodesInitialized();
  const [shownBefore] = useState(() => (lastViewOf(generation) === null ? -1 : generation));
  const shown = useRef(shownBefore);
  useEffect(() => {
    const { graph } = useDocument.getState().project;
    if (shown.current === generation || width === 0 || (graph.nodes.length > 0 && !isMeasured)) return;
    shown.current = generation;
    const sizes = measuredSizes();
    const drawn = boxesOf(graph, {}, sizes);
    const boxes = [...drawn.values(), ...frameBoxes(shownGraph(graph), drawn), ...noteBoxes(graph, sizes)];
    void flow.setViewport(framing(boxes, { width, height }));
    tellDocumentShown(generation);
  }, [generation, isMeasured, width, height, flow]);

  const focusNext = useCanvas((state) => state.focusNext);
  useEffect(() => {
    if (!isMeasured || focusNext === null || !focusPlaced(focusNext)) return;
    useCanvas.setState({ focusNext: null });
  }, [isMeasured, focusNext]);

  const frames = useDocument((state) => shownGraph(state.project.graph).frames);
  const framesBefore = useRef(frames);
  useEffect(() => {
    const known = new Set(framesBefore.current.map(({ id }) => id));
    const added = frames.find(({ id }) => !known.has(id));
    framesBefore.current = frames;
    if (added && shown.current === generation) revealPlaced(`${added.id}`);
  }, [frames, generation]);

  const nodes = useDocument((state) => state.project.graph.nodes);
  const nodesBefore = useRef(nodes);
  useEffect(() => {
    const before = nodesBefore.current;
    nodesBefore.current = nodes;
    if (nodes.length <= before.length || shown.current !== generation) return;
    const known = new Set(before.map(({ id }) => id));
    const added = nodes.filter(({ id }) => !known.has(id));
    const [first] = added;
    // Keys go on at a copy, not at what was copied.
    const isChosen = first && useDocument.getState().selection.nodes.includes(first.id);
    if (isChosen && document.activeElement?.closest(".react-flow__node"))
      useCanvas.setState({ focusNext: first.id });
    // Of several, as pasted ones, it is enough that one is in sight.
    if (first && (added.length === 1 || !added.some(isInSight))) revealPlaced(first.id);
  }, [nodes, generation]);
}
