import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { answerFileDialogs, openTemplate, runWords, select, setField, transport } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const chart = (name: string) =>
  lab.page.locator(`[aria-roledescription="chart"][aria-label^="${name}"]`).first();
const readout = (name: string) => chart(name).locator("output");

const clipboard = () => lab.app.evaluate(({ clipboard: board }) => board.readText());

/** The epoch that the crosshair reads at a share of the chart's width. */
async function epochAt(name: string, share: number): Promise<number> {
  const box = await chart(name).locator(".u-over").boundingBox();
  if (!box) throw new Error("The chart is not there.");
  await lab.page.mouse.move(box.x + share * box.width - 1, box.y + box.height / 2);
  await lab.page.mouse.move(box.x + share * box.width, box.y + box.height / 2);
  await expect(readout(name)).toContainText(/^Epoch/);
  return Number(
    ((await readout(name).textContent()) ?? "").match(/Epoch ([\d.,]+?),/)?.[1]?.replace(",", ""),
  );
}

test("a chart is zoomed by dragging and by the wheel, read, reset, copied and saved in three kinds", async () => {
  const { page } = lab;
  await openTemplate(lab, "two-spirals");
  await transport(lab, "Train").click();
  await expect(runWords(lab)).toContainText(/^Trained in/, { timeout: 60_000 });
  expect(await epochAt("Loss", 0.5)).toBeCloseTo(50, -0.5);

  const box = await chart("Loss").locator(".u-over").boundingBox();
  if (!box) throw new Error("The chart is not there.");
  await page.mouse.move(box.x + box.width * 0.5, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, box.y + 40, { steps: 5 });
  await page.mouse.up();
  const left = await epochAt("Loss", 0.02);
  expect(left).toBeGreaterThan(47);
  expect(left).toBeLessThan(54);
  await page.mouse.wheel(0, -400);
  await expect.poll(() => epochAt("Loss", 0.98)).toBeLessThan(70);
  await chart("Loss").locator(".u-over").dblclick();
  await expect.poll(() => epochAt("Loss", 0.98)).toBeGreaterThan(95);

  // The axis is logarithmic at first; the other one is a click away, and so is the way back.
  const panel = page.getByRole("region", { name: "Loss", exact: true });
  const drawn = () =>
    chart("Loss")
      .locator("canvas")
      .evaluate((each: HTMLCanvasElement) => each.toDataURL());
  await chart("Loss").press("Escape");
  const logarithmic = await drawn();
  await panel.getByRole("button", { name: "log scale" }).click();
  await expect(panel.getByRole("button", { name: "linear scale" })).toHaveAttribute("aria-pressed", "false");
  await expect.poll(drawn).not.toBe(logarithmic);
  await panel.getByRole("button", { name: "linear scale" }).click();
  await expect.poll(drawn).toBe(logarithmic);

  // The same by keys: the crosshair to both ends and along the points, and the zoom.
  await chart("Loss").press("ArrowLeft");
  await expect(readout("Loss")).toContainText("Epoch 100.00, training");
  await chart("Loss").press("Shift+ArrowLeft");
  await expect(readout("Loss")).toContainText(/^Epoch 99\.\d+, training \d.*smoothed \d.*validation \d/);
  await chart("Loss").press("+");
  await expect.poll(() => epochAt("Loss", 0.02)).toBeGreaterThan(20);
  await chart("Loss").press("0");
  await expect.poll(() => epochAt("Loss", 0.02)).toBeLessThan(10);

  await panel.getByRole("button", { name: "Copy as table" }).click();
  const table = (await clipboard()).split("\n");
  expect(table[0]).toBe("epoch\ttraining\ttraining, smoothed\tvalidation");
  expect(table).toHaveLength(1 + 100 * 45);

  const latest = () => chart("Loss").getAttribute("aria-label");
  const usual = await latest();
  const smoothing = page.getByRole("combobox", { name: "Smoothing of the curves" });
  await smoothing.selectOption("not smoothed");
  await expect.poll(latest).not.toBe(usual);
  await smoothing.selectOption("smoothed");
  await expect.poll(latest).toBe(usual);

  for (const [label, ending] of [
    ["Picture (PNG)", "png"],
    ["Drawing (SVG)", "svg"],
    ["Table (CSV)", "csv"],
  ] as const) {
    const file = lab.file(`loss.${ending}`);
    await answerFileDialogs(lab, file);
    await panel.getByRole("button", { name: "Save the chart" }).click();
    await page.getByRole("button", { name: label }).click();
    await expect(page.getByRole("button", { name: label })).toHaveCount(0);
    await expect(page.getByTestId("saved-toast")).toContainText(`loss.${ending} is saved.`);
    const saved = await readFile(file);
    if (ending === "png")
      expect([...saved.subarray(1, 4)]).toEqual([..."PNG"].map((letter) => letter.charCodeAt(0)));
    if (ending === "svg")
      expect(saved.toString()).toMatch(/^<svg [\s\S]*<title>Loss<\/title>[\s\S]*<\/svg>$/);
    if (ending === "csv") {
      const lines = saved.toString().trim().split("\r\n");
      expect(lines[0]).toBe('epoch,training,"training, smoothed",validation');
      // 44 batches an epoch and one validation: 100 epochs.
      expect(lines).toHaveLength(1 + 100 * 45);
    }
  }
});

