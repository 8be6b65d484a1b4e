import type { HandledPlot } from "./handled-plot.ts";

const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  PageDown: 50,
  PageUp: -50,
};

/** Arrow keys move the crosshair, + and - zoom, 0 resets, Escape takes the crosshair away. */
export function handleChartKey(
  chart: HandledPlot | null,
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
export function handleChartWheel(box: HTMLElement, chart: HandledPlot): () => void {
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
