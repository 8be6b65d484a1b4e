import { rename, writeFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { answerFileDialogs, chooseFromMenu, openTemplate, runWords, selectNothing } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const card = () => lab.page.getByTestId("data-card");

async function pressImport(): Promise<void> {
  await card().getByRole("button", { name: "Change" }).click();
  await lab.page.getByRole("button", { name: /Import a file/ }).click();
}

test("a table of one's own: columns chosen, a broken line told and skipped, trained on, missed when it moves", async () => {
  const { page } = lab;
  const table = lab.file("fruit.csv");
  const rows = Array.from({ length: 90 }, (_, row) =>
    [100 + row, row % 2 ? "red" : "green", row % 3 ? "" : "x", row < 45 ? "apple" : "melon"].join(","),
  );
  await writeFile(table, ["weight,colour,note,fruit", ...rows, "7,red"].join("\n"));
  await openTemplate(lab, "hidden-layer");

  await answerFileDialogs(lab, table);
  await pressImport();
  const dialog = page.getByRole("dialog", { name: "Columns of fruit.csv" });
  await expect(dialog).toContainText("90 rows");
  await expect(dialog.getByLabel("Use of fruit")).toHaveValue("target");
  await dialog.getByLabel("Use of note").selectOption("leave out");
  await dialog.getByRole("button", { name: "Use this table" }).click();
  await expect(dialog.getByRole("alert")).toContainText("line 92. This row has 2 values, the others have 4.");
  await dialog.getByText("Skip", { exact: true }).click();
  await dialog.getByRole("button", { name: "Use this table" }).click();
  await expect(dialog).toBeHidden();
  await expect(card()).toContainText("fruit.csv");
  await expect(card()).toContainText("weight");

  await page.getByTestId("node-Output").locator(".layer-mark").click();
  await page
    .getByRole("button", { name: /Set Dense 2 to 2 units/ })
    .first()
    .click();
  await page.getByTestId("train").click();
  await expect(runWords(lab)).toContainText("Trained in");

  await answerFileDialogs(lab, lab.file("fruit.layerlab"));
  await chooseFromMenu(lab, "File", "Save");
  await expect(page.getByText("Edited", { exact: true })).toBeHidden();
  await lab.close();
  await rename(table, lab.file("elsewhere.csv"));
  await lab.launch();
  await answerFileDialogs(lab, lab.file("fruit.layerlab"));
  await lab.page.getByTestId("start-open").click();
  await expect(card()).toContainText("fruit.csv has moved or is gone");

  await answerFileDialogs(lab, lab.file("elsewhere.csv"));
  await card().getByRole("button", { name: "Find the data…" }).click();
  await expect(card()).toContainText("elsewhere.csv");
  await expect(card()).toContainText("weight");
  await expect(card().getByRole("alert")).toHaveCount(0);
  await expect(lab.page.getByText("Edited", { exact: true })).toBeVisible();

  await selectNothing(lab);
  await lab.page.getByRole("button", { name: "Look at the data", exact: true }).click();
  const panel = lab.page.getByRole("dialog", { name: "elsewhere.csv" });
  await panel.getByRole("radio", { name: "Left out" }).click();
  await expect(panel.getByRole("listitem")).toHaveText([
    "Line 92: This row has 2 values, the others have 4.",
  ]);
});
