import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "@playwright/test";
import { rootSwitches } from "../../e2e/driver.ts";
import { processorSeconds, proportionalBytes } from "./processes.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const executable = path.join(repository, "dist/linux-unpacked/layerlab");
const rounds = 5;
/** Seconds after the start screen until memory is read, and for which the processor is watched then. */
const settling = 8;
const watching = 10;

/** When the parts of a start ended, in milliseconds since the program was started. */
export interface Start {
  /** The first of a person: nothing is kept from an earlier one, Chromium's compiled scripts included. */
  readonly isFirst: boolean;
  /** The window's page begins to load: Electron and the main process are up. */
  readonly page: number;
  /** The page's script has been read and run. */
  readonly script: number;
  /** Something is in the window. */
  readonly painted: number;
  /** The start screen stands with its templates and takes clicks. */
  readonly interactive: number;
}

/** What all processes of the app take while nothing is asked of it. */
export interface Idle {
  readonly bytes: number;
  readonly processes: number;
  /** Share of one core. */
  readonly processor: number;
}

/**
 * Starts the packaged app several times, each time once with a new settings folder and once with the same again, and
 * looks at it at rest. Null where it is not packaged; Linux alone has it where it is looked for.
 */
export async function startUp(tell: (start: Start) => void): Promise<Idle | null> {
  if (!existsSync(executable)) return null;
  let idle: Idle | null = null;
  for (let round = 0; round < rounds; round++) {
    const home = await mkdtemp(path.join(tmpdir(), "layerlab-start-"));
    for (const isFirst of [true, false]) {
      const isLast = round === rounds - 1 && !isFirst;
      idle = await started(home, isLast, (times) => tell({ isFirst, ...times }));
    }
    // Its helper processes may still write into their caches for a moment.
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
  return idle;
}

async function started(
  home: string,
  isWatched: boolean,
  tell: (times: Omit<Start, "isFirst">) => void,
): Promise<Idle | null> {
  const begin = performance.timeOrigin + performance.now();
  const app = spawn(executable, [...rootSwitches(), `--user-data-dir=${home}`, "--remote-debugging-port=0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    const address = await debuggingAddress(app);
    await sleep(3000); // whoever attaches earlier takes part of what is measured
    const browser = await chromium.connectOverCDP(address);
    const page = browser.contexts()[0]?.pages()[0];
    if (!page) throw new Error("The packaged app has no window.");
    await page.waitForFunction(() => performance.getEntriesByName("start-screen").length > 0);
    const times = await page.evaluate(() => {
      const { timeOrigin } = performance;
      const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
      const [mark] = performance.getEntriesByName("start-screen");
      const [painted] = performance.getEntriesByName("first-contentful-paint");
      return {
        page: timeOrigin,
        script: timeOrigin + (navigation?.domContentLoadedEventStart ?? Number.NaN),
        painted: timeOrigin + (painted?.startTime ?? Number.NaN),
        interactive: timeOrigin + (mark?.startTime ?? Number.NaN),
      };
    });
    await browser.close();
    tell({
      page: times.page - begin,
      script: times.script - begin,
      painted: times.painted - begin,
      interactive: times.interactive - begin,
    });
    return isWatched ? await atRest(app.pid ?? 0) : null;
  } finally {
    await end(app);
  }
}

async function atRest(root: number): Promise<Idle> {
  await sleep(settling * 1000);
  const { bytes, processes } = proportionalBytes(root);
  const before = processorSeconds(root);
  await sleep(watching * 1000);
  return { bytes, processes, processor: (processorSeconds(root) - before) / watching };
}

function debuggingAddress(app: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = "";
    app.stderr?.on("data", (chunk: Buffer) => {
      words += chunk.toString();
      const found = /DevTools listening on (ws:\/\/\S+)/.exec(words)?.[1];
      if (found) resolve(found);
    });
    app.once("error", reject);
    app.once("exit", () => reject(new Error(`The packaged app ended by itself:\n${words}`)));
  });
}

async function end(app: ChildProcess): Promise<void> {
  if (app.exitCode !== null) return;
  const ended = new Promise((resolve) => app.once("exit", resolve));
  app.kill();
  await ended;
}
