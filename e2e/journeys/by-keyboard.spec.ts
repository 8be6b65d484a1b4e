import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { expect, type Locator, test } from "@playwright/test";
import { answerFileDialogs, layer, runWords } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

/* A person without a mouse, from the start screen to a model in a file. Keys alone. */

const lab = labOfEachTest();

const press = (key: string) => lab.page.keyboard.press(key);
const type = (words: string) => lab.page.keyboard.type(words);

/** Walks on with Tab until something has the focus. */
async function tabTo(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < 40; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await press("Tab");
  }
  await expect(target).toBeFocused();
}

/** Chooses from the list of commands. */
async function command(words: string): Promise<void> {
  await press("Control+k");
  const list = lab.page.getByRole("dialog");
  await expect(list.getByRole("combobox")).toBeFocused();
  await type(words);
  await expect(list.getByRole("option").first()).toContainText(new RegExp(words, "i"));
  await press("Enter");
}

/** Keys go on somewhere: the focus has not fallen back to the window. */
async function expectFocusWithin(region: Locator): Promise<void> {
  await expect.poll(() => region.evaluate((element) => element.contains(document.activeElement))).toBe(true);
}

test("by keys alone: import a table, build, mend a mistake, train, look at the result, export the model", async () => {
  const { page } = lab;
  const table = lab.file("fruit.csv");
  const rows = Array.from({ length: 120 }, (_, row) =>
    [100 + row, row % 7, row < 60 ? "apple" : "melon"].join(","),
  );
  await writeFile(table, ["weight,spots,fruit", ...rows].join("\n"));
  await page.getByTestId("start-screen").waitFor();

  await answerFileDialogs(lab, table);
  await command("Import data");
  const columns = page.getByRole("dialog", { name: "Columns of fruit.csv" });
  await expectFocusWithin(columns);
  await tabTo(columns.getByRole("button", { name: "Use this table" }));
  await press("Enter");
  await expect(columns).toBeHidden();
  await expect(page.getByTestId("data-card")).toContainText("fruit.csv");
  const canvas = page.getByTestId("canvas");
  await expectFocusWithin(canvas);

  await press("/");
  await expect(page.getByTestId("palette-search")).toBeFocused();
  for (const [words, name] of [
    ["input", "Input"],
    ["dense", "Dense 1"],
    ["output", "Output"],
  ] as const) {
    await type(words);
    await press("Enter");
    await expect(layer(lab, name)).toBeVisible();
  }
  await press("Escape");
  await expectFocusWithin(canvas);

  await expect(page.getByTestId("status-problems")).toContainText("1 problem");
  await press("F8");
  const mistake = page.getByTestId("problem-popover");
  await expectFocusWithin(mistake);
  await tabTo(mistake.getByRole("button", { name: /^Apply fix/ }));
  await press("Enter");
  await expect(page.locator(".status-bar")).toContainText("No problems");
  await expectFocusWithin(canvas);

  await press("Control+Enter");
  await expect(runWords(lab)).toContainText("Trained in", { timeout: 40_000 });

  await command("How good is it");
  const judgement = page.getByRole("dialog", { name: "How good is it?" });
  await expectFocusWithin(judgement);
  await expect(judgement.getByRole("table").first()).toBeVisible();
  await press("Escape");
  await expect(judgement).toBeHidden();
  await expectFocusWithin(canvas);

  await press("Control+2");
  await expectFocusWithin(page.getByTestId("inspect"));
  await press("Control+1");
  await expectFocusWithin(canvas);

  await command("Try it");
  const trying = page.getByTestId("try-it");
  await expectFocusWithin(trying);
  await tabTo(trying.getByRole("button", { name: /^Close/ }));
  await press("Enter");
  await expect(trying).toHaveCount(0);
  await expectFocusWithin(canvas);

  const model = lab.file("fruit.json");
  await answerFileDialogs(lab, model);
  await command("Export model");
  const exported = page.getByRole("dialog").filter({ hasText: "The model is exported" });
  await expectFocusWithin(exported);
  expect(existsSync(model)).toBe(true);
  await press("Escape");
  await expect(exported).toBeHidden();
  await expectFocusWithin(canvas);
});
