import { expect, type Locator, test } from "@playwright/test";
import { chooseFromMenu, openTemplate, runWords, transport } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";
import { expectShown, labelOf, numberIn, saveChart, saveEach, type Table } from "../saved.ts";

/* Every view of how good a network is and of what it answers is saved from its menu; the file says what the window says. */

const lab = labOfEachTest();
test.beforeEach(() => test.setTimeout(120_000));

const save = (place: Locator, menu: string, kinds: readonly ("png" | "svg" | "csv")[] = ["png", "csv"]) =>
  saveEach(lab, place, menu, kinds);
const dialog = () => lab.page.getByRole("dialog", { name: "How good is it?" });
const section = (name: string, place: Locator = dialog()) => place.getByRole("region", { name, exact: true });

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
      const [, example, sure, names] = await labelOf(
        button,
        /^Example ([\d,]+), certainty (.*?%)(?:, (.*))?$/,
      );
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

test("how far off predicted numbers are, and what an autoencoder gives back", async () => {
  const { page } = lab;
  await openTemplate(lab, "curve-through-points");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch");
  for (const title of ["MAE", "RMSE"]) {
    const chooser = page.getByRole("combobox", { name: "What the chart shows" });
    await chooser.selectOption({ label: title });
    await saveChart(lab, `Validation ${title}`);
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
    const [, example, truth, given, off] = await labelOf(
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
  await expect(dialog()).toHaveCount(0);

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
    const [, example, error] = await labelOf(button, /^Example ([\d,]+), RMSE (\S+)$/);
    expectShown(given.find((line) => line.example === String(numberIn(example)))?.RMSE, error);
  }
});
