import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import {
  type ElectronApplication,
  _electron as electron,
  expect,
  type Locator,
  type Page,
} from "@playwright/test";
import type { DesktopBridge, TrainingEvent } from "../app/contract/calls.ts";

declare global {
  interface Window {
    /** What the preload script gives the window. */
    readonly desktop: DesktopBridge;
  }
  interface WindowEventMap {
    /** What the training worker tells, for whoever listens in the window. */
    readonly training: CustomEvent<TrainingEvent>;
  }
}

const repository = path.resolve(import.meta.dirname, "..");

/**
 * Makes the app wait until Playwright listens. Playwright leaves it out where it is told which Electron to start. Without
 * it, one launch in some dozens hung on a loaded machine: attached while the window was loading its page, Playwright
 * misses that, and waits for it for ever.
 */
const playwrightLoader = path.join(
  path.dirname(createRequire(import.meta.url).resolve("playwright-core/package.json")),
  "lib/server/electron/loader.js",
);

/** The running app: its processes, its window, and how to end it. */
export interface Layerlab {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Where this app keeps its settings; pass it to the next launch to come back as the same person. */
  readonly home: string;
  /** Ends the app. The settings folder goes too, unless it was handed in. */
  close(): Promise<void>;
}

/**
 * Starts the built app with settings of its own, so that no journey sees what another left behind, and waits until its
 * window is drawn.
 * @param options.home settings folder of an earlier launch
 * @param options.args further words on the command line, for example a project file
 * @param options.language what the system speaks
 */
export async function launchLayerlab(
  options: { readonly home?: string; readonly args?: readonly string[]; readonly language?: string } = {},
): Promise<Layerlab> {
  const home = options.home ?? (await mkdtemp(path.join(tmpdir(), "layerlab-journey-")));
  const app = await electron.launch({
    executablePath: electronPath(),
    args: [
      ...rootSwitches(),
      "--require",
      playwrightLoader,
      repository,
      `--user-data-dir=${home}`,
      `--lang=${options.language ?? "en-US"}`,
      ...(options.args ?? []),
    ],
    cwd: repository,
  });
  let hasEnded = false;
  app.once("close", () => {
    hasEnded = true;
  });
  const page = await app.firstWindow();
  // Loaded is not drawn: on a busy machine a first look, or a first key, would come before anything is there.
  await page.locator("#root > *").first().waitFor();
  const close = async () => {
    // Without the question about unsaved changes: nobody is there to answer it. The app may have ended already.
    if (!hasEnded) {
      const ended = app.waitForEvent("close");
      await app.evaluate((electronModules) => electronModules.app.exit(0)).catch(() => {});
      await ended;
    }
    if (options.home === undefined) await rm(home, { recursive: true, force: true });
  };
  return { app, page, home, close };
}

/** Starts the app once more for the same person, and waits until that second process has ended by itself. */
export async function launchAgain({ home }: Layerlab, args: readonly string[]): Promise<void> {
  const words = [...rootSwitches(), repository, `--user-data-dir=${home}`, ...args];
  await promisify(execFile)(electronPath(), words, { cwd: repository });
}

/** Chromium's sandbox refuses to start as root; everyone else runs with it on. */
export function rootSwitches(): readonly string[] {
  return process.platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}

function electronPath(): string {
  const found = process.env.LAYERLAB_ELECTRON_PATH;
  if (found === undefined)
    throw new Error("e2e/global-setup.ts has not run: start the journeys with Playwright");
  return found;
}

/** Opens one of the templates from the start screen, by its name, and waits until its network is drawn. */
export async function openTemplate({ page }: Layerlab, name: string): Promise<void> {
  await page.getByTestId(`template-${name}`).click();
  await page.getByTestId("start-screen").waitFor({ state: "detached" });
  await page.locator("[data-edge-id]").first().waitFor({ state: "attached" });
}

/** What a column of the native menu offers, as it is written there. */
export function menuEntries({ app }: Layerlab, column: string): Promise<string[]> {
  return app.evaluate(
    ({ Menu }, wanted) =>
      Menu.getApplicationMenu()
        ?.items.find(({ label }) => label === wanted)
        ?.submenu?.items.map(({ label }) => label) ?? [],
    column,
  );
}

/** Chooses an entry of the native menu, such as File, Save as… */
export async function chooseFromMenu({ app }: Layerlab, column: string, entry: string): Promise<void> {
  await app.evaluate(
    ({ Menu }, [wantedColumn, wantedEntry]) => {
      const found = Menu.getApplicationMenu()
        ?.items.find(({ label }) => label === wantedColumn)
        ?.submenu?.items.find(({ label }) => label === wantedEntry);
      if (!found) throw new Error(`The menu has no ${wantedColumn}, ${wantedEntry}.`);
      found.click();
    },
    [column, entry],
  );
}

/** What the person will answer in the system's own dialogs from now on: a file, or null to cancel. */
export async function answerFileDialogs({ app }: Layerlab, file: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    const canceled = chosen === null;
    dialog.showSaveDialog = async () => ({ canceled, filePath: chosen ?? "" });
    dialog.showOpenDialog = async () => ({ canceled, filePaths: chosen === null ? [] : [chosen] });
  }, file);
}

/** Drops a file of the disk on the window. */
export async function dropFile({ page }: Layerlab, file: string): Promise<void> {
  // Only a file that was chosen from the disk has a path; this field stands in for the desktop it is dragged from.
  const field = await page.evaluateHandle(() => {
    const input = document.createElement("input");
    input.type = "file";
    return input;
  });
  await field.asElement()?.setInputFiles(file);
  await field.evaluate((input) => {
    const data = new DataTransfer();
    for (const each of (input as HTMLInputElement).files ?? []) data.items.add(each);
    document.body.dispatchEvent(
      new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
    );
  });
}

