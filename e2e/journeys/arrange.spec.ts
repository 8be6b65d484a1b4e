import { expect, test } from "@playwright/test";
import { chooseFromMenu, layer, openTemplate, savedGraph, select } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

test("several layers are aligned in one step that undo takes back; the map moves the view", async () => {
  const info = test.info();
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  const before = await savedGraph(lab, info.outputPath("before.layerlab"));
  await layer(lab, "Dense").locator(".layer-head").click();
  await page.keyboard.press("Control+a");
  const arrange = page.getByRole("toolbar", { name: "Arrange the layers" });
  await arrange.getByRole("button", { name: "Align left" }).click();
  const lefts = async () =>
    Promise.all(
      ["Input", "Dense", "Output"].map(async (name) =>
        Math.round((await layer(lab, name).boundingBox())?.x ?? -1),
      ),
    );
  await expect.poll(async () => new Set(await lefts()).size).toBe(1);
  await page.getByTestId("undo").click();
  expect(await savedGraph(lab, info.outputPath("after.layerlab"))).toEqual(before);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("align tops");
  await page.keyboard.press("Enter");

  await page.getByTestId("show-map").click();
  const map = page.getByRole("img", { name: /Map of the network/ });
  await expect(map).toBeVisible();
  const { x, y, width, height } = await boxOf("Dense");
  const box = await map.boundingBox();
  if (!box) throw new Error("The map has no place.");
  await page.mouse.move(box.x + 40, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 70, box.y + 40, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await boxOf("Dense")).x).not.toBe(x);

  // A click brings what is there to the middle: each corner of the map shows another corner of the network.
  const dense = async () => boxOf("Dense");
  await page.mouse.click(box.x + 6, box.y + 6);
  await expect.poll(async () => (await dense()).x).toBeGreaterThan(x + width);
  await expect.poll(async () => (await dense()).y).toBeGreaterThan(y + height);
  const [left, top] = [(await dense()).x, (await dense()).y];
  await page.mouse.click(box.x + box.width - 6, box.y + box.height - 6);
  await expect.poll(async () => (await dense()).x).toBeLessThan(left - width);
  await expect.poll(async () => (await dense()).y).toBeLessThan(top - height);
});

test("three layers are distributed across and down, each a step with a name", async () => {
  const info = test.info();
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  await select(lab, "Dense");
  for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown"])
    await page.keyboard.press(`Alt+${key}`);
  await select(lab, "Output");
  for (let step = 0; step < 6; step++) await page.keyboard.press("Alt+ArrowDown");
  const before = await savedGraph(lab, info.outputPath("before.layerlab"));

  await page.keyboard.press("Control+a");
  const arrange = page.getByRole("toolbar", { name: "Arrange the layers" });
  const gaps = async (at: "x" | "y", size: "width" | "height") => {
    const boxes = [await boxOf("Input"), await boxOf("Dense"), await boxOf("Output")];
    const [first, second] = boxes.slice(1).map((box, index) => {
      const last = boxes[index] ?? box;
      return box[at] - last[at] - last[size];
    });
    return Math.abs((first ?? Number.NaN) - (second ?? Number.NaN));
  };
  expect(await gaps("x", "width")).toBeGreaterThan(20);
  await arrange.getByRole("button", { name: "Distribute across" }).click();
  // Places are whole pixels.
  await expect.poll(() => gaps("x", "width")).toBeLessThan(2.5);
  await expect(undo()).toHaveAccessibleName(/Undo distribute across/i);
  expect(await gaps("y", "height")).toBeGreaterThan(20);
  await arrange.getByRole("button", { name: "Distribute down" }).click();
  await expect.poll(() => gaps("y", "height")).toBeLessThan(2.5);
  await expect(undo()).toHaveAccessibleName(/Undo distribute down/i);
  await undo().click();
  await undo().click();
  expect(await savedGraph(lab, info.outputPath("after.layerlab"))).toEqual(before);
});

test("a step keeps its name and is taken back and done again after it was saved", async () => {
  const info = test.info();
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  const before = await savedGraph(lab, info.outputPath("before.layerlab"));
  await layer(lab, "Dense").locator(".layer-head").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Alt+ArrowDown");
  await expect(undo()).toHaveAccessibleName(/Undo move 3 layers/);
  const moved = await savedGraph(lab, info.outputPath("moved.layerlab"));
  expect(moved).not.toEqual(before);

  await expect(undo()).toHaveAccessibleName(/Undo move 3 layers/);
  await chooseFromMenu(lab, "Edit", "Undo move 3 layers");
  await expect(page.getByTestId("redo")).toHaveAccessibleName(/Redo move 3 layers/);
  expect(await savedGraph(lab, info.outputPath("back.layerlab"))).toEqual(before);
  await chooseFromMenu(lab, "Edit", "Redo move 3 layers");
  await expect(undo()).toHaveAccessibleName(/Undo move 3 layers/);
  expect(await savedGraph(lab, info.outputPath("again.layerlab"))).toEqual(moved);
});

test("dragged with Alt, a copy of a layer lands there and the layer stays", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  const { x, y } = await boxOf("Dense");
  await page.keyboard.down("Alt");
  await page.mouse.move(x + 60, y + 16);
  await page.mouse.down();
  await page.mouse.move(x + 70, y + 60, { steps: 4 });
  await page.mouse.move(x + 80, y + 236, { steps: 8 });
  await page.mouse.up();
  await page.keyboard.up("Alt");
  await expect(undo()).toHaveAccessibleName(/Undo duplicate Dense/);
  await expect.poll(async () => Math.abs((await boxOf("Dense 1")).y - y - 220)).toBeLessThan(12);
  await expect.poll(async () => Math.abs((await boxOf("Dense")).y - y)).toBeLessThan(1);
  await undo().click();
  await expect(layer(lab, "Dense 1")).toHaveCount(0);
});

test("while a layer is dragged its connections follow; the network changes once, at the drop, and a copy leaves it in place", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  const dense = layer(lab, "Dense");
  const placeOf = async () => {
    const box = await dense.first().boundingBox();
    if (!box) throw new Error("The layer is out of sight.");
    return box;
  };
  const lineIn = page.locator("[data-edge-id]").first().locator("path").first();
  const from = await placeOf();
  const line = await lineIn.getAttribute("d");
  await page.mouse.move(from.x + 60, from.y + 16);
  await page.mouse.down();
  await page.mouse.move(from.x + 100, from.y + 116, { steps: 6 });
  await expect.poll(async () => (await placeOf()).y).toBeGreaterThan(from.y + 60);
  await expect(page.getByTestId("undo")).toBeDisabled();
  await expect.poll(async () => lineIn.getAttribute("d")).not.toBe(line);
  const dragged = await placeOf();
  await page.mouse.up();
  await expect(page.getByTestId("undo")).toBeEnabled();
  expect(await placeOf()).toEqual(dragged);
  await page.getByTestId("undo").click();
  await expect.poll(placeOf).toEqual(from);
  expect(await lineIn.getAttribute("d")).toBe(line);

  await page.keyboard.down("Alt");
  await page.mouse.move(from.x + 60, from.y + 16);
  await page.mouse.down();
  await page.mouse.move(from.x + 100, from.y + 116, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up("Alt");
  await expect(page.locator("[data-layer]")).toHaveCount(4);
  await expect.poll(placeOf).toEqual(from);
});

const undo = () => lab.page.getByTestId("undo");

async function boxOf(name: string) {
  const box = await layer(lab, name).boundingBox();
  if (!box) throw new Error(`${name} is not on the canvas.`);
  return box;
}
