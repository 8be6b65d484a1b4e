import { expect, type Locator, test } from "@playwright/test";
import { chooseFromMenu, layer, openTemplate, resize, runWords, savedGraph, select } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();
test.beforeEach(async () => {
  await resize(lab, 1440, 900);
  // The view is where it is going to be at once.
  await lab.page.emulateMedia({ reducedMotion: "reduce" });
});

const canvas = () => lab.page.getByTestId("canvas");
const zoom = () => lab.page.locator(".canvas-zoom");

async function placeOf(of: Locator): Promise<{ x: number; y: number }> {
  const box = await of.boundingBox();
  if (!box) throw new Error(`Not on the screen: ${of}`);
  return { x: Math.round(box.x), y: Math.round(box.y) };
}

test("a network from an empty canvas by keys alone: letters add layers, L connects, also where ports are too small to see", async () => {
  const { page } = lab;
  await page.getByTestId("start-screen").waitFor();
  await page.keyboard.press("Control+n");
  await expect(canvas()).toContainText("press / and type a layer");
  await canvas().focus();
  await page.keyboard.press("/");
  await page.keyboard.type("input");
  await page.keyboard.press("Enter");
  await expect(layer(lab, "Input")).toBeVisible();
  await layer(lab, "Input").focus();
  for (const [keys, name] of [
    ["c", "Conv 1"],
    ["b", "Batch norm"],
    ["r", "Activation"],
    ["Shift+A", "Add"],
    ["p", "Max pool 1"],
    ["f", "Flatten"],
    ["d", "Dense 1"],
  ] as const) {
    await page.keyboard.press(keys);
    await expect(layer(lab, name)).toBeFocused();
  }
  await expect(page.locator("[data-edge-id]")).toHaveCount(7);

  for (let step = 0; step < 20 && Number.parseInt((await zoom().textContent()) ?? "", 10) > 35; step += 1)
    await page.keyboard.press("Control+-");
  await expect(layer(lab, "Conv 1").locator(".port").first()).toHaveCSS("visibility", "hidden");
  await layer(lab, "Conv 1").focus();
  await page.keyboard.press("l");
  const offered = canvas().getByRole("status");
  await expect(offered).toContainText(/, 1 of \d+\.$/);
  // What the other input of Add has would give way; this one is free.
  const free = "Input 2 of Add,";
  for (let step = 2; step <= 9 && !(await offered.textContent())?.includes(free); step += 1) {
    await page.keyboard.press("ArrowDown");
    await expect(offered).toContainText(`, ${step} of`);
  }
  await expect(offered).toContainText(free);
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-edge-id]")).toHaveCount(8);
  await page.keyboard.press("l");
  await page.keyboard.press("Escape");
  await expect(page.locator("[data-edge-id]")).toHaveCount(8);
});

test("keys show and hide the panels, move between regions, zoom, fit, walk through problems, and train", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  await select(lab, "Dense");
  const palette = page.getByTestId("palette-dense");
  await expect(palette).toBeVisible();
  const list = page.getByTestId("palette");
  const wide = (await list.boundingBox())?.width ?? 0;
  await page.keyboard.press("Control+b");
  await expect.poll(async () => (await list.boundingBox())?.width ?? 0).toBeLessThan(wide);
  await page.keyboard.press("Control+b");
  const charts = page.getByTestId("dock");
  const high = (await charts.boundingBox())?.height ?? 0;
  await page.keyboard.press("Control+j");
  await expect.poll(async () => (await charts.boundingBox())?.height ?? 0).toBeLessThan(high);
  await page.keyboard.press("Control+j");
  await page.keyboard.press("Control+i");
  await expect(page.getByTestId("layer-name")).toHaveCount(0);
  await page.keyboard.press("Control+i");
  await expect(page.getByTestId("layer-name")).toBeVisible();

  await layer(lab, "Dense").focus();
  const region = () =>
    page.evaluate(() => document.activeElement?.closest("[data-region]")?.getAttribute("data-region"));
  await page.keyboard.press("F6");
  await expect.poll(region).toBe("inspector");
  await page.keyboard.press("Shift+F6");
  await expect.poll(region).toBe("canvas");

  await layer(lab, "Dense").focus();
  await page.keyboard.press("Control+0");
  await expect(zoom()).toHaveText("100%");
  await page.keyboard.press("Control+=");
  await expect(zoom()).not.toHaveText("100%");
  await page.keyboard.press("Control+-");
  await expect(zoom()).toHaveText("100%");
  await page.keyboard.press("Control+=");
  await expect(zoom()).not.toHaveText("100%");
  await page.keyboard.press("Shift+Digit2");
  await expect(zoom()).toHaveText("100%");
  await page.keyboard.press("Control+-");
  await expect(zoom()).not.toHaveText("100%");
  await page.keyboard.press("Shift+Digit1");
  await expect(zoom()).toHaveText("100%");

  await page.keyboard.press("Control+2");
  await expect(page.getByTestId("canvas")).toHaveCount(0);
  await page.keyboard.press("Control+1");
  await expect(canvas()).toBeVisible();
  await layer(lab, "Dense").focus();
  await page.keyboard.press(".");
  await expect(runWords(lab)).toContainText("Paused after batch 1");
  await page.keyboard.press("Shift+.");
  await expect(runWords(lab)).toContainText("Paused after epoch 1");
  await page.keyboard.press("Control+Enter");
  await expect(runWords(lab)).not.toContainText("Paused");
  await page.keyboard.press("Control+Enter");
  await expect(runWords(lab)).toContainText(/Paused|Trained/);
});

