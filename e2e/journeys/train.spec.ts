import { expect, test } from "@playwright/test";
import {
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

test("two clicks from the start screen to a moving curve, and the window answers while it trains", async () => {
  await lab.page.getByTestId("start-first").click();
  await lab.page.getByTestId("train").click();
  await waitForCurve(lab);
  await select(lab, "Conv 2");
  await expect(lab.page.getByTestId("inspector").getByText("2,320").first()).toBeVisible();
});

test("pause, a new learning rate, resume: the worker uses the new rate; one batch, one epoch, stop, reset", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await selectNothing(lab);
  await setField(lab, "Epochs", "500");
  await page.evaluate(() => {
    window.addEventListener("training", ({ detail: event }) => {
      if (event.event === "progress") document.body.dataset.rate = String(event.progress.learningRate);
    });
  });
  const usedRate = () => page.evaluate(() => document.body.dataset.rate);
  await transport(lab, "Train").click();
  await waitForCurve(lab);
  expect(await usedRate()).toBe("0.002");
  await transport(lab, "Pause").click();
  await expect(runWords(lab)).toContainText("Paused");
  const still = await curve(lab);
  await setField(lab, "Learning rate", "0.003");
  expect(await curve(lab)).toBe(still);
  await transport(lab, "Train one batch").click();
  await expect.poll(() => curve(lab)).not.toBe(still);
  await expect.poll(usedRate).toBe("0.003");
  await expect(runWords(lab)).toContainText("Paused");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch");
  await transport(lab, "Resume").click();
  await setField(lab, "Learning rate", "0.004");
  await expect.poll(usedRate).toBe("0.004");
  await setField(lab, "Seed", "7");
  await expect(page.getByText(/This run keeps its own network/)).toBeVisible();
  await transport(lab, "Stop the run, keep the weights").click();
  await expect(runWords(lab)).toContainText("Stopped");
  await transport(lab, "Forget the run, back to untrained").click();
  await expect(runWords(lab)).toHaveText("Not trained yet");
});

test("a layer that is changed while it trains is of the next run: this one ends with the weights that it would have had", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await selectNothing(lab);
  await setField(lab, "Epochs", "8");
  await page.evaluate(() => {
    window.addEventListener("training", ({ detail: event }) => {
      if (event.event === "finished") document.body.dataset.hash = event.result.weightsHash;
    });
  });
  const trainedHash = async () => {
    await expect(runWords(lab)).toContainText(/^Trained in/, { timeout: 60_000 });
    return page.evaluate(() => {
      const { hash } = document.body.dataset;
      delete document.body.dataset.hash;
      return hash;
    });
  };
  await transport(lab, "Train").click();
  const left = await trainedHash();
  expect(left).toMatch(/^[0-9a-f]+$/);

  await transport(lab, "Forget the run, back to untrained").click();
  await transport(lab, "Train").click();
  await waitForCurve(lab);
  await select(lab, "Dense 1");
  await setField(lab, "Units", "32");
  await expect(page.getByTestId("dock").getByText("The next run will use your edit.")).toBeVisible();
  await expect(transport(lab, "Pause")).toBeVisible(); // it trains on
  expect(await trainedHash()).toBe(left);

  await transport(lab, "Train").click();
  await expect(transport(lab, "Pause")).toBeVisible();
  const next = await trainedHash();
  expect(next).toMatch(/^[0-9a-f]+$/);
  expect(next).not.toBe(left);
});

test("a finished run is trained for more epochs", async () => {
  await openTemplate(lab, "three-blobs");
  await transport(lab, "Train").click();
  await expect(runWords(lab)).toContainText("Trained in", { timeout: 30_000 });
  await transport(lab, "Train more").click();
  await expect(lab.page.getByRole("progressbar", { name: "Epochs trained" })).toHaveAttribute(
    "aria-valuemax",
    "40",
  );
});

test("a schedule for the learning rate is chosen, set, trained by, and taken back", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await selectNothing(lab);
  const form = page.getByTestId("inspector");
  await form.getByLabel("Schedule", { exact: true }).selectOption("Cosine");
  await setField(lab, "Over (epochs)", "3");
  await transport(lab, "Train").click();
  await waitForCurve(lab);
  await expect(form).toContainText("settles gently");
  await page.getByTestId("undo").click();
  await page.getByTestId("undo").click();
  await expect(form.getByLabel("Schedule", { exact: true })).toHaveValue("constant");
  await expect(form.getByLabel("Over (epochs)")).toHaveCount(0);
});

