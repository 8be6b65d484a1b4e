import { expect, test } from "@playwright/test";
import {
  beginConnection,
  connect,
  dragLayer,
  type Layerlab,
  launchLayerlab,
  layer,
  openTemplate,
  resize,
  select,
  waitForCurve,
} from "../driver.ts";

let lab: Layerlab;
test.beforeEach(async () => {
  lab = await launchLayerlab();
});
test.afterEach(async () => {
  await lab.close();
});

test("a connection that cannot fit is refused while it is dragged, with the reason", async () => {
  await openTemplate(lab, "handwritten-digits");
  const lines = lab.page.locator("[data-edge-id]");
  const before = await lines.count();
  await beginConnection(lab, "Dense 1", "Conv 1");
  const refusal = lab.page.getByTestId("refusal");
  await expect(refusal).toBeVisible(); // the button is still down
  await expect(refusal).toContainText(/loop|circle/i);
  await lab.page.mouse.up();
  await expect(lines).toHaveCount(before);
});

test("two shapes that cannot be added: marked, explained, put right by one click, undone and done again", async () => {
  await openTemplate(lab, "fashion-classifier");
  const { page } = lab;
  await select(lab, "Conv 2");
  const padding = page.getByTestId("inspector").locator('[data-field="padding"]');
  await padding.getByRole("combobox").selectOption("Valid");
  const mark = page.getByTestId("problem-Add");
  await mark.click();
  const popover = page.getByTestId("problem-popover");
  await expect(popover).toContainText("Add needs two inputs of the same shape");
  await expect(popover.locator(".problem-shape")).toHaveCount(2);
  await popover.getByRole("button", { name: /Set Conv 2 padding to Zero/i }).click();
  await expect(mark).toHaveCount(0);
  await page.getByTestId("undo").click();
  await expect(mark).toBeVisible();
  await page.getByTestId("redo").click();
  await expect(mark).toHaveCount(0);
  await page.getByTestId("train").click();
  await waitForCurve(lab);
});

test("a layer that reads its own output is refused", async () => {
  await openTemplate(lab, "hidden-layer");
  const lines = lab.page.locator("[data-edge-id]");
  await expect(lines).toHaveCount(4);
  await connect(lab, "Dense 2", "Dense 1");
  await expect(lab.page.getByTestId("refusal")).toBeVisible();
  await expect(lines).toHaveCount(4);
  await expect(layer(lab, "Dense 1")).toBeVisible();
});

test("a row of numbers is refused by a convolution, with the reason", async () => {
  await openTemplate(lab, "handwritten-digits");
  await dragLayer(lab, "conv2d", { x: 420, y: 480 });
  await expect(layer(lab, "Conv 3")).toBeVisible();
  const lines = lab.page.locator("[data-edge-id]");
  const before = await lines.count();
  await beginConnection(lab, "Dense 1", "Conv 3");
  await expect(lab.page.getByTestId("refusal")).toContainText("Convolution needs an image");
  await lab.page.mouse.up();
  await expect(lines).toHaveCount(before);
});

test("a picture before a dense layer is refused, and let go there it is drawn with Flatten between", async () => {
  // In the smallest window, where the settings of the layer float over the canvas.
  await resize(lab, 1024, 700);
  await openTemplate(lab, "handwritten-digits");
  await dragLayer(lab, "dense", { x: 420, y: 480 });
  const lines = lab.page.locator("[data-edge-id]");
  const before = await lines.count();
  await connect(lab, "Conv 1", "Dense 3");
  const refusal = lab.page.getByTestId("refusal");
  await expect(refusal).toContainText("Dense needs a flat input");
  await refusal.getByRole("button", { name: "Insert Flatten between Conv 1 and Dense 3" }).click();
  await expect(refusal).toHaveCount(0);
  await expect(lines).toHaveCount(before + 2);
  await lab.page.getByTestId("undo").click();
  await expect(lines).toHaveCount(before);
});