test("the learning rate and each layer's gradient norm and update ratio have charts", async () => {
  const { page } = lab;
  await openTemplate(lab, "two-spirals");
  await transport(lab, "Train").click();
  await expect(runWords(lab)).toContainText(/^Trained in/, { timeout: 60_000 });
  await page.getByRole("combobox", { name: "What the chart shows" }).selectOption("Learning rate");
  await expect(chart("Learning rate")).toHaveAttribute("aria-label", /0\.005/);
  await select(lab, "Dense 1");
  await expect(chart("Gradient norm")).toHaveAttribute("aria-label", /\d/);
  await expect(chart("Update ratio")).toHaveAttribute("aria-label", /\d/);
});

test("a run of 100,000 tiny epochs is paused at once", async () => {
  await openTemplate(lab, "three-blobs");
  await setField(lab, "Epochs", "100000");
  await setField(lab, "Batch size", "1000");
  await transport(lab, "Train").click();
  const epoch = async () =>
    Number(((await runWords(lab).textContent()) ?? "").match(/Epoch ([\d,]+)/)?.[1]?.replaceAll(",", ""));
  await expect.poll(epoch, { timeout: 60_000, intervals: [50] }).toBeGreaterThan(20_000);
  const before = Date.now();
  await transport(lab, "Pause").click();
  await expect(runWords(lab)).toContainText("Paused after");
  // It took half a minute once, and takes a tenth of a second: the bound is for a machine that is busy.
  expect(Date.now() - before).toBeLessThan(3000);
});

test("the gradients of all layers in one chart, each to be taken away, and how far their updates moved them", async () => {
  const { page } = lab;
  await openTemplate(lab, "two-spirals");
  await transport(lab, "Train").click();
  await expect(runWords(lab)).toContainText(/^Trained in/, { timeout: 60_000 });
  await page.getByRole("combobox", { name: "What the chart shows" }).selectOption("Gradient norms");
  const gradients = chart("Gradient norms");
  const entries = gradients.getByRole("button");
  await expect(entries).toHaveText([/^Dense 1\d/, /^Dense 2\d/, /^Dense 3\d/]);
  await entries.first().click();
  await expect(entries.first()).toHaveAttribute("aria-pressed", "false");
  await entries.first().click();
  await expect(entries.first()).toHaveAttribute("aria-pressed", "true");
  const box = await gradients.locator(".u-over").boundingBox();
  if (!box) throw new Error("The chart is not there.");
  await page.mouse.move(box.x + box.width * 0.3, box.y + 20);
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
  // How many looks a quick run is told in depends on the machine: the nearest one is read.
  await expect(gradients).toContainText(/epoch \d/);
  // By keys: the crosshair stands on the last point and goes back, and tells each line that is shown.
  const drawing = gradients.getByRole("group", { name: "Gradient norms: arrow keys move the crosshair" });
  const read = gradients.locator("output");
  const epoch = async () => Number(/Epoch ([\d.]+)/.exec((await read.textContent()) ?? "")?.[1]);
  await page.mouse.move(0, 0);
  await drawing.press("Escape");
  await expect(read).toHaveText("");
  await expect(gradients).toContainText("latest");
  await drawing.press("ArrowLeft");
  await expect(read).toHaveText(/^Epoch [\d.]+, Dense 1 \d\S*, Dense 2 \d\S*, Dense 3 \d\S*$/);
  const last = await epoch();
  expect(last).toBeGreaterThan(90);
  for (const [index, name] of ["Dense 1", "Dense 2", "Dense 3"].entries())
    await expect(read).toContainText(
      `${name} ${((await entries.nth(index).locator("b").textContent()) ?? "").trim()}`,
    );
  await drawing.press("Shift+ArrowLeft");
  await expect.poll(epoch).toBeLessThan(last);
  await entries.first().click();
  await drawing.press("ArrowLeft");
  await expect(read).toHaveText(/^Epoch [\d.]+, Dense 2/);
  await entries.first().click();
  // Zoomed by dragging and by keys, and back: few points of a quick run are known, so the drawing itself is compared.
  const drawn = () => gradients.locator("canvas").evaluate((each: HTMLCanvasElement) => each.toDataURL());
  await page.mouse.move(0, 0);
  await drawing.press("Escape");
  const whole = await drawn();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, box.y + 20, { steps: 5 });
  await page.mouse.up();
  await expect.poll(drawn).not.toBe(whole);
  await gradients.locator(".u-over").dblclick();
  await expect.poll(drawn).toBe(whole);
  await drawing.press("+");
  await expect.poll(drawn).not.toBe(whole);
  await drawing.press("0");
  await expect.poll(drawn).toBe(whole);
  await page
    .getByRole("region", { name: "Gradient norms", exact: true })
    .getByRole("button", { name: "Copy as table" })
    .click();
  const [head, ...rows] = (await clipboard()).split("\n");
  expect(head).toBe("epoch\tDense 1\tDense 2\tDense 3");
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.at(-1)).toMatch(/^[\d.]+(\t[\d.e-]+){3}$/);
  const panel = page.getByRole("region", { name: "Gradient norms", exact: true });
  for (const [label, ending, begin] of [
    ["Picture (PNG)", "png", /^.PNG/],
    ["Drawing (SVG)", "svg", /^<svg [\s\S]*>Dense 3<\/text>/],
    ["Table (CSV)", "csv", /^epoch,Dense 1,Dense 2,Dense 3\r\n/],
  ] as const) {
    const file = lab.file(`norms.${ending}`);
    await answerFileDialogs(lab, file);
    await panel.getByRole("button", { name: "Save the chart" }).click();
    await page.getByRole("button", { name: label }).click();
    await expect(page.getByRole("button", { name: label })).toHaveCount(0);
    expect((await readFile(file)).toString("latin1")).toMatch(begin);
  }
  await page.getByRole("combobox", { name: "What the chart shows" }).selectOption("Update ratios");
  await expect(chart("Update ratios")).toContainText("Dotted: 0.001");
});
