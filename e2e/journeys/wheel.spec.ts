import { expect, test } from "@playwright/test";
import { layer, openTemplate } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

async function placeOf(name: string) {
  const box = await layer(lab, name).boundingBox();
  if (!box) throw new Error(`${name} is not on the canvas.`);
  return { x: box.x + box.width / 2, y: box.y + 14, width: box.width };
}

test("the wheel moves and zooms the network, and a hand right after it meets what it points at", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  const canvas = await page.getByTestId("canvas").boundingBox();
  if (!canvas) throw new Error("There is no canvas.");
  const zoom = page.getByRole("button", { name: /^Zoom \d+ %/ });
  const percent = Number.parseInt((await zoom.textContent()) ?? "", 10);

  const first = await placeOf("Input");
  await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + canvas.height - 60);
  await page.mouse.wheel(-120, -80);
  await expect.poll(async () => (await placeOf("Input")).x).toBeGreaterThan(first.x + 20);

  // Dragged at once: the layer follows the pointer from where it is seen, step by step.
  const moved = await placeOf("Input");
  await page.mouse.wheel(-20, 0);
  await expect.poll(async () => (await placeOf("Input")).x).toBeGreaterThan(moved.x + 5);
  const start = await placeOf("Input");
  expect(start.y).toBeCloseTo(moved.y, 0);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  // A drag begins where the pointer has left what may still be a click.
  const begun = 3;
  await page.mouse.move(start.x + begun, start.y + begun);
  for (let step = 1; step <= 6; step++) await page.mouse.move(start.x + 10 * step, start.y + 10 * step);
  await page.mouse.up();
  const dropped = await placeOf("Input");
  const grid = (10 * percent) / 100 + begun;
  expect(Math.abs(dropped.x - start.x - 60)).toBeLessThanOrEqual(grid);
  expect(Math.abs(dropped.y - start.y - 60)).toBeLessThanOrEqual(grid);

  // The number in the corner follows while the wheel turns.
  await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + canvas.height - 60);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, 100);
  await expect.poll(async () => Number.parseInt((await zoom.textContent()) ?? "", 10)).toBeLessThan(percent);
  await page.mouse.wheel(0, 100);
  await page.keyboard.up("Control");
  const ratio = (await placeOf("Input")).width / dropped.width;
  await expect(zoom).toHaveText(`${Math.round(percent * ratio)}%`);

  // What was moved by the wheel stays where it is when React Flow hears of it.
  const small = await placeOf("Input");
  await page.keyboard.press("Shift");
  await page.mouse.click(small.x, small.y);
  await expect(layer(lab, "Input")).toHaveClass(/is-selected/);
  expect((await placeOf("Input")).x).toBeCloseTo(small.x, 0);
});
