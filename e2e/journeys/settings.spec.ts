import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { chooseFromMenu, layer, openTemplate } from "../driver.ts";
import { labToLaunch } from "../lab-of-test.ts";

const lab = labToLaunch();

const file = (name: string) => lab.file(name);
const settings = () => lab.page.getByRole("dialog", { name: "Settings" });

function bounds(): Promise<{ x: number; y: number; width: number; height: number }> {
  return lab.app.evaluate(({ BrowserWindow }) => {
    const frame = BrowserWindow.getAllWindows()[0];
    if (!frame) throw new Error("There is no window.");
    return frame.getBounds();
  });
}

/** Ends the app as a person does; nothing is unsaved. */
async function quit(): Promise<void> {
  const ended = lab.app.waitForEvent("close");
  await lab.app.evaluate(({ app }) => setImmediate(() => app.quit()));
  await ended;
}

test("every setting acts at once and is there again at the next start, beside what another version wrote", async () => {
  await writeFile(file("settings.json"), JSON.stringify({ theme: "light", threads: "many", voice: "on" }));
  await lab.launch();
  const { page } = lab;
  const html = page.locator("html");
  await expect(html).toHaveAttribute("data-theme", "light");
  await page.getByTestId("start-screen").waitFor();
  await page.keyboard.press("Control+,");
  await settings().getByRole("radio", { name: "Dark" }).check();
  await expect(html).toHaveAttribute("data-theme", "dark");
  const wide = await page.evaluate(() => window.innerWidth);
  await settings().getByLabel("Text size").selectOption("125 %");
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeCloseTo(wide / 1.25, -1);
  // A few choices are radio buttons, many a list: it depends on the computer.
  const threads = settings().locator('[data-field="threads"]');
  if ((await threads.locator("select").count()) > 0) await threads.locator("select").selectOption("1");
  else await threads.getByRole("radio", { name: "1", exact: true }).check();
  await settings().getByRole("switch", { name: "Single-letter keys" }).click();
  await settings().getByRole("radio", { name: "Fast" }).check();
  await settings().getByLabel("Pictures while training").selectOption("2 a second");
  await settings().getByRole("button", { name: "Close" }).click();
  await quit();
  expect(JSON.parse(await readFile(file("settings.json"), "utf8"))).toEqual({
    theme: "dark",
    textSize: "125",
    letterKeys: false,
    threads: 1,
    maths: "fast",
    mapsRate: "2",
    voice: "on",
  });

  await lab.launch();
  await expect(lab.page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect.poll(() => lab.page.evaluate(() => window.innerWidth)).toBeCloseTo(wide / 1.25, -1);
  await chooseFromMenu(lab, "File", "Settings…");
  await expect(settings().getByLabel("Pictures while training")).toHaveValue("2");
  await settings().getByRole("button", { name: "Close" }).click();
  await lab.page.getByTestId("start-empty").click();
  await lab.page.keyboard.press("Control+i"); // at 125 % it has no column of its own
  await expect(lab.page.getByTestId("inspector").getByRole("radio", { name: "Fast" })).toBeChecked();
});

test("single letters are switched off for those whose words a microphone types, and the sheet of keys says so", async () => {
  await lab.launch();
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  const layers = page.locator("[data-layer]");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await layer(lab, "Dense").click();
  await page.keyboard.press("b");
  await expect(layers).toHaveCount(4);
  await page.keyboard.press("F1");
  await expect(sheet.getByText("Batch norm")).toBeVisible();
  await expect(sheet.getByText("One epoch")).toBeVisible();
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+,");
  await settings().getByRole("switch", { name: "Single-letter keys" }).click();
  await page.keyboard.press("Escape");
  await layer(lab, "Dense").click();
  for (const key of ["c", "l", "/", ".", "Shift+A", "?"]) await page.keyboard.press(key);
  await page.keyboard.press("F1");
  await expect(sheet).toContainText("Keys of a single letter or sign are switched off in the settings.");
  await expect(sheet.getByText("One epoch")).toHaveCount(0);
  await expect(sheet.getByText("Batch norm")).toHaveCount(0);
  await expect(sheet.getByText("Save as")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(layers).toHaveCount(4);
  await expect(page.getByTestId("run-words")).toHaveText("Not trained yet");
  await expect(page.getByTestId("palette-search")).not.toBeFocused();
});

test("the window comes back where it was and as large as it was", async () => {
  await lab.launch();
  const before = { x: 40, y: 30, width: 1130, height: 760 };
  await lab.app.evaluate(
    ({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place),
    before,
  );
  await expect.poll(bounds).toEqual(before);
  await quit();
  await lab.launch();
  expect(await bounds()).toEqual(before);
});

test("a window that was on a screen which is gone comes back in sight; a damaged file is put aside", async () => {
  await writeFile(
    file("window.json"),
    JSON.stringify({ bounds: { x: 9000, y: 9000, width: 1100, height: 720 }, isMaximised: "yes" }),
  );
  await writeFile(file("settings.json"), '{"theme": "dark"');
  await lab.launch();
  const area = await lab.app.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea);
  const { x, y, width, height } = await bounds();
  expect({ width, height }).toEqual({ width: 1100, height: 720 });
  expect(x + width).toBeLessThanOrEqual(area.x + area.width);
  expect(y + height).toBeLessThanOrEqual(area.y + area.height);
  expect(await readFile(file("settings.json.damaged"), "utf8")).toBe('{"theme": "dark"');
});
