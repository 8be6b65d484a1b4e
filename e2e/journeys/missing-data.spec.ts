import { rename, writeFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { answerFileDialogs, chooseFromMenu, openTemplate, runWords, transport } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const file = (name: string) => lab.file(name);
const dialog = () => lab.page.getByRole("dialog");
const notice = () => lab.page.getByTestId("run-notice");

/** Three classes by three numbers, trained on and exported; then the table is put elsewhere. */
async function trainAndLose(): Promise<void> {
  const { page } = lab;
  const rows = Array.from({ length: 150 }, (_, row) => {
    const kind = row % 3;
    return [10 + kind + 0.01 * row, 5 - kind, 0.02 * row, ["ash", "birch", "cedar"][kind]].join(",");
  });
  await writeFile(file("trees.csv"), ["height,width,age,tree", ...rows].join("\n"));
  await openTemplate(lab, "hidden-layer"); // three classes
  await answerFileDialogs(lab, file("trees.csv"));
  await page.getByTestId("data-card").getByRole("button", { name: "Change" }).click();
  await page.getByRole("button", { name: /Import a file/ }).click();
  await dialog().getByRole("button", { name: "Use this table" }).click();
  await expect(dialog()).toHaveCount(0);
  await page.getByTestId("train").click();
  await expect(runWords(lab)).toContainText("Trained in", { timeout: 40_000 });
  await answerFileDialogs(lab, file("trees.json"));
  await chooseFromMenu(lab, "File", "Export model…");
  await expect(dialog()).toContainText("The model is exported");
  await answerFileDialogs(lab, file("trees.layerlab"));
  await page.keyboard.press("Escape");
  await chooseFromMenu(lab, "File", "Save");
  await expect(page.getByTestId("save-state")).toHaveText(/^Saved/);
  await lab.close();
  await rename(file("trees.csv"), file("forest.csv"));
  await lab.launch();
}

test("a model whose data are gone opens with its weights, is looked into and tried, and trained once they are found", async () => {
  await trainAndLose();
  const { page } = lab;
  await answerFileDialogs(lab, file("trees.json"));
  await page.getByRole("button", { name: "Import model" }).click();
  await expect(dialog()).toContainText(
    "The weights are loaded; their data set is missing: trees.csv has moved or is gone",
  );
  await page.keyboard.press("Escape");

  // What is missing is told, and what waits for it says so.
  await expect(notice()).toContainText("trees.csv has moved or is gone");
  await expect(page.getByTestId("train")).toHaveAttribute("aria-disabled", "true");
  await expect(transport(lab, "How good is it?")).toHaveAttribute("aria-disabled", "true");

  // Its layers and weights are there.
  await page.getByRole("button", { name: "Inspect", exact: true }).click();
  await expect(page.getByTestId("inspect")).not.toContainText("Nothing to see yet");
  await page
    .getByTestId("inspect")
    .getByRole("button", { name: /Dense 1/ })
    .first()
    .click();
  await expect(page.getByTestId("inspect")).toContainText("Weights");
  await page.getByRole("button", { name: "Build", exact: true }).click();

  // It is tried with sliders that go between what the network learnt.
  await page.getByTestId("dock").getByRole("button", { name: "Try it" }).click();
  const panel = page.getByTestId("try-it");
  await expect(panel.getByRole("slider")).toHaveCount(3);
  await panel.getByRole("slider", { name: /height/ }).press("Home");
  await panel.getByRole("slider", { name: /width/ }).press("End");
  const answers = panel.getByRole("region", { name: "What the network answers" }).getByRole("list");
  await expect(answers.locator('[data-first="true"]')).toContainText("ash");
  await panel.getByRole("slider", { name: /height/ }).press("End");
  await panel.getByRole("slider", { name: /width/ }).press("Home");
  await expect(answers.locator('[data-first="true"]')).toContainText("cedar");
  await panel.getByRole("button", { name: /^Close/ }).click();

  // While they are still not there, nothing is lost by looking again.
  await notice().getByRole("button", { name: "Try again" }).click();
  await expect(notice()).toContainText("trees.csv has moved or is gone");
  await answerFileDialogs(lab, file("forest.csv"));
  await notice().getByRole("button", { name: "Close the message" }).click();
  await notice().getByRole("button", { name: "Find the data…" }).click();
  await expect(notice()).toHaveCount(0);
  await expect(page.getByTestId("data-card")).toContainText("forest.csv");
  await expect(transport(lab, "How good is it?")).not.toHaveAttribute("aria-disabled", "true");
  await page.getByTestId("train").click();
  await expect(runWords(lab)).toContainText("Trained in", { timeout: 40_000 });
});

test("a kept run whose data are gone comes back with its weights, and goes on once the data are back", async () => {
  await trainAndLose();
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  await transport(lab, "Kept runs").click();
  await dialog().getByRole("button", { name: "Go on", exact: true }).click();
  await expect(notice()).toContainText("trees.csv has moved or is gone");
  await expect(runWords(lab)).toContainText("Trained in");
  await rename(file("forest.csv"), file("trees.csv"));
  await notice().getByRole("button", { name: "Try again" }).click();
  await expect(notice()).toHaveCount(0);
  await page.getByTestId("train").click(); // Train more
  await expect(runWords(lab)).toContainText("Trained in", { timeout: 40_000 });
});
