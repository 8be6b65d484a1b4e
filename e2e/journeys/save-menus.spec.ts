import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, type Locator, test } from "@playwright/test";
import {
  chooseFromMenu,
  type Layerlab,
  launchLayerlab,
  openTemplate,
  runWords,
  select,
  transport,
} from "../driver.ts";
import { columnsOf, expectShown, expectSummary, numberIn, saveEach, type Table } from "../saved.ts";

/* Every view that draws or tabulates something is saved from its menu, and the file says what the window says. */

let lab: Layerlab;
let folder: string;
test.beforeEach(async () => {
  test.setTimeout(120_000);
  folder = await mkdtemp(path.join(tmpdir(), "layerlab-saved-"));
  lab = await launchLayerlab();
});
test.afterEach(async () => {
  await lab.close();
  await rm(folder, { recursive: true, force: true });
});

const save = (place: Locator, menu: string, kinds: readonly ("png" | "svg" | "csv")[] = ["png", "csv"]) =>
  saveEach(lab, place, menu, kinds, folder);
const inspect = () => lab.page.getByTestId("inspect");
const dialog = (name: string) => lab.page.getByRole("dialog", { name });
const section = (name: string, place: Locator = dialog("How good is it?")) =>
  place.getByRole("region", { name, exact: true });
const words = async (place: Locator, pattern: RegExp) =>
  pattern.exec((await place.textContent()) ?? "") ?? [];
const label = async (place: Locator, pattern: RegExp) =>
  pattern.exec((await place.getAttribute("aria-label")) ?? "") ?? [];

const inspectLayer = (name: string) =>
  inspect()
    .getByRole("navigation", { name: "Layers" })
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .click();

/** The last number of a column that has one. */
const latest = (table: Table, column: string) =>
  table.map((line) => line[column] ?? "").findLast((value) => value !== "");

async function saveChart(title: string, place = lab.page.getByTestId("dock")): Promise<void> {
  const panel = place.getByRole("region", { name: title, exact: true });
  const table = await save(panel, "Save the chart", ["png", "svg", "csv"]);
  const chart = panel.locator('[aria-roledescription="chart"]');
  const entries = chart.getByRole("button");
  if ((await entries.count()) > 0)
    for (const entry of await entries.all()) {
      const value = (await entry.locator("b").textContent()) ?? "";
      const name = ((await entry.textContent()) ?? "").replace(value, "").trim();
      expectShown(latest(table, name), value);
    }
  else {
    const told = ((await chart.getAttribute("aria-label")) ?? "").replace(/^[^:]*: /, "");
    for (const [, name = "", value] of told.matchAll(/([^\d,]+?) ([\d.,e\u2212]+(?:\s?%)?)(?:, |$)/g)) {
      const column = name.toLowerCase();
      expectShown(latest(table, `${column}, smoothed`) ?? latest(table, column), value);
    }
  }
  expect(Number(latest(table, "epoch"))).toBeGreaterThan(0);
}

test("charts and everything that Inspect shows of a network of pictures", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch", { timeout: 60_000 });

  await saveChart("Loss");
  const chooser = page.getByRole("combobox", { name: "What the chart shows" });
  for (const title of ["Accuracy", "Learning rate", "Gradient norms", "Update ratios"]) {
    await chooser.selectOption(title);
    await saveChart(title);
  }
  await select(lab, "Conv 2");
  for (const title of ["Gradient norm", "Update ratio"])
    await saveChart(title, page.getByTestId("inspector"));

  await page.keyboard.press("Control+2");
  await inspectLayer("Conv 2");
  const maps = inspect().getByRole("region", { name: "Maps of Conv 2" });
  const place = inspect().getByRole("status").filter({ hasText: /^Row/ });
  const [, row = "", column = ""] = await words(place, /Row (\d+), column (\d+)/);
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
  const [, named = ""] = await words(explanation, /Score of ([^:]+):/);
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
    const [, index, answer, name] = await label(
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
  const [, minimum, maximum] = await label(weights, /minimum (\S+), .*maximum (\S+), standard/);
  const held = bins.filter((line) => line.what === "weight" && Number(line[moments[1] ?? ""]) > 0);
  for (const [end, edge] of [
    [held[0], minimum],
    [held.at(-1), maximum],
  ] as const) {
    expect(numberIn(edge)).toBeGreaterThanOrEqual(Number(end?.from) - 0.001);
    expect(numberIn(edge)).toBeLessThanOrEqual(Number(end?.below) + 0.001);
  }
  const [, count] = await words(numbers, /Weights([\d,]+) values/);
  expect(held.reduce((sum, line) => sum + Number(line[moments[1] ?? ""]), 0)).toBe(numberIn(count));
  for (const name of ["Conv 2", "ReLU 2"]) {
    await inspectLayer(name);
    await expect(inspect().getByRole("heading", { name: `Map 1 of ${name}` })).toBeVisible();
    const statistics = await save(numbers, "Save Activation statistics", ["csv"]);
    const line = statistics.find((each) => each.layer === name);
    const [, low, high, mean, deviation, zeros] = await words(
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
        await label(
          values.getByRole("button", { name: new RegExp(`^${Number(unit.unit) - 1}: `) }),
          /: (.*)$/,
        )
      )[1],
    );

  await inspect().getByRole("button", { name: "Hidden space" }).click();
  const plane = dialog("Hidden space").getByRole("button", { name: /examples as points/ });
  await expect(plane).toBeVisible({ timeout: 60_000 });
  await plane.press("ArrowRight");
  const [, index, told] = await words(
    page.getByTestId("hidden-space-example").getByRole("status"),
    /Example ([\d,]+): ([^,.\s]+)/,
  );
  const points = await save(dialog("Hidden space"), "Save Hidden space");
  expect(points).toHaveLength(500);
  expect(points.find((point) => point.example === String(numberIn(index)))?.class).toBe(told);
});

