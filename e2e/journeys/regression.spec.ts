import { writeFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { answerFileDialogs, chooseFromMenu, curve, openTemplate, runWords } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

test("numbers from a table of one's own: chosen, trained on, judged in their own units", async () => {
  const { page } = lab;
  const card = page.getByTestId("data-card");
  // The price is the size times 30 minus the age times 20 and 500: 90 to 1,370, and nothing is left to chance.
  const rows = Array.from({ length: 120 }, (_, row) => {
    const [size, age] = [10 + (row % 29), row % 13];
    return `${size},${age},${row % 5},${30 * size - 20 * age + 50}`;
  });
  await writeFile(lab.file("flats.csv"), ["size,age,floor,price", ...rows].join("\n"));
  await openTemplate(lab, "hidden-layer");
  await answerFileDialogs(lab, lab.file("flats.layerlab"));
  await chooseFromMenu(lab, "File", "Save");
  await expect(page.getByText("Saved.")).toBeAttached();
  await answerFileDialogs(lab, lab.file("flats.csv"));
  await card.getByRole("button", { name: "Change" }).click();
  await page.getByRole("button", { name: /Import a (table|file)/ }).click();
  const columns = page.getByRole("dialog", { name: "Columns of flats.csv" });
  await expect(columns.getByLabel("Use of price")).toHaveValue("target number");
  await columns.getByRole("button", { name: "Use this table" }).click();
  await expect(columns).toBeHidden();

  // The loss for classes and the three units are told, and each is mended by its button.
  await page.getByTestId("node-Output").locator(".layer-mark").first().click();
  await page
    .getByRole("button", { name: /Use half squared error/ })
    .first()
    .click();
  await page.getByTestId("node-Output").locator(".layer-mark").first().click();
  await page
    .getByRole("button", { name: /Set Dense 2 to 1 units/ })
    .first()
    .click();
  await page.getByTestId("train").click();
  await expect(runWords(lab)).toContainText(/^Trained in .* Test R² 0\.9\d+, MAE \d/);
  expect(await curve(lab, "R²")).toMatch(/Training 0\.9/);
  await expect(page.getByRole("region", { name: /^Probe/ })).toContainText("True:");

  await expect(card).toContainText("→ size");
  await expect(card).toContainText("↑ price");
  const chosen = page.getByRole("combobox", { name: "What the chart shows" });
  await chosen.selectOption("MAE");
  await expect.poll(() => curve(lab, "Validation MAE")).toMatch(/Validation \d/);

  await chosen.selectOption("R²");
  await page.getByRole("button", { name: "how far off" }).click();
  const dialog = page.getByRole("dialog", { name: "How good is it?" });
  await expect(dialog.getByTestId("judgement")).toContainText(/R² 0\.9\d+ on 18 validation examples/);
  await expect(
    dialog.getByRole("region", { name: "Spread of the residuals" }).locator("rect"),
  ).not.toHaveCount(0);

  // What the plot reads out is the example of the file, in its own units.
  const points = dialog
    .getByRole("region", { name: "Predicted against true" })
    .getByRole("button", { name: /as points/ });
  await points.focus();
  await page.keyboard.press("ArrowRight");
  const told =
    (await dialog
      .getByRole("region", { name: "Predicted against true" })
      .getByRole("status")
      .textContent()) ?? "";
  const [, example = "", truth = ""] = /^Example (\d+): true ([\d,.]+), predicted/.exec(told) ?? [];
  const price = Number(rows[Number(example)]?.split(",")[3]);
  expect(Number(truth.replaceAll(",", ""))).toBeCloseTo(price, 0);
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("region", { name: "Residuals", exact: true }).getByRole("status")).toHaveText(
    told,
  );

  await dialog.getByRole("button", { name: "Copy the targets as CSV" }).click();
  const copy = () => lab.app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(copy).toMatch(/^target,R²,MAE,RMSE\r?\n/);
  const copied = await copy();
  const [, rSquared, mae, rmse] = copied.split(/\r?\n/)[1]?.split(",") ?? [];
  expect(Number(rSquared)).toBeGreaterThan(0.9);
  expect(Number(rmse)).toBeGreaterThanOrEqual(Number(mae));
  // A hundredth of the price's spread would be a standardised error shown as it is.
  expect(Number(mae)).toBeGreaterThan(2);
});

test("a curve through points: drawn over them, and tried at a number of one's own", async () => {
  const { page } = lab;
  await openTemplate(lab, "curve-through-points");
  await page.getByTestId("train").click();
  await expect(runWords(lab)).toContainText(/^Trained in/);
  const probe = page.getByRole("region", { name: "Probe point" });
  await expect(probe.getByRole("img")).toHaveAttribute(
    "aria-label",
    /, 420 points, with what the network answers as a line$/,
  );
  await probe.getByRole("button", { name: "Try it" }).click();
  const tryIt = page.getByTestId("try-it");
  // sin 2x has its height at π/4: the slider's place is what the network is asked.
  await tryIt.getByRole("slider").evaluate((slider: HTMLInputElement) => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
    set?.call(slider, String(Math.PI / 4));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const answer = tryIt.getByRole("region", { name: "What the network answers" });
  await expect
    .poll(async () => Number(/[\d.]+$/.exec((await answer.textContent()) ?? "")?.[0]))
    .toBeGreaterThan(0.85);
  await expect(probe).not.toContainText("True:");
});
