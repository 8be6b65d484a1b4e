import { expect, test } from "@playwright/test";
import { chooseFromMenu, openTemplate, runWords, selectNothing } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

test("the data of a project: looked at example by example, divided and scaled anew, undone, trained on", async () => {
  const { page } = lab;
  await openTemplate(lab, "iris-flowers");
  await selectNothing(lab);
  await page.getByRole("button", { name: "Look at the data", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Iris flowers" });
  const sizes = dialog.getByRole("status");
  await expect(sizes).toHaveText("102 training, 24 validation, 24 test");
  await dialog.getByRole("combobox", { name: "Class" }).selectOption("Virginica");
  await expect(dialog.getByRole("row")).toHaveCount(1 + 34);
  await expect(dialog.getByRole("row").nth(1)).toContainText("Virginica");

  await dialog.getByRole("radio", { name: "Balance" }).click();
  await expect(dialog.getByRole("row", { name: /^Setosa 34 8 8/ })).toBeVisible();

  await dialog.getByRole("radio", { name: "Parts" }).click();
  await dialog.getByRole("switch", { name: "Divide anew" }).click();
  await dialog.getByRole("switch", { name: "Keep the test part" }).click();
  await dialog.getByRole("textbox", { name: "Test", exact: true }).fill("40");
  await page.keyboard.press("Enter");
  await expect(sizes).toHaveText("75 training, 15 validation, 60 test");
  await dialog.getByRole("radio", { name: "Scaling" }).click();
  await dialog.getByRole("combobox", { name: "Numbers are seen" }).selectOption("From 0 to 1");
  await expect(dialog).toContainText("So the network sees numbers from 0 to 1");
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByTestId("train").click();
  await expect(runWords(lab)).toContainText(/^Trained in .* test accuracy/);

  await chooseFromMenu(lab, "Edit", "Undo set the scaling of Iris flowers");
  await page.getByRole("button", { name: "Parts and scaling" }).click();
  await expect(sizes).toHaveText("75 training, 15 validation, 60 test");
  await dialog.getByRole("switch", { name: "Divide anew" }).click();
  await expect(sizes).toHaveText("102 training, 24 validation, 24 test");
});
