import { expect, test } from "@playwright/test";
import {
  connect,
  dragLayer,
  layer,
  menuEntries,
  openTemplate,
  picture,
  runWords,
  savedGraph,
  selectNothing,
  setField,
  shapesOnEdges,
  waitForCurve,
} from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

test("an empty canvas offers the first steps, and a layer may be dropped on them", async () => {
  const { page } = lab;
  await page.getByTestId("start-empty").click();
  const canvas = page.getByTestId("canvas");
  await canvas.getByRole("button", { name: "Choose a data set" }).click();
  await page
    .getByRole("dialog", { name: "Choose a data set" })
    .getByRole("button", { name: /^Handwritten digits/ })
    .click();
  await page.keyboard.press("Escape");
  await expect(canvas.getByRole("button", { name: "Choose a data set" })).toHaveCount(0);
  const add = canvas.getByRole("button", { name: "Add an Input" });
  const [paper, button] = [await canvas.boundingBox(), await add.boundingBox()];
  if (!paper || !button) throw new Error("There is nothing to drop on.");
  const at = { x: button.x - paper.x + button.width / 2, y: button.y - paper.y + button.height / 2 };
  await dragLayer(lab, "dense", at);
  await expect(layer(lab, "Dense 1")).toBeVisible();
  await page.keyboard.press("Control+z");
  await add.click();
  await expect(layer(lab, "Input")).toContainText("1×20×20");
  await expect(layer(lab, "Input")).toBeFocused();
});

test("an empty canvas becomes a trained network, and every step can be taken back and done again", async () => {
  test.setTimeout(60_000);
  const { page } = lab;
  const layers = page.locator("[data-layer]");
  await page.getByTestId("start-empty").click();
  await expect(page.getByTestId("canvas")).toContainText("Drag an Input here");

  // Seven layers by hand from the palette, in two lines.
  const wanted = [
    { kind: "input", name: "Input", at: { x: 60, y: 80 } },
    { kind: "conv2d", name: "Conv 1", at: { x: 250, y: 80 } },
    { kind: "activation", name: "Activation", at: { x: 490, y: 80 } },
    { kind: "max-pool", name: "Max pool 1", at: { x: 660, y: 80 } },
    { kind: "flatten", name: "Flatten", at: { x: 60, y: 290 } },
    { kind: "dense", name: "Dense 1", at: { x: 250, y: 290 } },
    { kind: "output", name: "Output", at: { x: 490, y: 290 } },
  ] as const;
  for (const [index, { kind, name, at }] of wanted.entries()) {
    await dragLayer(lab, kind, at);
    await expect(layers).toHaveCount(index + 1);
    await expect(layer(lab, name)).toBeVisible();
  }

  await page.getByTestId("palette").getByRole("button", { name: "Choose a data set", exact: true }).click();
  await page.getByRole("button", { name: /^Handwritten digits/ }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("data-card")).toContainText("train");

  const lines = page.locator("[data-edge-id]");
  for (const [index, { name }] of wanted.entries()) {
    const next = wanted[index + 1];
    if (!next) break;
    await connect(lab, name, next.name);
    await expect(lines).toHaveCount(index + 1);
  }
  // The shapes stand on the lines at once: digits of 20×20 pixels.
  await expect.poll(() => shapesOnEdges(lab)).toContain("1×20×20");
  // One wrong number of units is marked, explained, and put right by one click.
  await layer(lab, "Output").getByRole("button").click();
  await page.getByTestId("apply-fix").first().click();
  await expect(page.locator(".layer-mark")).toHaveCount(0);
  await expect.poll(() => shapesOnEdges(lab)).toContain("10");
  await expect(page.getByTestId("status-problems")).toHaveCount(0);

  await selectNothing(lab);
  await setField(lab, "Epochs", "60");
  const drawn = await savedGraph(lab, lab.file("drawn.layerlab"));

  await page.getByTestId("train").click();
  await waitForCurve(lab);
  await expect.poll(() => picture(lab, "Conv 1")).not.toBe("");
  const before = await picture(lab, "Conv 1");
  await expect.poll(() => picture(lab, "Conv 1"), { timeout: 20_000 }).not.toBe(before);
  const probe = page.getByRole("region", { name: "Probe image" });
  await expect(probe.getByRole("listitem")).toHaveCount(3);
  await expect(probe.getByRole("listitem").first()).toContainText(/\d\s*%/);
  await page.getByTestId("train").click();
  await expect(runWords(lab)).toContainText("Paused");

  // Everything was a step: back to nothing, and forward to the same network.
  const undo = page.getByTestId("undo");
  await page.getByTestId("canvas").focus();
  for (let steps = 0; (await undo.getAttribute("aria-disabled")) === null && steps < 60; steps += 1)
    await page.keyboard.press("Control+z");
  await expect(layers).toHaveCount(0);
  await expect(lines).toHaveCount(0);
  const redo = page.getByTestId("redo");
  for (let steps = 0; (await redo.getAttribute("aria-disabled")) === null && steps < 60; steps += 1)
    await page.keyboard.press("Control+y");
  await expect(layers).toHaveCount(7);
  expect(await savedGraph(lab, lab.file("again.layerlab"))).toEqual(drawn);
});

test("a loose layer that is dragged onto a connection goes into it, and one undo takes that back", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  await dragLayer(lab, "activation", { x: 300, y: 420 });
  const loose = layer(lab, "Activation");
  await expect(loose).toBeVisible();
  const from = await loose.boundingBox();
  const [before, after] = await Promise.all([
    layer(lab, "Dense").boundingBox(),
    layer(lab, "Output").boundingBox(),
  ]);
  if (!from || !before || !after) throw new Error("A layer is not in sight.");
  // Between the two ports, which lie at one height.
  const x = (before.x + before.width + after.x) / 2;
  await page.mouse.move(from.x + 20, from.y + 18);
  await page.mouse.down();
  await page.mouse.move(x + 2, before.y + 60, { steps: 8 });
  await page.mouse.move(x, before.y + 18, { steps: 8 });
  await expect(page.locator(".react-flow__edge.is-target")).toHaveCount(1);
  await page.mouse.up();
  const lines = page.locator("[data-edge-id]");
  await expect(lines).toHaveCount(3);
  await expect.poll(() => menuEntries(lab, "Edit")).toContain("Undo put Activation between Dense and Output");
  await page.keyboard.press("Control+z");
  await expect(lines).toHaveCount(2);
});

test("the end of a connection is dragged to another layer, onto its port or anywhere on it, in one undoable step", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  await dragLayer(lab, "activation", { x: 300, y: 420 });
  const lines = page.locator(".react-flow__edge");
  const moved = lines.filter({ hasText: /Dense to Activation/ });
  const loose = layer(lab, "Activation");
  for (const place of [loose.locator('[data-port="in-0"]'), loose]) {
    const end = await layer(lab, "Output").locator('[data-port="in-0"]').boundingBox();
    const to = await place.boundingBox();
    if (!end || !to) throw new Error("The end of the connection, or the layer, is not in sight.");
    // Left of the port, which begins a new connection itself.
    await page.mouse.move(end.x - end.width / 4, end.y + end.height / 2);
    await page.mouse.down();
    await page.mouse.move(end.x - 20, end.y + 20, { steps: 4 });
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
    await page.mouse.up();
    await expect(moved).toHaveCount(1);
    await expect(lines).toHaveCount(2);
    await expect.poll(() => menuEntries(lab, "Edit")).toContain("Undo connect Dense to Activation");
    await page.keyboard.press("Control+z");
    await expect(moved).toHaveCount(0);
    await expect(lines).toHaveCount(2);
  }
});
