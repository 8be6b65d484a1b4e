import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { encode } from "fast-png";
import { answerFileDialogs, chooseFromMenu, dropFile, openTemplate, runWords, transport } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const file = (name: string) => lab.file(name);
const projectName = () => lab.page.getByTestId("project-name");
const dialog = () => lab.page.getByRole("dialog");
const panel = () => lab.page.getByTestId("try-it");

/** A trained network of digits, its model file, a project, a table and a picture of a one: white on black, as the digits are. */
async function prepare(): Promise<void> {
  await openTemplate(lab, "three-blobs");
  await answerFileDialogs(lab, file("blobs.layerlab"));
  await chooseFromMenu(lab, "File", "Save as…");
  await expect(lab.page.getByTestId("save-state")).toHaveText(/^Saved/);
  await writeFile(file("fruit.csv"), "size,kind\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n");
  const [width, height] = [40, 40];
  const data = Uint8Array.from({ length: width * height }, (_, pixel) =>
    pixel % width > 17 && pixel % width < 22 && pixel > 5 * width && pixel < 35 * width ? 255 : 0,
  );
  await writeFile(file("one.png"), encode({ width, height, data, channels: 1, depth: 8 }));
  await toStart();
  await openTemplate(lab, "handwritten-digits");
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused after batch 1", { timeout: 30_000 });
  await answerFileDialogs(lab, file("digits.json"));
  await chooseFromMenu(lab, "File", "Export model…");
  await expect(dialog()).toContainText("The model is exported");
  await lab.page.keyboard.press("Escape");
}

async function toStart(): Promise<void> {
  await lab.page.getByRole("button", { name: "Layerlab, application menu" }).click();
  await lab.page.getByRole("button", { name: "Start screen" }).click();
  await expect(lab.page.getByTestId("start-screen")).toBeVisible();
}

/** Ctrl and a letter, as they come from the keyboard of the system, so that the native menu hears them. */
function pressNatively(letter: string): Promise<void> {
  return lab.app.evaluate(({ BrowserWindow }, keyCode) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    for (const type of ["keyDown", "keyUp"] as const)
      contents?.sendInputEvent({ type, keyCode, modifiers: ["control"] });
  }, letter);
}

/** The screens that a file may be dropped on; all but the last with the model of digits behind them. */
const screens: Readonly<Record<string, () => Promise<void>>> = {
  "start screen": toStart,
  Build: async () => {
    await lab.page.keyboard.press("Control+1");
    await expect(lab.page.getByTestId("canvas")).toBeVisible();
  },
  Inspect: async () => {
    await lab.page.keyboard.press("Control+2");
    await expect(lab.page.getByTestId("microscope")).toBeVisible();
  },
  "Try it": async () => {
    await lab.page.keyboard.press("Control+1");
    await lab.page.getByTestId("dock").getByRole("button", { name: "Try it" }).click();
    await expect(panel()).toBeVisible();
  },
};

test("project, model, table and picture are dropped on every screen", async () => {
  test.setTimeout(120_000);
  const { page } = lab;
  await prepare();
  for (const [name, show] of Object.entries(screens))
    await test.step(name, async () => {
      // A model: its network with its weights, whatever was open.
      await dropFile(lab, file("digits.json"));
      const leave = dialog().getByRole("button", { name: "Don't save" });
      await expect(leave.or(dialog().getByText("The model is imported"))).toBeVisible();
      if (await leave.isVisible()) await leave.click();
      await expect(dialog()).toContainText("come out bit for bit");
      await page.keyboard.press("Escape");
      await expect(projectName()).toHaveValue("Handwritten digits");

      // A table: its columns are asked for; whoever cancels keeps the document.
      await show();
      await dropFile(lab, file("fruit.csv"));
      await expect(page.getByRole("dialog", { name: "Columns of fruit.csv" })).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(dialog()).toHaveCount(0);
      await expect(projectName()).toHaveValue("Handwritten digits");
      if (await panel().isVisible())
        await page.getByRole("button", { name: "Close, back to the data set" }).click();

      // A picture: this network looks at pictures, so it is tried.
      await show();
      await dropFile(lab, file("one.png"));
      await expect(panel().getByRole("img", { name: "The chosen picture" })).toBeVisible();
      await expect(panel().getByRole("region", { name: "What the network answers" })).toContainText("%");

      // A project: another document, which has nothing to do with what was tried before.
      await dropFile(lab, file("blobs.layerlab"));
      await expect(leave.or(page.getByTestId("node-Dense"))).toBeVisible();
      if (await leave.isVisible()) await leave.click();
      await expect(projectName()).toHaveValue("Three blobs");
      await expect(page.getByTestId("canvas")).toBeVisible();
      await expect(panel()).toHaveCount(0);
      await expect(page.getByTestId("inspector")).toBeVisible();
    });

  // A network of points does not look at pictures, and one picture is no data set: told with what to do.
  await dropFile(lab, file("one.png"));
  await expect(dialog()).toContainText("one.png is one picture");
  await expect(dialog()).toContainText("open Try it and drop it there");
  await page.keyboard.press("Escape");
  await expect(projectName()).toHaveValue("Three blobs");
});

test("Ctrl Shift S saves under another name, Ctrl W closes the window after asking about changes", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  await answerFileDialogs(lab, file("first.layerlab"));
  await page.keyboard.press("Control+s");
  await expect(page.getByTestId("save-state")).toHaveText(/^Saved/);
  await projectName().fill("Blobs, second");
  await projectName().press("Enter");
  await answerFileDialogs(lab, file("second.layerlab"));
  await page.keyboard.press("Control+Shift+s");
  await expect.poll(() => existsSync(file("second.layerlab"))).toBe(true);
  await expect(page.getByTestId("save-state")).toHaveText(/^Saved/);
  expect(JSON.parse(await readFile(file("second.layerlab"), "utf8")).name).toBe("Blobs, second");
  expect(JSON.parse(await readFile(file("first.layerlab"), "utf8")).name).toBe("Three blobs");
  // From now on the second file is the document's.
  await projectName().fill("Blobs, third");
  await projectName().press("Enter");
  await answerFileDialogs(lab, null);
  await page.keyboard.press("Control+s");
  await expect
    .poll(async () => JSON.parse(await readFile(file("second.layerlab"), "utf8")).name)
    .toBe("Blobs, third");

  await projectName().fill("Blobs, unsaved");
  await projectName().press("Enter");
  await pressNatively("W");
  await expect(dialog()).toContainText("Save the changes to Blobs, unsaved?");
  await dialog().getByRole("button", { name: "Cancel" }).click();
  await expect(projectName()).toHaveValue("Blobs, unsaved");
  const ended = lab.app.waitForEvent("close");
  await pressNatively("W");
  await dialog()
    .getByRole("button", { name: "Don't save" })
    .click()
    // The window may be gone before the click has ended.
    .catch(() => {});
  await ended;
});
