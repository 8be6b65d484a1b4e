import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import {
  answerFileDialogs,
  chooseFromMenu,
  curve,
  openTemplate,
  runWords,
  select,
  selectNothing,
  setField,
  transport,
  waitForCurve,
} from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

/** Checkpoints on the disk. */
async function kept(): Promise<number> {
  const names = await readdir(lab.file("runs"), { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith(".layerlab-checkpoint")).length;
}

const unfinished = () => lab.page.getByTestId("unfinished-run");

async function trainDigits(): Promise<void> {
  await openTemplate(lab, "handwritten-digits");
  await selectNothing(lab);
  await setField(lab, "Epochs", "100");
  await transport(lab, "Train").click();
}

/** What a finished run says of itself, without its time. */
async function resultWords(): Promise<string> {
  await expect(runWords(lab)).toContainText("Trained in", { timeout: 90_000 });
  return (await runWords(lab).textContent())?.replace(/Trained in [^ ]+( s)?\./, "") ?? "";
}

test("killed in the middle of training: the start screen offers the run, and it ends as without a break", async () => {
  test.setTimeout(240_000);
  await trainDigits();
  await expect.poll(kept, { timeout: 60_000 }).toBeGreaterThan(0);
  await lab.kill();
  await lab.launch();
  // The number of epochs was not saved either: that is another offer.
  await lab.page.getByRole("button", { name: "Discard it" }).click();
  await expect(unfinished()).toContainText(/Cut off, (epoch|after epoch) \d+ of 100/);
  await unfinished().getByRole("button", { name: "Go on" }).click();
  await expect(runWords(lab)).toContainText("Paused", { timeout: 30_000 });
  await expect.poll(() => curve(lab), { timeout: 30_000 }).toMatch(/Training \d/);
  await transport(lab, "Resume").click();
  const resumed = await resultWords();
  await transport(lab, "Forget the run, back to untrained").click();
  await transport(lab, "Train").click();
  expect(await resultWords()).toBe(resumed);
});

test("closed while it trains, a run is paused and kept where it was", async () => {
  await trainDigits();
  await waitForCurve(lab);
  const ended = lab.app.waitForEvent("close");
  await lab.app.evaluate(({ app }) => app.quit());
  await lab.page.getByRole("button", { name: "Don't save" }).click();
  await expect(lab.page.getByRole("dialog")).toContainText("Handwritten digits is still training");
  // The window may be gone before the click has ended.
  const leave = lab.page.getByRole("button", { name: "Pause and keep it" });
  await leave.click().catch(() => {});
  await ended;
  await lab.launch();
  await expect(unfinished()).toContainText(/Handwritten digits.*Paused, (epoch|after epoch)/);
});

test("back to an earlier checkpoint and on from there with another learning rate", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  for (const epoch of [1, 2, 3]) {
    await transport(lab, "Train one epoch").click();
    await expect(runWords(lab)).toContainText(`Paused after epoch ${epoch}`);
    await expect.poll(kept).toBe(epoch);
  }
  await transport(lab, "Kept runs").click();
  const runs = page.getByTestId("kept-runs");
  await expect(runs).toContainText("This run");
  await runs.getByRole("button", { name: /Show the checkpoints/ }).click();
  await runs.getByRole("button", { name: "Go on from after epoch 1 of 20" }).click();
  await expect(runWords(lab)).toContainText("Paused after epoch 1");
  await selectNothing(lab);
  await setField(lab, "Learning rate", "0.001");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch 2");
  await expect.poll(kept).toBe(4);
  await transport(lab, "Kept runs").click();
  await runs.getByRole("button", { name: /Show the checkpoints/ }).click();
  await expect(runs.getByRole("row")).toHaveCount(5);
  await expect(runs.getByRole("row").nth(1)).toContainText("0.001");
});

