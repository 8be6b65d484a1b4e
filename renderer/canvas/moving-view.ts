import { useStoreApi, type Viewport } from "@xyflow/react";
import { useEffect, useMemo, useState } from "react";
import { useDocument } from "../document/store.ts";
import { lastViewOf, readableZoom, tellViewMoved, tellVisibleArea } from "../document/visible-area.ts";
import { movedByHand } from "./by-hand.ts";
import { useCanvas } from "./canvas-state.ts";
import { useDragged } from "./dragged.ts";
import { showFar } from "./far-layers.ts";

type Store = ReturnType<typeof useStoreApi>;

/** Milliseconds without a turn of the wheel after which it rests. */
const untilRest = 150;
/** Held while the wheel zooms; their keys repeat. */
const modifiers: ReadonlySet<string> = new Set(["Control", "Meta", "Shift", "Alt"]);
const beginning: Viewport = { x: 0, y: 0, zoom: 1 };

/**
 * Moves the view for React Flow, which is told to leave that to us: it wakes about three subscriptions of each layer
 * at every turn of the wheel. While the wheel turns only the drawing is moved; React Flow hears where to when the wheel
 * rests, or at once when a hand does something else.
 */
export function useMovingView() {
  const store = useStoreApi();
  const view = useMemo(() => movingView(store), [store]);
  const [first] = useState(firstView);
  useEffect(() => view.follow(), [view]);
  return { viewport: first, onViewportChange: view.moveTo };
}

/** What a canvas begins with: what was seen of the document before another screen took its place. */
function firstView(): Viewport {
  const last = lastViewOf(useDocument.getState().generation);
  return last ? { x: -last.x * last.zoom, y: -last.y * last.zoom, zoom: last.zoom } : beginning;
}

function movingView(store: Store) {
  /** Where the view is while React Flow has not heard of it. */
  let ahead: Viewport | null = null;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let isWheeled = false;

  // Its own attribute: a class of what holds all layers has them all looked through.
  const pane = () => store.getState().domNode?.querySelector(".react-flow__pane");
  const settle = () => {
    if (ahead === null) return;
    const { x, y, zoom } = ahead;
    ahead = null;
    store.setState({ transform: [x, y, zoom] });
  };
  const stop = () => {
    if (!isWheeled) return;
    clearTimeout(rest);
    isWheeled = false;
    pane()?.removeAttribute("data-wheeled");
    settle();
  };
  const turn = () => {
    isWheeled = true;
    pane()?.setAttribute("data-wheeled", "");
    clearTimeout(rest);
    rest = setTimeout(stop, untilRest);
  };
  const moveTo = (to: Viewport) => {
    ahead = to;
    if (isWatched(store) || !(isWheeled || isDragging())) settle();
    else {
      // A drag along the edge reckons with where the view is: React Flow may ask, but is not told.
      store.getState().transform = [to.x, to.y, to.zoom];
      drawAt(store, to);
      tellViewMoved();
    }
  };
  const area = () => {
    const { transform, width, height } = store.getState();
    const { x, y, zoom } = ahead ?? { x: transform[0], y: transform[1], zoom: transform[2] };
    return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom, zoom };
  };

  /** Listens to the wheel and to hands. Returns what ends it. */
  const follow = () => {
    const canvas = store.getState().domNode;
    useCanvas.setState({ isFar: false });
    const lookHowFar = () => {
      const isFar = area().zoom < readableZoom;
      if (canvas && isFar !== useCanvas.getState().isFar) showFar(canvas, isFar);
    };
    const endArea = tellVisibleArea(area);
    const endStore = store.subscribe((now, before) => {
      if (now.transform === before.transform) return;
      lookHowFar();
      tellViewMoved();
    });
    const endDrag = useDragged.subscribe(() => {
      if (!isDragging() && !isWheeled) settle();
    });
    const stopAtMove = (event: PointerEvent) => {
      if (movedByHand(event)) stop();
    };
    const stopAtKey = ({ key }: KeyboardEvent) => {
      if (!modifiers.has(key)) stop();
    };
    lookHowFar();
    tellViewMoved();
    const once = new AbortController();
    const early = { capture: true, passive: true, signal: once.signal };
    canvas?.addEventListener("wheel", turn, early);
    canvas?.addEventListener("pointermove", stopAtMove, early);
    window.addEventListener("keydown", stopAtKey, early);
    for (const hand of ["pointerdown", "dragover"] as const) window.addEventListener(hand, stop, early);
    return () => {
      once.abort();
      stop();
      endArea();
      endStore();
      endDrag();
    };
  };
  return { moveTo, follow };
}

/** What React Flow draws, or is asked for, while the view moves: it must hear of every move. */
function isWatched(store: Store): boolean {
  const { connection, userSelectionActive } = store.getState();
  const isMapShown = useCanvas.getState().showMap;
  const isProblemShown = useDocument.getState().shownProblem !== null;
  return connection.inProgress || userSelectionActive || isMapShown || isProblemShown;
}

function isDragging(): boolean {
  return useDragged.getState().ids.size > 0;
}

function drawAt(store: Store, { x, y, zoom }: Viewport): void {
  const drawing = store.getState().domNode?.querySelector<HTMLElement>(".react-flow__viewport");
  if (drawing) drawing.style.transform = `translate(${x}px,${y}px) scale(${zoom})`;
}