test("the view is moved by wheel, middle button and Space; a rectangle selects; the sheet of keys says so", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  const first = layer(lab, "Input");
  const paper = await canvas().boundingBox();
  if (!paper) throw new Error("There is no canvas.");
  const corner = { x: paper.x + 12, y: paper.y + paper.height - 60 };
  let place = await placeOf(first);
  const moved = async () => {
    await expect.poll(() => placeOf(first)).not.toEqual(place);
    place = await placeOf(first);
  };

  await page.mouse.move(corner.x, corner.y);
  await page.mouse.wheel(0, 60);
  await moved();
  await page.mouse.down({ button: "middle" });
  await page.mouse.move(corner.x + 50, corner.y - 30, { steps: 4 });
  await page.mouse.up({ button: "middle" });
  await moved();
  await page.mouse.move(corner.x, corner.y);
  await page.keyboard.down("Space");
  await page.mouse.down();
  await page.mouse.move(corner.x + 40, corner.y - 20, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up("Space");
  await moved();

  await page.keyboard.press("Shift+Digit1");
  await expect.poll(() => placeOf(first)).not.toEqual(place);
  const graph = await savedGraph(lab, test.info().outputPath("before.layerlab"));
  await page.mouse.move(paper.x + 4, paper.y + 50);
  await page.mouse.down();
  await page.mouse.move(paper.x + paper.width - 30, paper.y + paper.height - 70, { steps: 8 });
  await page.mouse.up();
  await expect(page.locator("[data-layer].is-selected").first()).toBeVisible();
  await page.keyboard.press("Alt+ArrowRight");
  await expect(page.getByTestId("undo")).toHaveAccessibleName(/Undo move \d+ layers/);
  await page.keyboard.press("Control+z");
  expect(await savedGraph(lab, test.info().outputPath("after.layerlab"))).toEqual(graph);

  await chooseFromMenu(lab, "Help", "Keyboard shortcuts");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(sheet).toContainText("Move the view");
  await expect(sheet).toContainText("Previous problem");
});

test("the palette is one stop for Tab, arrow keys go on in it, and Tab comes back to where one was", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  const kinds = page.locator("[data-palette-entry]");
  const focused = () =>
    page.evaluate(
      () => document.activeElement?.closest("[data-palette-entry]")?.getAttribute("data-kind") ?? null,
    );
  const walk = async () => {
    await expect(kinds.first()).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await expect(kinds.nth(2)).toBeFocused();
    await page.keyboard.press("End");
    await expect(kinds.last()).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await expect(kinds.nth(-2)).toBeFocused();
    await page.keyboard.press("Tab");
    await expect.poll(focused).toBe(null);
    await page.keyboard.press("Shift+Tab");
    await expect(kinds.nth(-2)).toBeFocused();
    await page.keyboard.press("Home");
    await expect(kinds.first()).toBeFocused();
  };
  await page.getByTestId("palette-search").focus();
  await page.keyboard.press("Tab");
  await walk();

  // What is searched for has a stop of its own where the last one is not found.
  await page.getByTestId("palette-search").fill("conv");
  await page.keyboard.press("Tab");
  await expect(page.getByTestId("palette-conv2d")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(layer(lab, "Conv 1")).toBeVisible();
  await page.getByTestId("palette-search").fill("");

  // The same as a column of glyphs.
  await page.keyboard.press("Control+b");
  await page.getByTestId("palette").getByRole("button", { name: "Find a layer" }).focus();
  await page.keyboard.press("Tab");
  await expect(page.getByTestId("palette-conv2d")).toBeFocused();
  await page.keyboard.press("Home");
  await walk();
});

test("training by keys where it cannot be trained says why, and opens what keeps from it with what helps", async () => {
  const { page } = lab;
  const explained = page.getByTestId("problem-popover");
  const spoken = page.locator("output[aria-live]");
  await openTemplate(lab, "three-blobs");
  await select(lab, "Output");
  await page.keyboard.press("Delete");
  await expect(page.getByTestId("train")).toBeDisabled();
  await page.keyboard.press("Control+2");
  await expect(page.getByTestId("inspect")).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(explained).toBeVisible();
  await expect(explained).toBeFocused();
  await expect(spoken).toHaveText((await page.getByTestId("why-not").textContent()) ?? "");
  await explained.getByRole("button", { name: /^Apply fix/ }).click();
  await expect(explained).toHaveCount(0);
});

test("and so on an empty canvas, where Escape leads back to the canvas", async () => {
  const { page } = lab;
  const explained = page.getByTestId("problem-popover");
  await page.getByTestId("start-screen").waitFor();
  await page.keyboard.press("Control+n");
  await expect(canvas()).toContainText("press / and type a layer");
  await page.keyboard.press("Control+Enter");
  await expect(explained).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(canvas()).toBeFocused();
  // As with one batch, whose keys are letters of the canvas.
  await page.keyboard.press(".");
  await expect(explained).toBeFocused();
});

test("each row of tools on the canvas is one stop for Tab, and arrow keys go along it", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  const named = (name: string) => page.locator(".canvas-bar").getByRole("button", { name, exact: true });
  await named("Shapes").focus();
  await page.keyboard.press("ArrowRight");
  await expect(named("Maps")).toBeFocused();
  await page.keyboard.press("End");
  await expect(named("Gradients")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(named("Tidy")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(named("Add a note")).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(named("Gradients")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(named("Gradients")).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("Tab");
  await expect(named("Add a note")).toBeFocused();
  // The network is no further away than that: the layers are one stop, too.
  await page.keyboard.press("Tab");
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest(".canvas-bar") ?? null))
    .toBe(null);
});
