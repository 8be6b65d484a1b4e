import { useNodesInitialized, useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { shownGraph } from "../document/shown-graph.ts";
import { useDocument } from "../document/store.ts";
import { readableZoom, tellViewMoved, tellVisibleArea } from "../document/visible-area.ts";
import { revealPlaced } from "./canvas-commands.ts";
import { useCanvas } from "./canvas-state.ts";
import { boxesOf } from "./flow-model.ts";
import { focusPlaced } from "./focus.ts";
import { framing } from "./framing.ts";
import { frameBoxes } from "./group-nodes.ts";
import { noteBoxes } from "./note-nodes.ts";
import { measuredSizes } from "./sizes.ts";

/** Shows a document that was just opened, at 100 % where it fits, and tells the document what can be seen. */
export function useViewport(): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useEffect(
    () =>
      tellVisibleArea(() => {
        const { transform, width, height } = store.getState();
        const [x, y, zoom] = transform;
        return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom, zoom };
      }),
    [store],
  );

  useEffect(
    () =>
      store.subscribe((now, before) => {
        if (now.transform !== before.transform) tellViewMoved();
      }),
    [store],
  );
  useEffect(() => coverWhileWheeling(store.getState().domNode), [store]);
  const isFar = useStore((state) => state.transform[2] < readableZoom);
  useEffect(() => {
    store.getState().domNode?.classList.toggle("is-far", isFar);
  }, [isFar, store]);

  const generation = useDocument((state) => state.generation);
  const isMeasured = useNodesInitialized();
  const shown = useRef(-1);
  useEffect(() => {
    const { graph } = useDocument.getState().project;
    if (shown.current === generation || width === 0 || (graph.nodes.length > 0 && !isMeasured)) return;
    shown.current = generation;
    const sizes = measuredSizes();
    const drawn = boxesOf(graph, {}, sizes);
    const boxes = [...drawn.values(), ...frameBoxes(shownGraph(graph), drawn), ...noteBoxes(graph, sizes)];
    void flow.setViewport(framing(boxes, { width, height }));
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

  const count = useDocument((state) => state.project.graph.nodes.length);
  const before = useRef(count);
  useEffect(() => {
    const grew = count > before.current && shown.current === generation;
    before.current = count;
    const [added, ...others] = useDocument.getState().selection.nodes;
    if (grew && added !== undefined && others.length === 0) revealPlaced(added);
  }, [count, generation]);
}

/**
 * While the wheel turns, the paper lies over the layers: which of hundreds is under the pointer would be searched for
 * in every frame, and nothing could be done with the answer. Returns what ends it.
 */
function coverWhileWheeling(canvas: HTMLElement | null): () => void {
  if (!canvas) return () => {};
  let rest: ReturnType<typeof setTimeout> | undefined;
  const uncover = () => canvas.classList.remove("is-wheeled");
  const cover = () => {
    canvas.classList.add("is-wheeled");
    clearTimeout(rest);
    rest = setTimeout(uncover, 80); // sooner than a hand goes from the wheel to a button
  };
  canvas.addEventListener("wheel", cover, { capture: true, passive: true });
  return () => {
    canvas.removeEventListener("wheel", cover, { capture: true });
    clearTimeout(rest);
    uncover();
  };
}
