import { expect, test } from "@playwright/test";
import {
  answerFileDialogs,
  chooseFromMenu,
  type Layerlab,
  layer,
  menuEntries,
  openTemplate,
  resize,
  select,
  selectNothing,
} from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const search = ({ page }: Layerlab) => page.getByRole("combobox", { name: "Commands and layers" });

/** Types a word, sees what the list offers first, and takes it. */
async function choose(words: string, first: string | RegExp, key = "Enter"): Promise<void> {
  await lab.page.keyboard.press("Control+k");
  await expect(search(lab)).toBeVisible();
  await lab.page.keyboard.type(words);
  const list = lab.page.getByRole("dialog", { name: "Commands and layers" });
  await expect(list.getByRole("option", { selected: true })).toHaveText(first);
  await lab.page.keyboard.press(key);
  await expect(search(lab)).toBeHidden();
}

test("everything is a word away: a layer, undo, tidy, the list of keys", async () => {
  const { page } = lab;
  await openTemplate(lab, "one-straight-line");
  const layers = page.locator("[data-layer]");
  const before = await layers.count();
  await choose("dropout", "Dropout");
  await expect(layers).toHaveCount(before + 1);
  await choose("undo", /^Undo/);
  await expect(layers).toHaveCount(before);
  await choose("redo", /^Redo/);
  await expect(layers).toHaveCount(before + 1);
  await choose("select all", /^Select all/);
  await choose("duplicate", /^Duplicate/);
  await expect(layers).toHaveCount(2 * (before + 1));
  await choose("keyboard shortcuts", /^Keyboard shortcuts/);
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(sheet.getByRole("heading", { name: "Keyboard shortcuts" })).toBeInViewport();
  expect(await sheet.evaluate((element) => element.scrollHeight - element.clientHeight)).toBe(0);
  await page.keyboard.press("Escape");
});

test("selected layers align by menu, keyboard and the list of commands, each one step to undo", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  const places = async () =>
    (
      await page.locator("[data-layer]").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()))
    ).map(({ top, left }) => ({ top: Math.round(top), left: Math.round(left) }));
  const drawn = await places();
  const ways = (side: "top" | "left") => async () =>
    new Set((await places()).map((place) => place[side])).size;
  await layer(lab, "Dense").click();
  await page.keyboard.press("Control+a");

  await page.keyboard.press("Alt+a");
  await expect.poll(ways("left")).toBe(1);
  await expect(page.getByTestId("undo")).toHaveAccessibleName("Undo align left of 3 layers");
  await page.keyboard.press("Control+z");
  await expect.poll(places).toEqual(drawn);

  await page.keyboard.press("Alt+ArrowDown");
  await chooseFromMenu(lab, "Arrange", "Align left");
  await expect.poll(ways("left")).toBe(1);
  await page.keyboard.press("Control+z");
  await choose("align left", /^Align left/);
  await expect.poll(ways("left")).toBe(1);
  await page.keyboard.press("Control+z");
  await expect.poll(ways("left")).toBe(3);
  await selectNothing(lab);
  await layer(lab, "Dense").click();
  await chooseFromMenu(lab, "Arrange", "Distribute down");
  await expect(page.locator(".canvas-said")).toHaveText("Distribute down: select at least 3 layers.");
});

test("a layer dragged with Alt stays, and a copy lands where it is let go", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  const layers = page.locator("[data-layer]");
  const before = await layer(lab, "Dense").boundingBox();
  if (!before) throw new Error("Dense is not in sight.");
  const [x, y] = [before.x + 20, before.y + 18];
  await page.mouse.move(x, y);
  await page.keyboard.down("Alt");
  await page.mouse.down();
  await page.mouse.move(x, y + 160, { steps: 8 });
  await page.mouse.up();
  await page.keyboard.up("Alt");
  await expect(layers).toHaveCount(4);
  expect(await layer(lab, "Dense").boundingBox()).toEqual(before);
  await expect(page.getByTestId("undo")).toHaveAccessibleName("Undo duplicate Dense");
  await page.keyboard.press("Control+z");
  await expect(layers).toHaveCount(3);
});

test("undo and redo say what they would do, in the menu, in the list and on the button, after saving too", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  expect(await menuEntries(lab, "Edit")).toEqual(expect.arrayContaining(["Undo", "Redo"]));
  await layer(lab, "Dense").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Alt+ArrowDown");
  const undo = page.getByTestId("undo");
  await expect(undo).toHaveAccessibleName("Undo move 3 layers");
  await expect.poll(() => menuEntries(lab, "Edit")).toContain("Undo move 3 layers");

  const file = test.info().outputPath("moved.layerlab");
  await answerFileDialogs(lab, file);
  await chooseFromMenu(lab, "File", "Save as…");
  await expect(page.getByTestId("save-state")).toHaveText(/^Saved/);
  const top = (await layer(lab, "Dense").boundingBox())?.y ?? 0;
  await choose("undo", /^Undo move 3 layers/);
  await expect.poll(async () => (await layer(lab, "Dense").boundingBox())?.y).toBeLessThan(top);
  await expect(page.getByTestId("save-state")).toHaveText("Edited");

  await expect
    .poll(() => menuEntries(lab, "Edit"))
    .toEqual(expect.arrayContaining(["Undo", "Redo move 3 layers"]));
  await chooseFromMenu(lab, "Edit", "Redo move 3 layers");
  await expect.poll(async () => (await layer(lab, "Dense").boundingBox())?.y).toBe(top);
  await expect(page.getByTestId("save-state")).toHaveText(/^Saved/);
});