/** A layer on the canvas, by the name written on it. */
export function layer({ page }: Layerlab, name: string): Locator {
  return page.getByTestId(`node-${name}`);
}

/** Drags a kind of layer from the palette to a place on the canvas, in pixels from its upper left corner. */
export async function dragLayer(
  { page }: Layerlab,
  kind: string,
  at: { readonly x: number; readonly y: number },
): Promise<void> {
  const entry = page.getByTestId(`palette-${kind}`);
  await entry.scrollIntoViewIfNeeded();
  const from = await centreOf(entry);
  const canvas = await boxOf(page.getByTestId("canvas"));
  await dragMouse(page, from, { x: canvas.x + at.x, y: canvas.y + at.y });
  await page.mouse.up();
}

/** Draws a connection from the output of one layer to an input of another, and lets go there. */
export async function connect(lab: Layerlab, from: string, to: string, input = 0): Promise<void> {
  await beginConnection(lab, from, to, input);
  await lab.page.mouse.up();
}

/** The same up to the moment before the button is let go. */
export async function beginConnection(lab: Layerlab, from: string, to: string, input = 0): Promise<void> {
  const start = await centreOf(layer(lab, from).locator('[data-port="out"]'));
  const end = await centreOf(layer(lab, to).locator(`[data-port="in-${input}"]`));
  await dragMouse(lab.page, start, end);
}

/** Selects a layer, so that the inspector shows it. */
export async function select(lab: Layerlab, name: string): Promise<void> {
  await layer(lab, name).locator(".layer-head").click();
  await expect(lab.page.getByTestId("layer-name")).toHaveValue(name);
}

/** Lets go of every layer: the inspector shows the settings of the training. */
export async function selectNothing({ page }: Layerlab): Promise<void> {
  await page
    .getByTestId("canvas")
    .locator(".react-flow__pane")
    .click({ position: { x: 4, y: 200 } });
  await expect(page.getByTestId("inspector").getByRole("heading", { name: "Training" })).toBeVisible();
}

/** Types into a field of the inspector. */
export async function setField({ page }: Layerlab, label: string, value: string): Promise<void> {
  const field = page.getByTestId("inspector").getByRole("textbox", { name: label, exact: true });
  await field.fill(value);
  await field.press("Enter");
  await expect(field).toHaveValue(value);
}

/** A button of the transport row, such as "Train one batch". */
export function transport({ page }: Layerlab, name: string): Locator {
  return page.getByTestId("dock").getByRole("button", { name, exact: true });
}

/** What the run says of itself in the transport row. */
export function runWords({ page }: Layerlab): Locator {
  return page.getByTestId("run-words");
}

/** The chart's latest values, as it says them to people who do not see it: "Loss: Training 0.532". */
export async function curve({ page }: Layerlab, name = "Loss"): Promise<string> {
  const chart = page.getByTestId("dock").locator(`[aria-roledescription="chart"][aria-label^="${name}"]`);
  return (await chart.getAttribute("aria-label")) ?? "";
}

/** Waits until the loss has a value, and then until it has another one, or until a short run has ended with it. */
export async function waitForCurve(lab: Layerlab): Promise<void> {
  await expect.poll(() => curve(lab), { timeout: 30_000 }).toMatch(/Training \d/);
  const first = await curve(lab);
  const moved = async () =>
    (await curve(lab)) !== first || /^Trained in/.test((await runWords(lab).textContent()) ?? "");
  await expect.poll(moved, { timeout: 30_000 }).toBe(true);
}

/** The pixels of the picture on a layer; empty while there is none. */
export async function picture(lab: Layerlab, name: string): Promise<string> {
  const canvas = layer(lab, name).locator("[data-show] canvas");
  return (await canvas.count()) === 0
    ? ""
    : canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
}

/** The network in the document, as it would be saved: what undo and redo must bring back. */
export async function savedGraph(lab: Layerlab, file: string): Promise<unknown> {
  await answerFileDialogs(lab, file);
  await chooseFromMenu(lab, "File", "Save as…");
  await expect(lab.page.getByTestId("save-state")).toHaveText(/^Saved/);
  // After an undo to what was saved before it says so already: the file itself is waited for.
  await expect.poll(() => existsSync(file)).toBe(true);
  return JSON.parse(await readFile(file, "utf8")).graph;
}

/** The shapes written on the connections. */
export function shapesOnEdges({ page }: Layerlab): Promise<string[]> {
  return page.locator(".tensor-shape").allTextContents();
}

/** Gives the window's content a size, which the smallest screens have: asked for again where a start took it back. */
export async function resize(lab: Layerlab, width: number, height: number): Promise<void> {
  const ask = () =>
    lab.app.evaluate(
      ({ BrowserWindow }, [wide, high]) => BrowserWindow.getAllWindows()[0]?.setContentSize(wide, high),
      [width, height] as const,
    );
  await expect(async () => {
    await ask();
    const inner = () => lab.page.evaluate(() => [window.innerWidth, window.innerHeight]);
    await expect.poll(inner, { timeout: 2000 }).toEqual([width, height]);
  }).toPass({ timeout: 12_000 });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Presses at one point and moves to another in steps, as a hand does; the button stays down. */
async function dragMouse(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 6, from.y + 3, { steps: 2 });
  await page.mouse.move(to.x, to.y, { steps: 6 });
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`Not on the screen: ${locator}`);
  return box;
}

/** Of what may still be moving: where it stays. */
async function centreOf(locator: Locator): Promise<Point> {
  let last = "";
  await expect
    .poll(
      async () => {
        const before = last;
        last = JSON.stringify(await locator.boundingBox());
        return last === before;
      },
      { intervals: [50] },
    )
    .toBe(true);
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height / 2 };
}