test("gradients are clipped, several batches make one update, and a run that no longer improves keeps its best epoch", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  await selectNothing(lab);
  const form = page.getByTestId("inspector");
  await form.getByLabel("Clipping", { exact: true }).getByText("By norm").click();
  await setField(lab, "Largest norm", "0.5");
  await form.getByLabel("Weights move after", { exact: true }).selectOption("Several batches");
  await setField(lab, "Batches", "2");
  await form.getByLabel("Stopping", { exact: true }).getByText("With patience").click();
  await setField(lab, "Patience (epochs)", "2");
  await setField(lab, "Least gain", "0.01");
  await setField(lab, "Epochs", "5000");
  await transport(lab, "Train").click();
  await expect(runWords(lab)).toContainText(/Trained in .* Best of \d+ epochs: \d+\./, { timeout: 30_000 });
  expect(Number(/Best of ([\d,]+)/.exec((await runWords(lab).textContent()) ?? "")?.[1])).toBeLessThan(5000);
});

test("a paused run goes on with another optimiser and more epochs, and says so before", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch 1");
  await selectNothing(lab);
  await page.getByTestId("inspector").getByLabel("Optimiser", { exact: true }).selectOption("RMSprop");
  await setField(lab, "Epochs", "7");
  await expect(page.getByTestId("dock").getByText("Resume goes on with your edit.")).toBeVisible();
  await transport(lab, "Resume").click();
  await expect(runWords(lab)).toContainText("Trained in");
  await expect(page.getByRole("progressbar", { name: "Epochs trained" })).toHaveAttribute(
    "aria-valuemax",
    "7",
  );
  await expect(page.getByText("Resume goes on with your edit.")).toHaveCount(0);
});

test("fast maths is chosen for a project, trains, and is taken back", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await selectNothing(lab);
  const maths = page.getByTestId("inspector").getByRole("radiogroup", { name: "Maths" });
  await maths.getByRole("radio", { name: "Fast" }).click();
  await transport(lab, "Train").click();
  await waitForCurve(lab);
  await page.getByTestId("undo").click();
  await expect(maths.getByRole("radio", { name: "Same bits" })).toBeChecked();
});

test("numbers that are no longer finite stop the run: the layer is named, and a smaller rate starts it again", async () => {
  await openTemplate(lab, "one-straight-line");
  await select(lab, "Output");
  await lab.page.getByTestId("inspector").getByLabel("Loss").selectOption("halfSquaredError");
  await selectNothing(lab);
  await lab.page.getByTestId("inspector").getByLabel("Optimiser").selectOption("SGD");
  await setField(lab, "Learning rate", "1");
  await transport(lab, "Train").click();
  const notice = lab.page.getByTestId("run-notice");
  await expect(notice).toContainText(/became infinite/, { timeout: 30_000 });
  await expect(notice).toContainText(/Conv|Dense|Output/);
  expect(await curve(lab)).toMatch(/Training/);
  await lab.page.getByTestId("start-again").click();
  await expect(notice).toHaveCount(0);
  await waitForCurve(lab);
});

test("training pictures are turned at random: seen in the form while it is set, trained on, and taken back", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await selectNothing(lab);
  await page.getByRole("switch", { name: "Rotate" }).click();
  const examples = page.getByRole("region", { name: "Augmented examples" });
  const shown = () =>
    examples
      .locator("canvas")
      .evaluateAll((canvases) => canvases.map((each) => (each as HTMLCanvasElement).toDataURL()));
  await expect(examples.locator("canvas")).toHaveCount(8);
  const [original = "", ...turned] = await shown();
  expect(new Set(turned).size).toBe(7);
  expect(turned).not.toContain(original);
  await setField(lab, "Up to", "90");
  await expect.poll(shown).not.toEqual([original, ...turned]);
  await expect.poll(async () => (await shown())[0]).toBe(original);
  await transport(lab, "Train").click();
  await expect(runWords(lab)).toContainText(/^Trained in/, { timeout: 60_000 });
  await chooseFromMenu(lab, "Edit", "Undo change “Rotate”");
  await expect.poll(async () => (await shown()).slice(1)).toEqual(turned);
  await page.getByRole("switch", { name: "Rotate" }).click();
  await expect(examples).toHaveCount(0);
});