test("how good it is in classes, the probe and Try it", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch", { timeout: 60_000 });
  const probe = page.getByTestId("dock").getByRole("region", { name: "Probe image" });
  const expectBars = async (table: Table, bars: Locator, count: number) => {
    await expect(bars).toHaveCount(count);
    for (const bar of await bars.all()) {
      const [name, share] = await bar.locator("div").first().locator("span").allTextContents();
      expectShown(table.find((line) => line.answer === name)?.probability, share);
    }
  };
  await expectBars(await save(probe, "Save Probe image"), probe.getByRole("listitem"), 3);

  await probe.getByRole("button", { name: "Try it" }).click();
  await page.getByTestId("try-it").getByRole("img", { name: /^Pad/ }).click();
  const answer = section("What the network answers", page.getByTestId("try-it"));
  await expectBars(await save(answer, "Save Answer"), answer.getByRole("listitem"), 10);
  await page.getByRole("button", { name: "Close, back to the data set" }).click();

  await transport(lab, "How good is it?").click();
  const matrix = section("What was taken for what");
  const taken = await save(matrix, "Save confusion matrix");
  for (const [truth, line] of taken.entries())
    expect(Object.values(line).slice(1).map(Number)).toEqual(
      (
        await matrix
          .getByRole("row")
          .nth(truth + 1)
          .getByRole("button")
          .allTextContents()
      ).map(numberIn),
    );

  // What the icon does is told in sight, not behind the dialog.
  await matrix.getByRole("button", { name: "Save confusion matrix" }).hover();
  const told = page.locator(".tooltip", { hasText: "Save confusion matrix" });
  await expect(told).toBeVisible();
  await expect
    .poll(() =>
      told.evaluate((tooltip) => {
        const { left, top, width, height } = tooltip.getBoundingClientRect();
        return tooltip.contains(document.elementFromPoint(left + width / 2, top + height / 2));
      }),
    )
    .toBe(true);

  const classes = section("Class by class");
  const measured = await save(classes, "Save classes");
  for (const [at, line] of measured.entries()) {
    const cells = await classes
      .getByRole("row")
      .nth(at + 1)
      .getByRole("cell")
      .allTextContents();
    for (const [name, shown] of [line.examples, line.precision, line.recall, line.F1].entries())
      if (cells[name] !== "–") expectShown(shown, cells[name]);
  }

  const behind = section("Examples behind the cell");
  for (const list of ["Of a cell", "Most wrong", "Least sure"]) {
    await behind.getByText(list, { exact: true }).click();
    await expect(behind.getByRole("radio", { name: list })).toBeChecked();
    await expect(behind.getByRole("listitem").first()).toBeVisible();
    const places = await save(behind, "Save examples");
    expect(places).toHaveLength(numberIn(await behind.locator("header > span").first().textContent()));
    for (const [at, button] of (await behind.getByRole("listitem").getByRole("button").all()).entries()) {
      const [, example, sure, names] = await label(button, /^Example ([\d,]+), certainty (.*?%)(?:, (.*))?$/);
      const line = places[at];
      expect(line?.example).toBe(String(numberIn(example)));
      expectShown(line?.certainty, sure);
      const [is, said] = [line?.["true class"], line?.["taken for"]];
      if (names) expect(names).toBe(is === said ? is : `${is} → ${said}`);
    }
  }

  const calibration = section("As sure as right?");
  const tenths = await save(calibration, "Save calibration");
  const bars = await calibration.locator("rect title").allTextContents();
  const filled = tenths.filter(({ examples }) => Number(examples) > 0);
  expect(bars).toHaveLength(filled.length);
  for (const [at, line] of filled.entries()) {
    const [, low, high, share, examples] =
      /Certainty (.+?) to (.+?): (.+?) of ([\d,]+) right/.exec(bars[at] ?? "") ?? [];
    expect(numberIn(examples)).toBe(Number(line.examples));
    for (const [saved, told] of [
      [line["certainty above"], low],
      [line["up to"], high],
      [line["share right"], share],
    ])
      expectShown(saved, told);
  }
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
    expectShown(units[at]?.value, (await words(button, /: (\S+) at the probe/))[1]);
  const probe = inspect().getByRole("region", { name: "Probe point" }).first();
  const said = await save(probe, "Save Probe point");
  for (const bar of await probe.getByRole("listitem").all()) {
    const [name, share] = await bar.locator("div").first().locator("span").allTextContents();
    expectShown(said.find((line) => line.answer === name)?.probability, share);
  }
});

