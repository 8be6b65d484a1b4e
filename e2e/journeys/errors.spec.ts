import { expect, test } from "@playwright/test";
import {
  beginConnection,
  connect,
  dragLayer,
  layer,
  openTemplate,
  resize,
  select,
  waitForCurve,
} from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

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

test("without data the list of problems and the mistake itself open the choice of data sets", async () => {
  const { page } = lab;
  await expect(page.getByTestId("template-fashion-classifier")).toBeVisible();
  await page.keyboard.press("Control+n");
  await expect(page.getByTestId("canvas")).toBeVisible();
  await dragLayer(lab, "input", { x: 120, y: 160 });
  await page.keyboard.press("Escape");
  await page.getByTestId("status-problems").click();
  await page
    .getByTestId("problem-list")
    .getByRole("button", { name: "Choose a data set", exact: true })
    .click();
  const chooser = page.getByRole("dialog", { name: "Choose a data set" });
  await expect(chooser).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(chooser).toHaveCount(0);
  await page
    .getByTestId("problem-list")
    .getByRole("button", { name: /^No data set is chosen/ })
    .click();
  await page.getByTestId("problem-popover").getByRole("button", { name: "Choose a data set" }).click();
  await chooser.getByRole("button", { name: /^Handwritten digits/ }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("problem-list")).not.toContainText("No data set is chosen");
  await expect(layer(lab, "Input")).toContainText("1×20×20");
});

test("a layer that a remedy adds is in sight with those beside it, in the smallest window", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await resize(lab, 1024, 700);
  await layer(lab, "Max pool 2").click();
  await layer(lab, "Max pool 2").press("d");
  await page.getByTestId("problem-Dense 3").click();
  await page
    .getByTestId("problem-popover")
    .getByRole("button", { name: "Apply fix: Insert Flatten" })
    .click();
  await expect(page.getByTestId("problem-popover")).toHaveCount(0);
  const inspector = page.getByTestId("inspector");
  for (const name of ["Flatten 1", "Dense 3", "Flatten"]) {
    await expect(layer(lab, name)).toBeInViewport({ ratio: 1 });
    // The settings float over the canvas: what lies under them is not in sight.
    await expect
      .poll(async () => {
        const [box, cover] = [await layer(lab, name).boundingBox(), await inspector.boundingBox()];
        return (cover?.x ?? 0) - ((box?.x ?? 0) + (box?.width ?? 0));
      })
      .toBeGreaterThan(0);
  }
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

test("while connecting, ports that fit show the shape they would give, and others say why not: by mouse and by keys", async () => {
  const { page } = lab;
  await openTemplate(lab, "fashion-classifier");
  const port = (name: string, which: string) => layer(lab, name).locator(`[data-port="${which}"]`);
  // By mouse: on the way to the port that it fits, and to one that it does not.
  await beginConnection(lab, "Conv 1", "Max pool 1");
  await expect(port("Max pool 1", "in-0")).toHaveClass(/fits/);
  await expect(port("Max pool 1", "in-0").locator(".port-shape")).toHaveText("16×14×14");
  await expect(port("Flatten", "in-0").locator(".port-shape")).toHaveText("12544");
  await expect(port("Dense 1", "in-0")).toHaveClass(/refuses/);
  await page.mouse.up();
  await beginConnection(lab, "Conv 1", "Dense 1");
  await expect(page.getByTestId("refusal")).toContainText("Dense needs a flat input");
  await expect(port("Dense 1", "in-0")).toHaveAttribute("title", /Dense needs a flat input/);
  await page.mouse.up();
  await page.keyboard.press("Escape");

  // By keys: what Enter would connect is said with its shape, and Shift with arrows says why the others do not fit.
  await layer(lab, "Conv 1").focus();
  await page.keyboard.press("l");
  const said = page.getByTestId("canvas").getByRole("status");
  await expect(said).toContainText(/, gives [0-9×]+, 1 of \d+\.$/);
  const chosen = await said.textContent();
  await expect(page.locator(".port.is-chosen .port-shape")).toBeVisible();
  const reasons = new Set<string>();
  for (let step = 1; step <= 4; step++) {
    await page.keyboard.press("Shift+ArrowDown");
    await expect(said).toContainText(new RegExp(`does not fit, ${step} of \\d+\\. `));
    reasons.add((await page.getByTestId("refusal").textContent()) ?? "");
  }
  expect([...reasons].join()).toContain("Dense needs a flat input");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByTestId("refusal")).toHaveCount(0);
  await page.keyboard.press("ArrowUp");
  await expect(said).toHaveText(chosen ?? "");
  await page.keyboard.press("Escape");
});
