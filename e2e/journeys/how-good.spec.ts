import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { decode } from "fast-png";
import { answerFileDialogs, chooseFromMenu, openTemplate, runWords, transport } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const dialog = () => lab.page.getByRole("dialog", { name: "How good is it?" });
const clipboard = () => lab.app.evaluate(({ clipboard: board }) => board.readText());

/** The numbers of a copied table, without its names. */
function rowsOf(csv: string): number[][] {
  const [, ...rows] = csv.trim().split(/\r?\n/);
  return rows.map((row) => row.split(",").slice(1).map(Number));
}

test("after an epoch: which digits are taken for which, the pictures behind a mistake, and both tables copied", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await expect(transport(lab, "How good is it?")).toHaveAttribute("aria-disabled", "true");
  await page.evaluate(() => {
    window.addEventListener("training", ({ detail: event }) => {
      if (event.event === "epochs")
        document.body.dataset.accuracy = String(event.results.at(-1)?.validationAccuracy);
    });
  });
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch", { timeout: 30_000 });
  await transport(lab, "How good is it?").click();
  const said = dialog().getByRole("status");
  await expect(said).toContainText(/right, [\d,]+ of [\d,]+ validation examples\. Top 3: \d.* Top 5: \d/);

  await dialog().getByRole("button", { name: "Copy the matrix as CSV" }).click();
  await expect(dialog().getByRole("button", { name: "Copy the matrix as CSV" })).toHaveText("Copied");
  const matrix = rowsOf(await clipboard());
  const sum = matrix.flat().reduce((total, count) => total + count, 0);
  const right = matrix.reduce((total, row, label) => total + (row[label] ?? 0), 0);
  expect(right / sum).toBe(Number(await page.evaluate(() => document.body.dataset.accuracy)));

  // The same into a file, and the whole table as a picture.
  const saved = async (kind: string) => {
    const file = lab.file(kind.includes("PNG") ? "matrix.png" : "matrix.csv");
    await answerFileDialogs(lab, file);
    await dialog().getByRole("button", { name: "Save confusion matrix" }).click();
    await dialog().getByRole("button", { name: kind }).click();
    await expect(dialog().getByRole("button", { name: kind })).toHaveCount(0);
    return readFile(file);
  };
  const file = (await saved("Table (CSV)")).toString();
  expect(file).toMatch(/^true class,taken for 0,[^\n]*\r\n0,/);
  expect(rowsOf(file)).toEqual(matrix);
  const { width, height, data, channels } = decode(await saved("Picture (PNG)"));
  const table = await dialog().getByRole("table").first().boundingBox();
  expect(width).toBeGreaterThan(3 * (table?.width ?? Number.NaN));
  expect(height).toBeGreaterThan(3 * (table?.height ?? Number.NaN));
  const colours = new Set(Array.from({ length: width * height }, (_, pixel) => data[pixel * channels]));
  expect(colours.size).toBeGreaterThan(20);

  await dialog().getByRole("button", { name: "Copy the classes as CSV" }).click();
  const classes = rowsOf(await clipboard());
  matrix.forEach((row, label) => {
    const found = row[label] ?? 0;
    const guesses = matrix.reduce((total, other) => total + (other[label] ?? 0), 0);
    const whole = row.reduce((total, count) => total + count, 0);
    const [, , , precision, recall, f1] = classes[label] ?? [];
    expect([precision, recall, f1]).toEqual(
      [found / guesses, found / whole, (2 * found) / (guesses + whole)].map((value) =>
        expect.closeTo(value, 12),
      ),
    );
  });

  // The most frequent mistake is open; the keyboard walks to a right answer, whose pictures then follow.
  const behind = dialog().getByRole("region", { name: "Examples behind the cell" });
  await expect(behind.getByRole("heading")).toContainText("taken for");
  const mistakes = Number(await behind.locator("header > span").first().textContent());
  expect(mistakes).toBe(
    Math.max(...matrix.map((row, label) => Math.max(...row.map((n, to) => (to === label ? 0 : n))))),
  );
  await expect(behind.getByRole("listitem")).toHaveCount(mistakes);
  const example = behind.getByRole("listitem").first().getByRole("button");
  await example.click();
  await expect(example).toHaveAttribute("aria-pressed", "true");

  const chosen = dialog().locator('[data-cell][aria-pressed="true"]');
  await chosen.focus();
  const [truth = 0, guess = 0] = ((await chosen.getAttribute("data-cell")) ?? "").split("-").map(Number);
  for (let step = 0; step < Math.abs(truth - guess); step++)
    await page.keyboard.press(guess < truth ? "ArrowRight" : "ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(behind.getByRole("heading")).toContainText("recognised");
  await expect(behind.locator("header > span").first()).toHaveText(String(matrix[truth]?.[truth]));

  // The mistakes it was surest of: as many as there are mistakes, each with both classes, the surest first.
  const wrong = sum - right;
  await behind.getByText("Most wrong", { exact: true }).click();
  await expect(behind.locator("header > span").first()).toHaveText(String(wrong));
  const shares = async () =>
    (
      await behind
        .getByRole("listitem")
        .getByRole("button")
        .evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label") ?? ""))
    ).map((name) => Number(name.match(/certainty (\d+)/)?.[1]));
  await expect(behind.getByRole("listitem").first().getByRole("button")).toHaveAttribute("aria-label", / → /);
  const surest = await shares();
  expect(surest).toEqual([...surest].sort((a, b) => b - a));
  await behind.getByText("Least sure", { exact: true }).click();
  await expect(behind.locator("header > span").first()).toHaveText(String(sum));
  await expect.poll(shares).toHaveLength(48);
  const least = await shares();
  expect(least).toEqual([...least].sort((a, b) => a - b));

  await dialog().getByRole("button", { name: "Copy the calibration as CSV" }).click();
  await expect(dialog().getByRole("button", { name: "Copy the calibration as CSV" })).toHaveText("Copied");
  const bins = rowsOf(await clipboard());
  expect(bins.reduce((total, [, examples = 0]) => total + examples, 0)).toBe(sum);
  const rightInBins = bins.reduce((total, [, examples = 0, share = 0]) => total + examples * share, 0);
  expect(rightInBins).toBeCloseTo(right, 6);
  await expect(dialog().getByRole("img", { name: /expected calibration error \d/ })).toBeVisible();

  await dialog().getByText("Test", { exact: true }).click();
  await expect(said).toContainText("test examples");
  await page.keyboard.press("Escape");
  await expect(dialog()).toBeHidden();
});

test("points too; while it trains numbers say of which weights they are, and come again with the new ones", async () => {
  await openTemplate(lab, "three-blobs");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch");
  await transport(lab, "class by class").click();
  await expect(dialog().getByRole("status")).toContainText("validation examples");
  await dialog().locator('[data-cell="0-0"]').click();
  await expect(dialog().getByRole("img", { name: /The points of the list/ })).toBeVisible();
  await chooseFromMenu(lab, "Network", "Train or pause");
  const older = dialog().getByRole("note");
  await expect(older).toContainText(/Of the weights after \d+ updates; the run went on/);
  await expect(dialog().locator("[data-cell]")).toHaveCount(9);
  await expect(runWords(lab)).toContainText("Trained in");
  await dialog().getByRole("button", { name: "Look again" }).click();
  await expect(older).toHaveCount(0);
  await expect(dialog().getByRole("status")).toContainText("validation examples");
});
