import { expect, type Locator, test } from "@playwright/test";
import { openTemplate, runWords, select, transport } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";
import {
  columnsOf,
  expectShown,
  expectSummary,
  labelOf,
  numberIn,
  saveChart,
  saveEach,
  wordsIn,
} from "../saved.ts";

/* Every chart, and every view of what the network holds, is saved from its menu; the file says what the window says. */

const lab = labOfEachTest();
test.beforeEach(() => test.setTimeout(120_000));

const save = (place: Locator, menu: string, kinds: readonly ("png" | "svg" | "csv")[] = ["png", "csv"]) =>
  saveEach(lab, place, menu, kinds);
const inspect = () => lab.page.getByTestId("inspect");
const dialog = (name: string) => lab.page.getByRole("dialog", { name });
const inspectLayer = (name: string) =>
  inspect()
    .getByRole("navigation", { name: "Layers" })
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .click();

test("charts and everything that Inspect shows of a network of pictures", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch", { timeout: 60_000 });

  await saveChart(lab, "Loss");
  const chooser = page.getByRole("combobox", { name: "What the chart shows" });
  for (const title of ["Accuracy", "Learning rate", "Gradient norms", "Update ratios"]) {
    await chooser.selectOption(title);
    await saveChart(lab, title);
  }
  await select(lab, "Conv 2");
  for (const title of ["Gradient norm", "Update ratio"])
    await saveChart(lab, title, page.getByTestId("inspector"));

  await page.keyboard.press("Control+2");
  await inspectLayer("Conv 2");
  const maps = inspect().getByRole("region", { name: "Maps of Conv 2" });
  const place = inspect().getByRole("status").filter({ hasText: /^Row/ });
  const [, row = "", column = ""] = await wordsIn(place, /Row (\d+), column (\d+)/);
  const value = await place.locator("b").textContent();
  const all = await save(maps, "Save Maps of Conv 2");
  expectShown(all.find((line) => line.map === "1" && line.row === row)?.[`column ${column}`], value);
  const chosen = inspect().getByRole("region", { name: "Map 1 of Conv 2" });
  const one = await save(chosen, "Save Map 1 of Conv 2");
  expect(one.map(columnsOf)).toEqual(all.filter(({ map }) => map === "1").map(columnsOf));
  await expectSummary(chosen.getByRole("button", { name: /^Map 1 of Conv 2,/ }), one.flatMap(columnsOf));

  const kernels = inspect().getByRole("region", { name: "Kernels" });
  const rows = await save(kernels, "Save Kernels");
  for (const channel of ["1", "4"])
    await expectSummary(
      kernels.getByRole("img", { name: new RegExp(`^Kernel for channel ${channel},`) }),
      rows.filter((line) => line.filter === "1" && line.channel === channel).flatMap(columnsOf),
    );

  // What is multiplied under the microscope, and what of the input it sees.
  const microscope = page.getByTestId("microscope");
  const cells = await save(microscope, "Save Pixel microscope");
  const shown = ((await microscope.getByRole("img", { name: /^Products:/ }).getAttribute("aria-label")) ?? "")
    .replace(/^[^:]*: /, "")
    .split(", ");
  expect(shown.length).toBe(25);
  const ofChannel = cells.filter(({ channel }) => channel === "1");
  for (const [at, product] of shown.entries()) expectShown(ofChannel[at]?.product, product);

  const explanation = page.getByTestId("explanation");
  await explanation.getByRole("switch").click();
  const saliency = explanation.getByRole("img", { name: /^Saliency/ });
  await expect(saliency).toBeVisible();
  const [, named = ""] = await wordsIn(explanation, /Score of ([^:]+):/);
  const speaking = await save(explanation, `Save What speaks for ${named}`);
  const valuesOf = (what: string) =>
    speaking.filter((line) => line.what === what).map((line) => Number(line.value));
  await expectSummary(saliency, valuesOf("saliency"));
  await expectSummary(explanation.getByRole("img", { name: /^Grad-CAM/ }), valuesOf("Grad-CAM"));

  const seeking = page.getByTestId("seeking");
  const question = seeking.getByRole("combobox", { name: "What to look for" });
  const menu = seeking.getByRole("button", { name: "Save What it looks for" });
  // Nothing is offered to be saved before there is an answer.
  await expect(menu).toHaveCount(0);
  await seeking.getByRole("button", { name: /^Ask map 1 of/ }).click();
  await expect(menu).toBeVisible({ timeout: 30_000 });
  const strongest = await save(seeking, "Save What it looks for");
  const examples = seeking.getByRole("button", { name: /^Example \d/ });
  await expect(examples).toHaveCount(strongest.length);
  for (const [at, line] of strongest.entries()) {
    const [, index, answer, name] = await labelOf(
      examples.nth(at),
      /^Example ([\d,]+), answer ([^\s,]+), (.*)$/,
    );
    expect([numberIn(index), name]).toEqual([Number(line.example), line["true class"]]);
    expectShown(line.answer, answer);
  }
  await question.selectOption("An input grown for it");
  await seeking.getByRole("button", { name: /^Ask map 1 of/ }).click();
  await expect(menu).toBeVisible({ timeout: 30_000 });
  const grown = (await save(seeking, "Save What it looks for")).map(columnsOf);
  // The grown input has no numbers in the window but its pixels: their grey follows the saved values.
  const greys = await seeking
    .getByRole("img", { name: "The grown input" })
    .evaluate((canvas: HTMLCanvasElement, side) => {
      const context = canvas.getContext("2d");
      const pixel = (at: number, size: number) => Math.floor(((at + 0.5) * size) / side);
      return Array.from({ length: side * side }, (_, at) => {
        const [x, y] = [pixel(at % side, canvas.width), pixel(Math.floor(at / side), canvas.height)];
        return context?.getImageData(x, y, 1, 1).data[1] ?? 0;
      });
    }, grown.length);
  expect(Math.abs(correlation(greys, grown.flat()))).toBeGreaterThan(0.9);
  await question.selectOption("What must not be covered");
  await seeking.getByRole("button", { name: "Cover the probe" }).click();
  await expect(menu).toBeVisible({ timeout: 30_000 });
  const drops = (await save(seeking, "Save What it looks for")).flatMap(columnsOf);
  await expectSummary(seeking.getByRole("img", { name: /^Occlusion map/ }), drops);

  // The numbers below: histograms, over time after another batch, and statistics.
  await transport(lab, "Train one batch").click();
  const numbers = page.getByTestId("distributions");
  await expect(numbers).toContainText("2 looks, newest on top");
  const bins = await save(numbers, "Save Weights and gradients");
  const moments = Object.keys(bins[0] ?? {}).filter((name) => name.startsWith("at update"));
  expect(moments).toHaveLength(2);
  const weights = numbers.getByRole("slider", { name: /^Weights:/ });
  const [, minimum, maximum] = await labelOf(weights, /minimum (\S+), .*maximum (\S+), standard/);
  const held = bins.filter((line) => line.what === "weight" && Number(line[moments[1] ?? ""]) > 0);
  for (const [end, edge] of [
    [held[0], minimum],
    [held.at(-1), maximum],
  ] as const) {
    expect(numberIn(edge)).toBeGreaterThanOrEqual(Number(end?.from) - 0.001);
    expect(numberIn(edge)).toBeLessThanOrEqual(Number(end?.below) + 0.001);
  }
  const [, count] = await wordsIn(numbers, /Weights([\d,]+) values/);
  expect(held.reduce((sum, line) => sum + Number(line[moments[1] ?? ""]), 0)).toBe(numberIn(count));
  for (const name of ["Conv 2", "ReLU 2"]) {
    await inspectLayer(name);
    await expect(inspect().getByRole("heading", { name: `Map 1 of ${name}` })).toBeVisible();
    const statistics = await save(numbers, "Save Activation statistics", ["csv"]);
    const line = statistics.find((each) => each.layer === name);
    const [, low, high, mean, deviation, zeros] = await wordsIn(
      numbers.getByTestId("activity"),
      /: (\S+) to ([^,]+), mean ([^,]+), standard deviation ([^,]+), (.+?%) zeros/,
    );
    expectShown(line?.minimum, low);
    expectShown(line?.maximum, high);
    expectShown(line?.mean, mean);
    expectShown(line?.["standard deviation"], deviation);
    expectShown(line?.["share of zeros"], zeros);
  }

  await inspectLayer("Dense 2");
  const values = inspect().getByRole("region", { name: "Maps of Dense 2" });
  const units = await save(values, "Save Values of Dense 2", ["csv"]);
  expect(units).toHaveLength(10);
  for (const unit of units)
    expectShown(
      unit.value,
      (
        await labelOf(
          values.getByRole("button", { name: new RegExp(`^${Number(unit.unit) - 1}: `) }),
          /: (.*)$/,
        )
      )[1],
    );

  await inspect().getByRole("button", { name: "Hidden space" }).click();
  const plane = dialog("Hidden space").getByRole("button", { name: /examples as points/ });
  await expect(plane).toBeVisible({ timeout: 60_000 });
  await plane.press("ArrowRight");
  const [, index, told] = await wordsIn(
    page.getByTestId("hidden-space-example").getByRole("status"),
    /Example ([\d,]+): ([^,.\s]+)/,
  );
  const points = await save(dialog("Hidden space"), "Save Hidden space");
  expect(points).toHaveLength(500);
  expect(points.find((point) => point.example === String(numberIn(index)))?.class).toBe(told);
});

test("the plane: the fields of the neurons, the decision boundary and the point", async () => {
  const { page } = lab;
  await openTemplate(lab, "two-spirals");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch");
  await page.keyboard.press("Control+2");
  await inspectLayer("Dense 1");
  const fields = inspect().getByRole("region", { name: "Maps of Dense 1" });
  const buttons = fields.getByRole("button", { name: /^Look into neuron/ });
  await expect(buttons.first()).toBeVisible();
  const units = await save(fields, "Save Values of Dense 1");
  for (const [at, button] of (await buttons.all()).entries())
    expectShown(units[at]?.value, (await wordsIn(button, /: (\S+) at the probe/))[1]);
  const probe = inspect().getByRole("region", { name: "Probe point" }).first();
  const said = await save(probe, "Save Probe point");
  for (const bar of await probe.getByRole("listitem").all()) {
    const [name, share] = await bar.locator("div").first().locator("span").allTextContents();
    expectShown(said.find((line) => line.answer === name)?.probability, share);
  }
});

/** Pearson's correlation coefficient. */
function correlation(first: readonly number[], second: readonly number[]): number {
  const centred = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [a, b] = [centred(first), centred(second)];
  const product = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}
