import startScreen from "../../e2e/global-setup.ts";
import { canvasFrames } from "./canvas-frames.ts";
import type { WindowName } from "./names.ts";
import { type Start, startUp } from "./start-up.ts";
import { quantile } from "./trace.ts";

const milliseconds = (value: number) => value.toFixed(1);
const parts = ["page", "script", "painted", "interactive"] as const;

/** What the window takes: main-thread time a frame on a canvas of 500 layers, start-up, and memory at rest. */
export async function windowMeasures(measures: readonly WindowName[], json: boolean): Promise<number> {
  const endScreen = await startScreen();
  try {
    if (measures.includes("frames")) await frames(json);
    if (measures.includes("start-up")) await starts(json);
  } finally {
    endScreen();
  }
  return 0;
}

async function frames(json: boolean): Promise<void> {
  if (!json)
    console.log(
      "| 500 layers in sight | frames | median (ms) | 95 % (ms) | highest (ms) | processor: median | 95 % |\n|---|---:|---:|---:|---:|---:|---:|",
    );
  await canvasFrames((row) => {
    const { scene, frames, busy, processor } = row;
    const numbers = [busy.median, busy.p95, busy.highest, processor.median, processor.p95];
    console.log(
      json ? JSON.stringify(row) : `| ${scene} | ${frames} | ${numbers.map(milliseconds).join(" | ")} |`,
    );
  });
}

async function starts(json: boolean): Promise<void> {
  const all: Start[] = [];
  const idle = await startUp((start) => {
    all.push(start);
    if (json) console.log(JSON.stringify({ measure: "start", ...start }));
  });
  if (!idle) {
    (json ? console.error : console.log)(
      "\nWithout start-up and memory: there is no packaged app in dist/linux-unpacked (npm run package).",
    );
    return;
  }
  if (json) {
    console.log(JSON.stringify({ measure: "idle", ...idle }));
    return;
  }
  console.log(
    "\n| packaged app, ms since it was started | page begins | script has run | first paint | interactive: median | lowest | highest |\n|---|---:|---:|---:|---:|---:|---:|",
  );
  for (const isFirst of [true, false]) {
    const these = all.filter((start) => start.isFirst === isFirst);
    const medians = parts.map((part) =>
      quantile(
        these.map((start) => start[part]),
        0.5,
      ).toFixed(0),
    );
    const ready = these.map(({ interactive }) => interactive);
    const ends = [quantile(ready, 0), quantile(ready, 1)].map((value) => value.toFixed(0));
    console.log(`| ${isFirst ? "first start" : "later start"} | ${[...medians, ...ends].join(" | ")} |`);
  }
  console.log(
    `\nAt rest on the start screen: ${(idle.bytes / 1e6).toFixed(0)} MB in ${idle.processes} processes (PSS), ${(100 * idle.processor).toFixed(1)} % of one core.`,
  );
}
