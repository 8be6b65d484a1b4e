import startScreen from "../../e2e/global-setup.ts";
import { canvasFrames } from "./canvas-frames.ts";

const milliseconds = (value: number) => value.toFixed(1);

/** How smooth the window is: main-thread time a frame on a canvas of 500 layers. */
export async function windowMeasures(json: boolean): Promise<number> {
  const endScreen = await startScreen();
  try {
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
  } finally {
    endScreen();
  }
  return 0;
}
