import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Layerlab, launchLayerlab } from "../../e2e/driver.ts";
import { projectText } from "../../engine/project/project.ts";
import { largeNetwork } from "./network.ts";
import { type FrameCost, frameCosts, quantile } from "./trace.ts";
import { traced } from "./tracing.ts";

const layers = 500;
/** Moves of the pointer or wheel in a scene: about as many frames. */
const moves = 120;
/** How long training is watched, in seconds. */
const watched = 6;

export interface FramesOfScene {
  readonly scene: string;
  readonly frames: number;
  /** Milliseconds a frame: time within tasks, and the processor time of these. */
  readonly busy: Quantiles;
  readonly processor: Quantiles;
}
interface Quantiles {
  readonly median: number;
  readonly p95: number;
  readonly highest: number;
}

/** Opens a network of 500 layers, all in sight, and measures the window's main thread while it is moved and trained. */
export async function canvasFrames(tell: (scene: FramesOfScene) => void): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "layerlab-frames-"));
  const file = path.join(folder, "large.layerlab");
  await writeFile(file, projectText(largeNetwork(layers)));
  const lab = await launchLayerlab({ args: [file] });
  try {
    await fill(lab);
    for (const [scene, act] of Object.entries(scenes(lab))) tell(await framesOf(lab, scene, act));
    await startTraining(lab);
    for (const [scene, act] of Object.entries(whileTraining(lab))) tell(await framesOf(lab, scene, act));
  } finally {
    await lab.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The window as large as the screen, every layer in sight. */
async function fill({ app, page }: Layerlab): Promise<void> {
  await page
    .locator("[data-layer]")
    .nth(layers - 1)
    .waitFor();
  await app.evaluate(({ BrowserWindow, screen }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(screen.getPrimaryDisplay().workArea);
  });
  await showAll(page);
  const { seen, all } = await page.evaluate(() => {
    const stage = document.querySelector(".canvas")?.getBoundingClientRect() ?? new DOMRect();
    const boxes = [...document.querySelectorAll("[data-layer]")].map((layer) =>
      layer.getBoundingClientRect(),
    );
    const seen = boxes.filter(
      (box) =>
        box.left >= stage.left &&
        box.right <= stage.right &&
        box.top >= stage.top &&
        box.bottom <= stage.bottom,
    );
    return { seen: seen.length, all: boxes.length };
  });
  if (seen !== layers) throw new Error(`Of ${all} layers only ${seen} are in sight.`);
}

/** All layers in sight again: the scene before may have moved the view. */
async function showAll(page: Layerlab["page"]): Promise<void> {
  await page.getByTestId("fit").click();
  await page.waitForTimeout(1500);
}

type Scenes = Readonly<Record<string, () => Promise<void>>>;

function scenes(lab: Layerlab): Scenes {
  return { pan: () => pan(lab), zoom: () => zoom(lab), "drag a layer": () => drag(lab) };
}

function whileTraining(lab: Layerlab): Scenes {
  return {
    training: () => lab.page.waitForTimeout(watched * 1000),
    "training, pan": () => pan(lab),
    "training, zoom": () => zoom(lab),
  };
}

async function framesOf({ page }: Layerlab, scene: string, act: () => Promise<void>): Promise<FramesOfScene> {
  await showAll(page);
  const events = await traced(page, async () => {
    await page.evaluate(() => performance.mark("scene-from"));
    await act();
    await page.evaluate(() => performance.mark("scene-to"));
  });
  const costs = frameCosts(events, { from: "scene-from", to: "scene-to" });
  const of = (part: keyof FrameCost): Quantiles => {
    const values = costs.map((cost) => cost[part]);
    return { median: quantile(values, 0.5), p95: quantile(values, 0.95), highest: quantile(values, 1) };
  };
  return { scene, frames: costs.length, busy: of("busy"), processor: of("processor") };
}

async function startTraining({ page }: Layerlab): Promise<void> {
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.locator("[data-testid^=picture-]").first().waitFor({ timeout: 120_000 });
  await page.waitForTimeout(3000); // the first pictures and looks are of another kind
}

/** There and back again, so that all layers stay in sight. */
async function pan({ page }: Layerlab): Promise<void> {
  await overCanvas(page);
  for (let move = 0; move < moves; move++) await page.mouse.wheel(way(move, 2), way(move, 1));
}

async function zoom({ page }: Layerlab): Promise<void> {
  await overCanvas(page);
  await page.keyboard.down("Control");
  for (let move = 0; move < moves; move++) await page.mouse.wheel(0, way(move + moves / 8, -4));
  await page.keyboard.up("Control");
}

/** One way for a quarter of the moves, back for two quarters, and to the beginning. */
function way(move: number, step: number): number {
  const quarter = Math.floor((4 * move) / moves) % 4;
  return quarter === 0 || quarter === 3 ? step : -step;
}

async function drag({ page }: Layerlab): Promise<void> {
  const box = await page.locator("[data-layer]").nth(250).boundingBox();
  if (!box) throw new Error("There is no layer to drag.");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let move = 0; move < moves; move++) await page.mouse.move(x + move / 2, y + move / 4);
  await page.mouse.up();
}

async function overCanvas(page: Layerlab["page"]): Promise<void> {
  const box = await page.getByTestId("canvas").boundingBox();
  if (!box) throw new Error("The window has no canvas.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
}
