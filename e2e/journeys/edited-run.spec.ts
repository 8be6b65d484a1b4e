import { expect, test } from "@playwright/test";
import { openTemplate, runWords, select, selectNothing, setField, transport } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

/* What is said of a run after the network was edited: it is said of the network that the run had. */

const lab = labOfEachTest();

const status = () => lab.page.getByTestId("status-run");
const problems = () => lab.page.locator(".status-bar").getByText(/problem/i);

async function breakNetwork(dense: string): Promise<void> {
  await select(lab, dense);
  await lab.page.getByTestId("canvas").press("Delete");
  await expect(problems()).toHaveText(/^\d+ problems?/);
}

test("a trained network is edited, then broken, and everything says that it was trained before", async () => {
  const { page } = lab;
  await openTemplate(lab, "hidden-layer");
  await expect(status()).toHaveText("Not trained yet");
  await transport(lab, "Train").click();
  await expect(runWords(lab)).toContainText(/^Trained in/, { timeout: 60_000 });
  await expect(status()).toHaveText("Trained");

  await select(lab, "Dense 1");
  await setField(lab, "Units", "5");
  await expect(status()).toHaveText("Trained before your edit");
  await expect(runWords(lab)).toContainText(/^Trained in/);
  await expect(page.getByTestId("dock").getByText("That was before your edit.")).toBeVisible();
  await expect(transport(lab, "Train")).toBeVisible();
  await page.getByTestId("undo").click();
  await expect(status()).toHaveText("Trained");
  await expect(transport(lab, "Train more")).toBeVisible();

  await breakNetwork("Dense 1");
  await expect(status()).toHaveText("Trained before your edit");
  await expect(transport(lab, "Train")).toBeDisabled();
  await expect(page.getByTestId("dock").getByText(/^Fix /)).toBeVisible();

  await page.getByTestId("undo").click();
  await expect(status()).toHaveText("Trained");
  await expect(problems()).toHaveText("No problems");
});

test("a network breaks while it trains: the run goes on without the edit, and says so", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  await selectNothing(lab);
  await setField(lab, "Epochs", "100000");
  await transport(lab, "Train").click();
  await expect(status()).toHaveText("Training");
  await breakNetwork("Dense");
  await expect(status()).toHaveText("Training, without your edit");
  const dock = page.getByTestId("dock");
  await expect(dock.getByText("The run goes on without your edit.")).toBeVisible();
  await transport(lab, "Pause").click();
  await expect(status()).toHaveText("Paused, without your edit");
  await transport(lab, "Stop the run, keep the weights").click();
  await expect(status()).toHaveText("Stopped before your edit");
  await expect(transport(lab, "Train")).toBeDisabled();
});

test("a run that diverged offers to start again only what can be trained", async () => {
  await openTemplate(lab, "one-straight-line");
  await select(lab, "Output");
  await lab.page.getByTestId("inspector").getByLabel("Loss").selectOption("halfSquaredError");
  await selectNothing(lab);
  await lab.page.getByTestId("inspector").getByLabel("Optimiser").selectOption("SGD");
  await setField(lab, "Learning rate", "1");
  await transport(lab, "Train").click();
  const notice = lab.page.getByTestId("run-notice");
  await expect(notice).toContainText(/became infinite/, { timeout: 30_000 });
  const again = lab.page.getByTestId("start-again");
  await expect(again).toBeEnabled();
  await breakNetwork("Dense");
  await expect(status()).toHaveText("Diverged before your edit");
  await expect(notice).toContainText("starting again takes the network as it is now");
  await expect(again).toBeDisabled();
  await expect(lab.page.getByTestId("go-on")).toBeEnabled();
});
