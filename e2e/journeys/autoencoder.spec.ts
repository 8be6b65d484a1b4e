import { expect, test } from "@playwright/test";
import { openTemplate, runWords, waitForCurve } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

test("an autoencoder: what comes back is shown beside the picture, judged picture by picture, and compared with the data again when that is chosen", async () => {
  const { page } = lab;
  await openTemplate(lab, "autoencoder");
  await page.getByTestId("train").click();
  await waitForCurve(lab);
  const probe = page.getByRole("region", { name: "Probe image" });
  await expect(probe.getByRole("img", { name: /^Given back/ })).toBeVisible();
  await expect(probe).toContainText(/Given back, RMSE 0\.\d/);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(runWords(lab)).toContainText("Paused");
  await page.getByRole("button", { name: "picture by picture" }).click();
  const dialog = page.getByRole("dialog", { name: "How good is it?" });
  await expect(dialog.getByTestId("judgement")).toContainText(/R² .* on 5,000 validation examples/);
  const best = dialog.getByRole("region", { name: "Given back best" });
  await best
    .getByRole("button", { name: /^Example .*RMSE 0\.\d/ })
    .first()
    .click();
  await expect(best.getByRole("button", { pressed: true })).toHaveCount(1);
  await dialog.getByRole("button", { name: "Close" }).click();

  await page.getByTestId("node-Output").click();
  const inspector = page.getByTestId("inspector");
  await inspector.getByRole("radio", { name: "Data" }).click();
  await expect(page.getByTestId("node-Output").locator(".layer-mark").first()).toBeVisible();
});
