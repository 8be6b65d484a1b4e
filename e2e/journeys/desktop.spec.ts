import { type ElectronApplication, expect, test } from "@playwright/test";
import { chooseFromMenu, openTemplate, runWords, transport, waitForCurve } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

declare global {
  /** What the app has told the desktop, written down in the main process. */
  var desktopLog: { progress: [number, string | undefined][]; awake: number; notes: string[] };
}

const lab = labOfEachTest();
test.beforeEach(async () => {
  await writeDown(lab.app);
});

const dialog = () => lab.page.getByRole("dialog");

/** Notes what reaches the desktop; the computer is really kept awake. */
function writeDown(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ BrowserWindow, Notification, powerSaveBlocker }) => {
    globalThis.desktopLog = { progress: [], awake: 0, notes: [] };
    const frame = BrowserWindow.getAllWindows()[0];
    if (!frame) throw new Error("There is no window.");
    frame.setProgressBar = (share, options) => {
      globalThis.desktopLog.progress.push([share, options?.mode]);
    };
    const { start, stop } = powerSaveBlocker;
    powerSaveBlocker.start = (kind) => {
      globalThis.desktopLog.awake += 1;
      return start.call(powerSaveBlocker, kind);
    };
    powerSaveBlocker.stop = (id) => {
      globalThis.desktopLog.awake -= powerSaveBlocker.isStarted(id) ? 1 : 0;
      return stop.call(powerSaveBlocker, id);
    };
    Notification.isSupported = () => true;
    Notification.prototype.show = function () {
      globalThis.desktopLog.notes.push(`${this.title}: ${this.body}`);
    };
  });
}

const told = () => lab.app.evaluate(() => globalThis.desktopLog);
const progress = async () => (await told()).progress.at(-1);
const awake = async () => (await told()).awake;

/** Ends the app, as the person does from the menu; it may ask back. */
async function quit(): Promise<void> {
  await lab.app.evaluate(({ app }) => setImmediate(() => app.quit()));
}

test("while it trains the taskbar shows how far it is, and the computer stays awake", async () => {
  await openTemplate(lab, "handwritten-digits");
  expect(await awake()).toBe(0);
  await transport(lab, "Train").click();
  await waitForCurve(lab);
  expect(await awake()).toBe(1);
  const [share, mode] = (await progress()) ?? [];
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(1);
  expect(mode).toBe("normal");
  await transport(lab, "Pause").click();
  await expect.poll(progress).toEqual([expect.any(Number), "paused"]);
  expect(await awake()).toBe(0);
  await transport(lab, "Resume").click();
  await expect.poll(awake).toBe(1);
  await transport(lab, "Stop the run, keep the weights").click();
  await expect.poll(progress).toEqual([-1, undefined]);
  expect(await awake()).toBe(0);
});

test("the end of a long run is told when the window is away, and not when it is in sight", async () => {
  await openTemplate(lab, "three-blobs");
  // An hour goes by with every look at the clock.
  await lab.page.evaluate(() => {
    let now = performance.now();
    performance.now = () => {
      now += 3_600_000;
      return now;
    };
  });
  await lab.app.evaluate(({ BrowserWindow }) => {
    const frame = BrowserWindow.getAllWindows()[0];
    if (frame) frame.isFocused = () => true; // without a window manager nothing has the focus
  });
  await transport(lab, "Train").click();
  await expect(runWords(lab)).toContainText("Trained in", { timeout: 30_000 });
  await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await transport(lab, "Train more").dispatchEvent("click");
  await expect.poll(async () => (await told()).notes, { timeout: 30_000 }).toHaveLength(1);
  expect((await told()).notes[0]).toMatch(/^Three blobs is trained: Trained in .*accuracy/);
});

test("leaving while it trains asks; cancelling trains on, pausing keeps the run to go on with", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await transport(lab, "Train").click();
  await waitForCurve(lab);
  await chooseFromMenu(lab, "File", "New");
  await expect(dialog()).toContainText("Handwritten digits is still training");
  await dialog().getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByTestId("project-name")).toHaveValue("Handwritten digits");
  await expect(transport(lab, "Pause")).toBeVisible();

  await chooseFromMenu(lab, "File", "New");
  await dialog().getByRole("button", { name: "Pause and keep it" }).click();
  await expect(page.getByTestId("project-name")).toHaveValue("Untitled");
  await page.getByRole("button", { name: "Layerlab, application menu" }).click();
  await page.getByRole("button", { name: "Start screen" }).click();
  await expect(page.getByTestId("unfinished-run")).toContainText(/Handwritten digits.*Paused/);
});

test("quitting while it trains asks; stopping ends run and app", async () => {
  await openTemplate(lab, "handwritten-digits");
  await transport(lab, "Train").click();
  await waitForCurve(lab);
  await quit();
  await dialog().getByRole("button", { name: "Cancel" }).click();
  await expect(transport(lab, "Pause")).toBeVisible();
  const ended = lab.app.waitForEvent("close");
  await quit();
  // The window may be gone before the click has ended.
  await dialog()
    .getByRole("button", { name: "Stop it" })
    .click()
    .catch(() => {});
  await ended;
});