test("numbers that ran away: back to the last checkpoint with a smaller rate", async () => {
  const { page } = lab;
  await openTemplate(lab, "one-straight-line");
  await select(lab, "Output");
  await page.getByTestId("inspector").getByLabel("Loss").selectOption("halfSquaredError");
  await selectNothing(lab);
  await page.getByTestId("inspector").getByLabel("Optimiser").selectOption("SGD");
  await setField(lab, "Learning rate", "0.01");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch 1");
  await expect.poll(kept).toBe(1);
  await setField(lab, "Learning rate", "5");
  await transport(lab, "Resume").click();
  const notice = page.getByTestId("run-notice");
  await expect(notice).toContainText(/became infinite/, { timeout: 30_000 });
  await notice.getByTestId("to-checkpoint").click();
  await expect(notice).toHaveCount(0);
  await expect(page.getByTestId("inspector").getByRole("textbox", { name: "Learning rate" })).toHaveValue(
    "0.5",
  );
});

test("a run is forgotten only after a second word", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  await transport(lab, "Train one epoch").click();
  await expect.poll(kept).toBe(1);
  await transport(lab, "Forget the run, back to untrained").click();
  await transport(lab, "Kept runs").click();
  const runs = page.getByTestId("kept-runs");
  await runs.getByRole("button", { name: /^Forget the run/ }).click();
  await runs.getByRole("button", { name: "Keep it" }).click();
  await runs.getByRole("button", { name: /^Forget the run/ }).click();
  await runs.getByRole("button", { name: "Forget for good" }).click();
  await expect(page.getByText("There is none yet.")).toBeVisible();
  expect(await kept()).toBe(0);
});

test("saving says that the weights are not in the file; opening the project again offers them", async () => {
  const { page } = lab;
  const file = lab.file("blobs.layerlab");
  await openTemplate(lab, "three-blobs");
  await answerFileDialogs(lab, file);
  await chooseFromMenu(lab, "File", "Save");
  await expect(page.getByTestId("save-state")).toHaveText(/^Saved/);
  // Nothing is trained yet, so nothing is missing in the file.
  await expect(page.getByTestId("saved-notice")).toHaveCount(0);
  await page.getByTestId("train").click();
  await expect(runWords(lab)).toContainText("Trained in", { timeout: 40_000 });
  await chooseFromMenu(lab, "File", "Save");
  const notice = page.getByTestId("saved-notice");
  await expect(notice).toContainText("Saved without the trained weights.");
  await answerFileDialogs(lab, lab.file("blobs.json"));
  await notice.getByRole("button", { name: "Export the model…" }).click();
  await expect(page.getByRole("dialog")).toContainText("The model is exported");
  const { weightsHash } = JSON.parse(await readFile(lab.file("blobs.json"), "utf8"));
  await page.keyboard.press("Escape");
  await notice.getByRole("button", { name: "Close the message" }).click();
  await chooseFromMenu(lab, "File", "Save");
  await expect(notice).toHaveCount(0); // once for a run

  await lab.launch({ args: [file] });
  const before = lab.page.getByTestId("trained-before");
  await expect(before).toContainText("This network was trained here before. Finished after");
  await before.getByRole("button", { name: "Take the weights up" }).click();
  await expect(runWords(lab)).toContainText("Trained in");
  await expect(before).toHaveCount(0);
  await expect(lab.page.getByTestId("save-state")).toHaveText("Saved");
  await answerFileDialogs(lab, lab.file("again.json"));
  await chooseFromMenu(lab, "File", "Export model…");
  await expect(lab.page.getByRole("dialog")).toContainText("The model is exported");
  expect(JSON.parse(await readFile(lab.file("again.json"), "utf8"))).toMatchObject({ weightsHash });
});

test("a project whose network was changed since is not offered the weights of another", async () => {
  const file = lab.file("blobs.layerlab");
  await openTemplate(lab, "three-blobs");
  await lab.page.getByTestId("train").click();
  await expect(runWords(lab)).toContainText("Trained in", { timeout: 40_000 });
  await selectNothing(lab);
  await setField(lab, "Seed", "7");
  await answerFileDialogs(lab, file);
  await chooseFromMenu(lab, "File", "Save");
  await expect(lab.page.getByTestId("save-state")).toHaveText(/^Saved/);
  await lab.launch({ args: [file] });
  await expect(lab.page.getByTestId("project-name")).toHaveValue("Three blobs");
  // The kept runs have been read by then, and there is one of another seed.
  await transport(lab, "Kept runs").click();
  await expect(lab.page.getByTestId("kept-runs")).toContainText("Three blobs");
  await expect(lab.page.getByTestId("trained-before")).toHaveCount(0);
});
