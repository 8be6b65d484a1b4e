import type { Page } from "@playwright/test";
import type { TraceEvent } from "./trace.ts";

// Without devtools.timeline itself: for its event of a layout it counts all of the page's objects, 2 ms a frame of ours.
const categories = [
  "disabled-by-default-devtools.timeline", // the tasks
  "disabled-by-default-devtools.timeline.frame",
  "devtools.timeline.frame",
  "blink.user_timing", // the marks
];

/** Chromium's trace of all that the app does while `act` goes on. */
export async function traced(page: Page, act: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const chromium = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  chromium.on("Tracing.dataCollected", ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  await chromium.send("Tracing.start", { traceConfig: { includedCategories: categories } });
  await act();
  const complete = new Promise((resolve) => chromium.once("Tracing.tracingComplete", resolve));
  await chromium.send("Tracing.end");
  await complete;
  await chromium.detach();
  return events;
}
