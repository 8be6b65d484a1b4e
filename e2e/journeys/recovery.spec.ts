import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { answerFileDialogs, chooseFromMenu, openTemplate } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const file = (name: string) => lab.file(name);
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
  await lab.kill();

  await lab.launch();
  await expect(dialog()).toContainText("Layerlab ended before Spirals, unsaved was saved");
  await expect(dialog()).toContainText(/kept today .*, with \d+ layers\. Its file is .*spirals\.layerlab/);
  await button("Open the copy").click();
  await expect(projectName()).toHaveValue("Spirals, unsaved");
  await expect(saveState()).toHaveText("Edited");
  await lab.kill(); // before the first change of its own

  await lab.launch();
  await button("Open the copy").click();
  await expect(projectName()).toHaveValue("Spirals, unsaved");
  await answerFileDialogs(lab, null); // the file is known: no dialog asks
  await chooseFromMenu(lab, "File", "Save");
  await expect(saveState()).toHaveText(/^Saved/);
  expect(JSON.parse(await readFile(file("spirals.layerlab"), "utf8"))).toMatchObject({
    name: "Spirals, unsaved",
  });
  await lab.kill();
  await lab.launch();
  await lab.page.getByTestId("start-screen").getByText("Spirals, unsaved").first().waitFor();
  await expect(dialog()).toHaveCount(0); // saved: nothing to offer
});

test("a copy that is discarded, or whose changes were given up, is not offered again", async () => {
  await openTemplate(lab, "three-blobs");
  await renameUnsaved("Blobs of mine");
  await lab.kill();
  await lab.launch();
  await button("Not now").click();
  await lab.kill();
  await lab.launch();
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
  await lab.launch();
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
