import type uPlot from "uplot";

/** What keys and wheel do to a chart. */
export interface HandledChart {
  /** Moves the crosshair by so many points. */
  moveCrosshair(by: number): void;
  hideCrosshair(): void;
  zoomBy(factor: number, around?: number): void;
  pan(share: number): void;
  resetZoom(): void;
  /** Where a place of the window lies on the horizontal axis, from 0 (left) to 1 (right). */
  shareAt(clientX: number): number;
}

const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  PageDown: 50,
  PageUp: -50,
};

/** Arrow keys move the crosshair, + and - zoom, 0 resets, Escape takes the crosshair away. */
export function handleChartKey(
  chart: HandledChart | null,
  event: { readonly key: string; readonly shiftKey: boolean; preventDefault(): void },
): void {
  const by = steps[event.key];
  if (by !== undefined) {
    event.preventDefault();
    chart?.moveCrosshair(event.shiftKey ? by * 10 : by);
  } else if (event.key === "+" || event.key === "=") chart?.zoomBy(0.5);
  else if (event.key === "-") chart?.zoomBy(2);
  else if (event.key === "0") chart?.resetZoom();
  else if (event.key === "Escape") chart?.hideCrosshair();
}

/** The wheel zooms around the pointer, and with Shift moves what is in sight. Returns the function that ends it. */
export function handleChartWheel(box: HTMLElement, chart: HandledChart): () => void {
  const onWheel = (event: WheelEvent) => {
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    event.preventDefault();
    if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) chart.pan(sideways / 500);
    else chart.zoomBy(Math.exp(event.deltaY / 500), chart.shareAt(event.clientX));
  };
  // Not through React, whose wheel listeners cannot keep the page from scrolling.
  box.addEventListener("wheel", onWheel, { passive: false });
  return () => box.removeEventListener("wheel", onWheel);
}

export function shareOfPlot(plot: uPlot, clientX: number): number {
  const { left, width } = plot.over.getBoundingClientRect();
  return Math.max(0, Math.min(1, (clientX - left) / Math.max(1, width)));
}

/** The places between which the pointer was dragged, which are then no longer marked; null for a mere click. */
export function takeSelection(plot: uPlot): readonly [number, number] | null {
  const { left, width } = plot.select;
  if (width < 6) return null;
  const ends = [plot.posToVal(left, "x"), plot.posToVal(left + width, "x")] as const;
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  return ends;
}
