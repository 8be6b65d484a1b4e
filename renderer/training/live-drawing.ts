import { onViewMoved, type VisibleArea, visibleArea } from "../document/visible-area.ts";

/*
 * What shows a run on hundreds of layers draws itself, without React, and not all at once: only what is in sight, the
 * longest unchanged first, and no more in a frame than leaves room for moving the view.
 */

/** Milliseconds of a frame. */
const budget = 3;

export interface LiveDrawing {
  /** Where it stands on the canvas, in pixels at 100 %; null while nobody knows. */
  readonly place: () => VisibleArea | null;
  /** The zoom below which nothing of it could be seen. */
  readonly smallest: number;
  readonly draw: () => void;
}

/** What has changed since it was drawn, in the order of the changes. */
const stale = new Set<LiveDrawing>();
let frame: number | null = null;
let endFollowing: (() => void) | null = null;
let onceDrawn: (() => void) | null = null;

/** Notes that what it shows has changed: it is drawn with the next frames, or when it comes into sight. */
export function changed(drawing: LiveDrawing): void {
  stale.add(drawing);
  endFollowing ??= onViewMoved(drawSoon);
  drawSoon();
}

/** It is gone. */
export function forgetDrawing(drawing: LiveDrawing): void {
  stale.delete(drawing);
}

/** Calls once all that has changed and is in sight is drawn; at once where that is so already. */
export function whenDrawn(call: () => void): void {
  onceDrawn = call;
  if (frame === null) drawChanged();
}

function drawSoon(): void {
  frame ??= requestAnimationFrame(drawChanged);
}

function drawChanged(): void {
  if (frame !== null) cancelAnimationFrame(frame);
  frame = null;
  const end = performance.now() + budget;
  const area = visibleArea();
  for (const drawing of stale) {
    if (drawing.smallest > area.zoom || !isInSight(drawing.place(), area)) continue;
    if (performance.now() > end) {
      drawSoon();
      return;
    }
    stale.delete(drawing);
    drawing.draw();
  }
  if (stale.size === 0) {
    endFollowing?.();
    endFollowing = null;
  }
  const call = onceDrawn;
  onceDrawn = null;
  call?.();
}

/** Or nearly so. */
function isInSight(place: VisibleArea | null, area: VisibleArea): boolean {
  const near = 100;
  return (
    place === null ||
    (place.x < area.x + area.width + near &&
      place.x + place.width > area.x - near &&
      place.y < area.y + area.height + near &&
      place.y + place.height > area.y - near)
  );
}
