import { expect, test } from "@playwright/test";
import { connect, dragLayer, layer, openTemplate, transport } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const lines = () => lab.page.locator("[data-edge-id]");
const zoom = async () =>
  Number.parseInt((await lab.page.getByRole("button", { name: /^Zoom \d+ %/ }).textContent()) ?? "", 10);

/** Turns the wheel with Ctrl over a place without layers until the view is as far or as near as wanted. */
async function zoomUntil(isReached: (percent: number) => boolean, turn: number) {
  const { page } = lab;
  const canvas = await page.getByTestId("canvas").boundingBox();
  if (!canvas) throw new Error("There is no canvas.");
  await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + canvas.height - 40);
  await page.keyboard.down("Control");
  await expect
    .poll(async () => {
      if (!isReached(await zoom())) await page.mouse.wheel(0, turn);
      return isReached(await zoom());
    })
    .toBe(true);
  await page.keyboard.up("Control");
}
const zoomOut = () => zoomUntil((percent) => percent < 38, 200);
const zoomIn = () => zoomUntil((percent) => percent >= 60, -200);

/** In pixels at 100 %. */
async function sizeOf(name: string) {
  return layer(lab, name).evaluate((element: HTMLElement) => [element.offsetWidth, element.offsetHeight]);
}

/** The middle of the straight connection between two neighbours. */
async function between(from: string, to: string) {
  const [before, after] = await Promise.all([layer(lab, from).boundingBox(), layer(lab, to).boundingBox()]);
  if (!before || !after) throw new Error("A layer is not in sight.");
  return { x: (before.x + before.width + after.x) / 2, y: before.y + (18 * (await zoom())) / 100 };
}

test("from afar layers leave their words out and keep their size, and connections can still be taken", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  const names = ["Input", "Dense", "Output"];
  const near = await Promise.all(names.map(sizeOf));
  await expect(layer(lab, "Dense").getByText("Dense")).toBeVisible();
  await zoomOut();
  await expect(layer(lab, "Dense").getByText("Dense")).toBeHidden();
  expect(await Promise.all(names.map(sizeOf))).toEqual(near);

  // A connection is pointed at, selected and deleted.
  const line = await between("Dense", "Output");
  await page.mouse.move(line.x - 1, line.y);
  await page.mouse.move(line.x, line.y);
  await page.mouse.down();
  await page.mouse.up();
  await expect(page.locator(".tensor.is-selected")).toHaveCount(1);
  await page.keyboard.press("Delete");
  await expect(lines()).toHaveCount(1);
  await page.keyboard.press("Control+z");
  await expect(lines()).toHaveCount(2);

  // What is dropped on one goes into it.
  const canvas = await page.getByTestId("canvas").boundingBox();
  if (!canvas) throw new Error("There is no canvas.");
  const on = await between("Dense", "Output");
  await dragLayer(lab, "activation", { x: on.x - canvas.x, y: on.y - canvas.y });
  await expect(lines()).toHaveCount(3);
  await expect(layer(lab, "Activation")).toBeVisible();
});

test("pictures that come while the view is far have their room, and near by the ports are where they were", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  await zoomOut();
  const height = async () => (await sizeOf("Conv 1"))[1] ?? 0;
  const before = await height();
  await transport(lab, "Train").click();
  await expect.poll(height, { timeout: 60_000 }).toBeGreaterThan(before + 30);
  await transport(lab, "Pause").click();
  const far = await sizeOf("Conv 1");
  await zoomIn();
  await expect(layer(lab, "Conv 1").getByText("Conv 1")).toBeVisible();
  expect(await sizeOf("Conv 1")).toEqual(far);

  await page.getByTestId("fit").click();
  await dragLayer(lab, "add", { x: 300, y: 420 });
  const count = await lines().count();
  await connect(lab, "Conv 1", "Add");
  await expect(lines()).toHaveCount(count + 1);
});