test("how far off predicted numbers are, and what an autoencoder gives back", async () => {
  const { page } = lab;
  await openTemplate(lab, "curve-through-points");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch");
  for (const title of ["MAE", "RMSE"]) {
    const chooser = page.getByRole("combobox", { name: "What the chart shows" });
    await chooser.selectOption({ label: title });
    await saveChart(`Validation ${title}`);
  }
  await transport(lab, "How good is it?").click();
  const predictions = await save(section("Predicted against true"), "Save predictions");
  const [target = ""] = Object.keys(predictions[0] ?? {}).flatMap(
    (name) => name.match(/^(.*) true$/)?.[1] ?? [],
  );
  const residuals = await save(section("Residuals"), "Save residuals");
  expect(residuals).toEqual(predictions);
  const spread = await save(section("Spread of the residuals"), "Save spread of the residuals");
  const bars = await section("Spread of the residuals").locator("rect title").allTextContents();
  expect(bars).toHaveLength(spread.length);
  for (const [at, line] of spread.entries()) {
    const [, low, high, count] = /^(\S+) to (\S+): ([\d,]+)$/.exec(bars[at] ?? "") ?? [];
    expectShown(line.from, low);
    expectShown(line.below, high);
    expect(Number(line.residuals)).toBe(numberIn(count));
  }
  const furthest = section("Furthest off");
  const worst = await save(furthest, "Save furthest off");
  const listed = furthest.getByRole("listitem").getByRole("button");
  await expect(listed).toHaveCount(worst.length);
  for (const [at, line] of worst.entries()) {
    const [, example, truth, given, off] = await label(
      listed.nth(at),
      /^Example ([\d,]+): true (\S+), predicted (\S+) \((\S+)\)$/,
    );
    expect(String(numberIn(example))).toBe(line.example);
    expectShown(line[`${target} true`], truth);
    expectShown(line[`${target} predicted`], given);
    expectShown(line[`${target} residual`], off);
    expect(predictions).toContainEqual(line);
  }
  const targets = section("Target by target");
  const errors = await save(targets, "Save targets");
  const cells = await targets.getByRole("cell").allTextContents();
  for (const [at, error] of Object.values(errors[0] ?? {})
    .slice(1)
    .entries())
    expectShown(error, cells[at]);
  // Saved by the mouse, the button has the focus again; Escape is for the dialog.
  await page.keyboard.press("Escape");
  await expect(dialog("How good is it?")).toHaveCount(0);

  await page.getByRole("button", { name: "Layerlab, application menu" }).click();
  await page.getByRole("button", { name: "Start screen" }).click();
  const dismissed = page.getByRole("button", { name: "Don't save" });
  const template = page.getByTestId("template-autoencoder");
  await dismissed.or(template).first().waitFor();
  if (await dismissed.isVisible()) await dismissed.click();
  await openTemplate(lab, "autoencoder");
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused after batch 1", { timeout: 60_000 });
  await chooseFromMenu(lab, "Network", "How good is it?");
  const back = section("Given back");
  await expect(back.getByRole("listitem").first()).toBeVisible({ timeout: 60_000 });
  const given = await save(back.first(), "Save errors");
  for (const button of await back.first().getByRole("listitem").getByRole("button").all()) {
    const [, example, error] = await label(button, /^Example ([\d,]+), RMSE (\S+)$/);
    expectShown(given.find((line) => line.example === String(numberIn(example)))?.RMSE, error);
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
