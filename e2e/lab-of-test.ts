import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "@playwright/test";
import { type Layerlab, launchLayerlab } from "./driver.ts";

/** The app of the test that runs. The object is one for a whole file; what it leads to is what runs now. */
export interface LabOfTest extends Layerlab {
  /** Starts the app for the same person, after the one before has ended. */
  launch(options?: { readonly args?: readonly string[]; readonly language?: string }): Promise<void>;
  /** The app is gone at once, as in a power cut. */
  kill(): Promise<void>;
  /** A path in the settings folder, which is there before the app is and goes after it: files of a test lie well there. */
  file(...names: readonly string[]): string;
}

/** Each test of the file has an app with settings of its own, which runs when it begins and is ended after it. */
export function labOfEachTest(): LabOfTest {
  const { lab, prepare, end } = labOfNobody();
  test.beforeEach(async () => {
    await prepare();
    await lab.launch();
  });
  test.afterEach(end);
  return lab;
}

/** The same for tests that put something into the settings folder first, or start the app in a way of their own. */
export function labToLaunch(): LabOfTest {
  const { lab, prepare, end } = labOfNobody();
  test.beforeEach(prepare);
  test.afterEach(end);
  return lab;
}

/** One app for all tests of the file, each of which finds it as the one before left it. */
export function labOfAllTests(): LabOfTest {
  const { lab, prepare, end } = labOfNobody();
  test.beforeAll(async () => {
    await prepare();
    await lab.launch();
  });
  test.afterAll(end);
  return lab;
}

function labOfNobody() {
  let home: string | undefined;
  let running: Layerlab | undefined;
  const there = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error("The app does not run yet: a test of this file launches it.");
    return part;
  };
  const close = async () => {
    await running?.close();
    running = undefined;
  };
  const lab: LabOfTest = {
    get app() {
      return there(running).app;
    },
    get page() {
      return there(running).page;
    },
    get home() {
      return there(home);
    },
    close,
    async kill() {
      const main = lab.app.process();
      const gone = new Promise((resolve) => main.once("exit", resolve));
      main.kill("SIGKILL");
      await gone;
      running = undefined;
    },
    async launch(options = {}) {
      await close();
      running = await launchLayerlab({ ...options, home: there(home) });
    },
    file: (...names) => path.join(there(home), ...names),
  };
  return {
    lab,
    async prepare() {
      home = await mkdtemp(path.join(tmpdir(), "layerlab-journey-"));
    },
    async end() {
      await close();
      // What the app has just let go of may still be written for a moment.
      if (home !== undefined) await rm(home, { recursive: true, force: true, maxRetries: 5 });
      home = undefined;
    },
  };
}
