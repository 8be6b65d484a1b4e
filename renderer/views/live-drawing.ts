/*
 * What shows a run draws itself, without React, and not all at once: only what is in sight, the longest unchanged first,
 * and no more in a frame than leaves room for moving the view. On a canvas of hundreds of layers all together would
 * take many frames.
 */

/** Milliseconds of a frame; one drawing may take longer. */
const budget = 2;
/** And of a frame in which the view is moved. */
const budgetWhileMoving = 1;
/** Milliseconds after a move within which the next one is expected. */
const untilStill = 120;

export interface LiveDrawing {
  readonly isInSight: () => boolean;
  readonly draw: () => void;
  /** Fills a frame by itself, as a chart does. */
  readonly isLarge?: boolean;
}

/** What has changed since it was drawn, in the order of the changes. */
const stale = new Set<LiveDrawing>();
let frame: number | null = null;
let onceDrawn: (() => void) | null = null;
/** The next frame has enough to do without drawings. */
let isTaken = false;
/** When the view was moved last. */
let movedAt = Number.NEGATIVE_INFINITY;
/** So many frames on end were left to others, and so many may be: news might come with every one. */
let left = 0;
const mostLeft = 3;

/** Notes that what it shows has changed: it is drawn with the next frames, or when it comes into sight. */
export function changed(drawing: LiveDrawing): void {
  stale.add(drawing);
  drawSoon();
}

/** It is gone. */
export function forgetDrawing(drawing: LiveDrawing): void {
  stale.delete(drawing);
}

/** What is in sight may be another part: draws what came into sight and has changed since it was drawn. */
export function sightMoved(): void {
  movedAt = performance.now();
  if (stale.size > 0) drawSoon();
}

/** Whether the view is being moved: its frames are for that, and what changes besides may come less often. */
export function isViewMoving(): boolean {
  return performance.now() - movedAt < untilStill;
}

/** Calls once all that has changed and is in sight is drawn; at once where that is so already. */
export function whenDrawn(call: () => void): void {
  onceDrawn = call;
  drawChanged();
}

/** React has news to draw in the next frame: what draws itself waits for the one after. */
export function leaveFrame(): void {
  if (isTaken) return;
  isTaken = true;
  requestAnimationFrame(() =>
    // After all that happens in that frame.
    setTimeout(() => {
      isTaken = false;
    }),
  );
}

function drawSoon(): void {
  frame ??= requestAnimationFrame(drawChanged);
}

function drawChanged(): void {
  if (frame !== null) cancelAnimationFrame(frame);
  frame = null;
  if (isTaken && left < mostLeft && stale.size > 0) {
    left++;
    drawSoon();
    return;
  }
  left = 0;
  const end = performance.now() + (isViewMoving() ? budgetWhileMoving : budget);
  let drawn: LiveDrawing | null = null;
  for (const drawing of stale) {
    if (!drawing.isInSight()) continue;
    if (drawn && (performance.now() > end || drawing.isLarge || drawn.isLarge)) {
      drawSoon();
      return;
    }
    stale.delete(drawing);
    drawing.draw();
    drawn = drawing;
  }
  const call = onceDrawn;
  onceDrawn = null;
  call?.();
}
