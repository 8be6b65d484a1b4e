/** The part of the canvas that can be seen, in pixels at 100 %. */
export interface VisibleArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the canvas shows: which part, and how large (1 at 100 %). */
export interface CanvasView extends VisibleArea {
  readonly zoom: number;
}

/** The zoom below which words on layers cannot be read, and are left out. */
export const readableZoom = 0.4;

let panelWidth = 0;
let current: () => CanvasView = () => ({ x: 0, y: 0, width: 800, height: 500, zoom: 1 });
/** The document whose view `current` tells, by its number; none before one was shown. */
let shownDocument = -1;
const followers = new Set<() => void>();

/** Where on the canvas a new layer lands. Asked for, not kept in the store: moving the view must wake nobody. */
export function visibleArea(): CanvasView {
  return current();
}

/** Where a new layer is seen, in pixels at 100 %. */
export interface AreaToAdd extends VisibleArea {
  /** How far the canvas goes on to the right, under the panel that floats there as soon as a layer is selected. */
  readonly covered: number;
}

/** What stays in sight of the canvas once a layer is selected, whose panel floats over it in a small window. */
export function areaBesidePanel(): AreaToAdd {
  const { zoom, ...area } = current();
  const covered = Math.min(area.width, panelWidth / zoom);
  return { ...area, width: area.width - covered, covered };
}

/** How wide the panel of a selected layer is where it floats, in pixels of the screen; 0 where it has its own column. */
export function tellFloatingPanel(width: number): void {
  panelWidth = width;
}

/** The canvas says how to find out what it shows; its last answer holds after it is gone. Returns what ends it. */
export function tellVisibleArea(area: () => CanvasView): () => void {
  current = area;
  return () => {
    const last = area();
    if (current === area) current = () => last;
  };
}

/** The view of this document is being shown from now on, where it was put for it. */
export function tellDocumentShown(generation: number): void {
  shownDocument = generation;
}

/** How a document was seen last, also while its canvas is gone, as behind Inspect; null for one that was not shown yet. */
export function lastViewOf(generation: number): CanvasView | null {
  return shownDocument === generation ? current() : null;
}

/** Called whenever the view was moved or zoomed, in every frame while that goes on. Returns what ends it. */
export function onViewMoved(follow: () => void): () => void {
  followers.add(follow);
  return () => {
    followers.delete(follow);
  };
}

export function tellViewMoved(): void {
  for (const follow of followers) follow();
}
