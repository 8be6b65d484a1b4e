import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type ElectronApplication, _electron as electron, type Page } from "@playwright/test";
import type { DesktopBridge } from "../app/contract/desktop.ts";

declare global {
  interface Window {
    /** What the preload script gives the window. */
    readonly desktop: DesktopBridge;
  }
}

const repository = path.resolve(import.meta.dirname, "..");

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
 * Starts the built app with settings of its own, so that no journey sees what another left behind.
 * @param options.home settings folder of an earlier launch
 * @param options.args further words on the command line, for example a project file
 */
export async function launchLayerlab(
  options: { readonly home?: string; readonly args?: readonly string[] } = {},
): Promise<Layerlab> {
  const home = options.home ?? (await mkdtemp(path.join(tmpdir(), "layerlab-journey-")));
  const app = await electron.launch({
    executablePath: electronPath(),
    args: [...rootSwitches(), repository, `--user-data-dir=${home}`, ...(options.args ?? [])],
    cwd: repository,
  });
  const page = await app.firstWindow();
  const close = async () => {
    await app.close();
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

/** Opens one of the templates from the start screen, by its name. */
export async function openTemplate({ page }: Layerlab, name: string): Promise<void> {
  await page.getByTestId(`template-${name}`).click();
  await page.getByTestId("start-screen").waitFor({ state: "detached" });
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