test("Escape changes nothing, and a word that nothing is called by says what to try", async () => {
  const { page } = lab;
  await openTemplate(lab, "one-straight-line");
  const before = await page.locator("[data-layer]").count();
  await choose("dense", "Dense", "Escape");
  await expect(page.locator("[data-layer]")).toHaveCount(before);
  await page.keyboard.press("Control+k");
  await expect(search(lab)).toBeVisible();
  await page.keyboard.type("xyzzy");
  await expect(page.getByText("Nothing is called so.")).toBeVisible();
});

test("commands come before layers, and what was used last before all others", async () => {
  const { page } = lab;
  await openTemplate(lab, "one-straight-line");
  const list = page.getByRole("dialog", { name: "Commands and layers" });
  const headings = list.locator("[cmdk-group-heading]");
  await page.keyboard.press("Control+k");
  await expect(headings.first()).toHaveText("Training");
  await expect(headings.last()).toHaveText("Add a layer");
  await expect(list.getByRole("option", { selected: true })).toHaveText(/^Train or pause/);
  await page.keyboard.press("Escape");
  await choose("fit the network", /^Fit the network/);
  await page.keyboard.press("Control+k");
  await expect(headings.first()).toHaveText("Recently used");
  await expect(list.getByRole("option", { selected: true })).toHaveText(/^Fit the network/);
  // A layer needs no more than its name, as before.
  await page.keyboard.type("dropout");
  await expect(list.getByRole("option", { selected: true })).toHaveText("Dropout");
});

test("on the start screen only what makes sense there is offered", async () => {
  const { page } = lab;
  await expect(page.getByTestId("template-fashion-classifier")).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(search(lab)).toBeVisible();
  await expect(page.getByRole("option", { name: "Save as" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(search(lab)).toBeHidden();
  await choose("new", /^New project/);
  await expect(page.locator('[data-region="canvas"]')).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const)
  test(`the list fits the smallest window, ${colorScheme}`, async () => {
    await lab.page.emulateMedia({ colorScheme });
    await resize(lab, 1024, 700);
    await openTemplate(lab, "fashion-classifier");
    await lab.page.keyboard.press("Control+k");
    await expect(search(lab)).toBeVisible();
    await lab.page.screenshot({ path: test.info().outputPath("commands.png") });
    const box = await lab.page.locator("dialog.command-list").boundingBox();
    expect(box && box.y + box.height).toBeLessThan(700);
    await lab.page.keyboard.press("Escape");
    await lab.page.keyboard.press("F1");
    const sheet = lab.page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(sheet).toBeVisible();
    await expect(sheet.getByRole("term").filter({ hasText: "Close window" })).toBeInViewport({ ratio: 1 });
    expect(await sheet.evaluate((element) => element.scrollHeight - element.clientHeight)).toBe(0);
    await lab.page.keyboard.press("Escape");
    // Settings that float over the canvas leave the row that stops a run in sight.
    await select(lab, "Conv 1");
    await expect(lab.page.getByRole("button", { name: "Show the charts" })).toBeInViewport();
    await lab.page.getByRole("button", { name: "Show the charts" }).click();
    await lab.page.getByRole("button", { name: "Hide the charts" }).click();
    // The palette is a column of glyphs here: it opens to search and folds again; the data set is one of them.
    await lab.page.keyboard.press("/");
    await expect(lab.page.getByTestId("palette-search")).toBeFocused();
    await lab.page.keyboard.press("Escape");
    await expect(lab.page.getByTestId("palette-search")).toHaveCount(0);
    await lab.page.getByRole("button", { name: "Data set: Fashion-MNIST" }).click();
    await lab.page.getByRole("button", { name: /^Handwritten digits/ }).click();
    await lab.page.keyboard.press("Escape");
    await expect(lab.page.getByRole("button", { name: "Data set: Handwritten digits" })).toBeVisible();
  });

test("a layer is found on the canvas by its name or kind, by keyboard alone", async () => {
  const { page } = lab;
  await openTemplate(lab, "fashion-classifier");
  await page.keyboard.press("Control+f");
  const search = page.getByTestId("canvas-search");
  await expect(search.getByRole("textbox")).toBeFocused();
  await page.keyboard.type("conv");
  await expect(search).toContainText("1 of 2");
  await expect(page.getByTestId("layer-name")).toHaveValue("Conv 1");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("layer-name")).toHaveValue("Conv 2");
  await expect(page.getByTestId("node-Conv 2")).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(search).toContainText("1 of 2");
  await page.keyboard.press("Shift+Enter");
  await expect(page.getByTestId("layer-name")).toHaveValue("Conv 2");
  await page.keyboard.press("Escape");
  await expect(search).toHaveCount(0);
  await expect(page.getByTestId("node-Conv 2")).toBeFocused();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("zebra");
  await expect(search).toContainText("none");
});
