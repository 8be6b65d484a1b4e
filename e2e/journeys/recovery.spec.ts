import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import {
  answerFileDialogs,
  chooseFromMenu,
  killLayerlab,
  type Layerlab,
  launchLayerlab,
  openTemplate,
} from "../driver.ts";

let home: string;
let lab: Layerlab;
test.beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "layerlab-recovery-"));
  lab = await launchLayerlab({ home });
});
test.afterEach(async () => {
  await lab.close();
  await rm(home, { recursive: true, force: true });
});

const file = (name: string) => path.join(home, name);
const projectName = () => lab.page.getByTestId("project-name");
const saveState = () => lab.page.getByTestId("save-state");
const dialog = () => lab.page.getByRole("dialog");
const button = (name: string) => dialog().getByRole("button", { name, exact: true });

/** Renames the project and waits until its copy is on the disk. */
async function renameUnsaved(name: string): Promise<void> {
  await projectName().fill(name);
  await projectName().press("Enter");
  await expect.poll(() => readFile(file("drafts/current.json"), "utf8").catch(() => "")).toContain(name);
}

test("killed with unsaved changes: the next start offers the copy, which is saved to the file it came from", async () => {
  await openTemplate(lab, "two-spirals");
  await answerFileDialogs(lab, file("spirals.layerlab"));
  await chooseFromMenu(lab, "File", "Save as…");
  await expect(saveState()).toHaveText(/^Saved/);
  await renameUnsaved("Spirals, unsaved");
  await killLayerlab(lab);

  lab = await launchLayerlab({ home });
  await expect(dialog()).toContainText("Layerlab ended before Spirals, unsaved was saved");
  await expect(dialog()).toContainText(/kept today .*, with \d+ layers\. Its file is .*spirals\.layerlab/);
  await button("Open the copy").click();
  await expect(projectName()).toHaveValue("Spirals, unsaved");
  await expect(saveState()).toHaveText("Edited");
  await killLayerlab(lab); // before the first change of its own

  lab = await launchLayerlab({ home });
  await button("Open the copy").click();
  await expect(projectName()).toHaveValue("Spirals, unsaved");
  await answerFileDialogs(lab, null); // the file is known: no dialog asks
  await chooseFromMenu(lab, "File", "Save");
  await expect(saveState()).toHaveText(/^Saved/);
  expect(JSON.parse(await readFile(file("spirals.layerlab"), "utf8"))).toMatchObject({
    name: "Spirals, unsaved",
  });
  await killLayerlab(lab);
  lab = await launchLayerlab({ home });
  await lab.page.getByTestId("start-screen").getByText("Spirals, unsaved").first().waitFor();
  await expect(dialog()).toHaveCount(0); // saved: nothing to offer
});

test("a copy that is discarded, or whose changes were given up, is not offered again", async () => {
  await openTemplate(lab, "three-blobs");
  await renameUnsaved("Blobs of mine");
  await killLayerlab(lab);
  lab = await launchLayerlab({ home });
  await button("Not now").click();
  await killLayerlab(lab);
  lab = await launchLayerlab({ home });
  await button("Discard it").click();
  await expect(dialog()).toHaveCount(0);

  await openTemplate(lab, "three-blobs");
  await renameUnsaved("Blobs again");
  const ended = lab.app.waitForEvent("close");
  await lab.app.evaluate(({ app }) => setImmediate(() => app.quit()));
  // The window may be gone before the click has ended.
  await button("Don't save")
    .click()
    .catch(() => {});
  await ended;
  lab = await launchLayerlab({ home });
  await lab.page.getByTestId("start-first").waitFor();
  await expect(dialog()).toHaveCount(0);
});

test("a page that dies comes back by itself and offers what was unsaved", async () => {
  await openTemplate(lab, "three-blobs");
  await renameUnsaved("Blobs before the crash");
  // Playwright gives up a page that has died: the main process is asked.
  await lab.app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const back = new Promise((resolve) => contents?.once("did-finish-load", () => resolve(null)));
    contents?.forcefullyCrashRenderer();
    await back;
  });
  const shown = () =>
    lab.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]
        ?.webContents.executeJavaScript("document.querySelector('dialog[open]')?.textContent ?? ''")
        .catch(() => ""),
    );
  await expect.poll(shown, { timeout: 15_000 }).toContain("Blobs before the crash");
});
