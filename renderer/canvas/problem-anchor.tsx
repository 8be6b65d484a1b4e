import { useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Graph, NodeId } from "../../engine/graph/graph.ts";
import type { Problem } from "../../engine/graph/problem.ts";
import { drawnAs, shownGraph } from "../document/shown-graph.ts";
import { problemKey, showProblem, useDocument } from "../document/store.ts";
import { onScreen, placeCard, viewShift } from "./card-place.ts";
import { boxesOf, type Sizes } from "./flow-model.ts";
import { focusCanvas, focusPlaced } from "./focus.ts";
import type { Box } from "./geometry.ts";
import { useSizes } from "./sizes.ts";
import { useSlots } from "./slots.ts";

/** Holds the open explanation of a problem at the layer that it marks, at 100 % whatever the zoom. */
export function ProblemAnchor() {
  const { problemCard } = useSlots();
  const problem = useDocument(({ check, shownProblem }) =>
    shownProblem === null ? undefined : check.problems.find((entry) => problemKey(entry) === shownProblem),
  );
  if (!problem || !problemCard) return null;
  return (
    <AnchoredCard key={problemKey(problem)} problem={problem}>
      {problemCard(problem, () => leave(problem))}
    </AnchoredCard>
  );
}

/** Closes the explanation; keys go on at the layer, or at the canvas where a problem has none. */
function leave({ node }: Problem): void {
  showProblem(null);
  if (node === null || !focusPlaced(node)) focusCanvas();
}

function AnchoredCard({ problem, children }: { readonly problem: Problem; readonly children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  const [card, setCard] = useState({ width: 440, height: 300 });
  const graph = useDocument((state) => state.project.graph);
  const view = useStore((state) => state.transform);
  const { coveredRight = 0 } = useSlots();
  const width = useStore((state) => state.width) - coveredRight;
  const height = useStore((state) => state.height);
  const stage = { width, height };
  const sizes = useSizes();
  const node = problem.node === null ? undefined : drawnBox(graph, problem.node, sizes);
  useRoomForCard(element, node, coveredRight);

  useLayoutEffect(() => {
    const shown = element.current;
    if (!shown) return;
    const measure = () => setCard({ width: shown.offsetWidth, height: shown.offsetHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(shown);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    element.current?.focus({ preventScroll: true });
  }, []);

  const box = node ? onScreen(node, view) : { x: stage.width / 2, y: 30, width: 0, height: 0 };
  const { left, top, isAbove, arrow } = placeCard(box, card, stage);

  return (
    <div
      ref={element}
      className={`problem-anchor nokey ${isAbove ? "is-above" : ""}`}
      style={{ left, top }}
      role="dialog"
      aria-label={problem.title}
      tabIndex={-1}
      data-testid="problem-popover"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        leave(problem);
      }}
    >
      {children}
      {node && arrow !== null ? <span className="problem-arrow" style={{ left: arrow }} aria-hidden /> : null}
    </div>
  );
}

/** Where a layer is drawn, or the block that it is hidden in. */
function drawnBox(graph: Graph, id: NodeId, sizes: Sizes): Box | undefined {
  return boxesOf(graph, {}, sizes).get(drawnAs(shownGraph(graph), id));
}

/** Moves the view so that the layer is in sight and the card has room beside it, and back when the card closes. */
function useRoomForCard(
  element: RefObject<HTMLDivElement | null>,
  node: Box | undefined,
  coveredRight: number,
): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  const first = useRef(node);
  useEffect(() => {
    const target = first.current;
    if (!element.current || !target) return;
    const { transform, width, height } = store.getState();
    const card = { width: element.current.offsetWidth, height: element.current.offsetHeight };
    const box = onScreen(target, transform);
    const shift = viewShift(box, card, { width: width - coveredRight, height });
    if (shift.x === 0 && shift.y === 0) return;
    const before = { x: transform[0], y: transform[1], zoom: transform[2] };
    const moved = { ...before, x: before.x + shift.x, y: before.y + shift.y };
    void flow.setViewport(moved);
    return () => {
      const now = flow.getViewport();
      const isUntouched = now.x === moved.x && now.y === moved.y && now.zoom === moved.zoom;
      if (isUntouched) void flow.setViewport(before);
    };
  }, [element, flow, store, coveredRight]);
}
