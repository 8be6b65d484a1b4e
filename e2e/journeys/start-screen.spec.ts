import { unlink } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { answerFileDialogs, chooseFromMenu, openTemplate, resize, runWords, transport } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const toStart = async () => {
  await lab.page.getByRole("button", { name: "Layerlab, application menu" }).click();
  await lab.page.getByRole("button", { name: "Start screen" }).click();
};

test("in the smallest window and in French the two ways to begin leave the drawing beside them alone", async () => {
  await lab.launch({ language: "fr-FR" });
  await resize(lab, 1024, 700);
  await expect(lab.page.locator(".hero-image canvas")).toBeVisible();
  const [empty, drawing] = [
    await lab.page.getByTestId("start-empty").boundingBox(),
    await lab.page.locator(".hero-picture figure").first().boundingBox(),
  ];
  if (!empty || !drawing) throw new Error("The start screen is not there.");
  expect(empty.x + empty.width).toBeLessThan(drawing.x);
});

test("nothing moves under the pointer while the start screen fills", async () => {
  await expect(lab.page.getByTestId("template-two-spirals")).toBeVisible();
  await expect(lab.page.locator(".hero-image canvas")).toBeVisible();
  const moved = await lab.page.evaluate(
    () =>
      new Promise<readonly string[]>((resolve) => {
        const observer = new PerformanceObserver((list) => {
          observer.disconnect();
          resolve(list.getEntries().map((entry) => JSON.stringify(entry)));
        });
        observer.observe({ type: "layout-shift", buffered: true });
        // Earlier shifts are handed over before this frame is done; without any the observer is never called.
        requestAnimationFrame(() => setTimeout(() => resolve([])));
      }),
  );
  expect(moved).toEqual([]);
});

test("a template says how long an epoch takes here once it was trained, also after a restart", async () => {
  const time = () => lab.page.getByTestId("time-two-spirals");
  await expect(lab.page.getByTestId("template-two-spirals")).toContainText("1,218 parameters");
  await expect(time()).toHaveCount(0);
  await openTemplate(lab, "two-spirals");
  await transport(lab, "Train").click();
  await expect(runWords(lab)).toContainText("Trained in", { timeout: 40_000 });
  await toStart();
  await expect(time()).toHaveText(/an epoch here$/);
  await expect(lab.page.getByTestId("time-three-blobs")).toHaveCount(0);
  const ended = lab.app.waitForEvent("close");
  await lab.app.evaluate(({ app }) => setImmediate(() => app.quit()));
  await ended;
  await lab.launch();
  await expect(time()).toHaveText(/an epoch here$/);
});

test("a recent project whose file is gone is marked, and taken off the list", async () => {
  const file = lab.file("mine.layerlab");
  await openTemplate(lab, "three-blobs");
  await answerFileDialogs(lab, file);
  await chooseFromMenu(lab, "File", "Save as…");
  await expect(lab.page.getByTestId("save-state")).toHaveText(/^Saved/);
  await toStart();
  const recent = lab.page.locator(".start-recent li");
  await expect(recent).toContainText("Three blobs");
  await expect(recent).not.toContainText("not found");
  await unlink(file);
  await lab.page.getByRole("button", { name: /^Back to/ }).click();
  await toStart();
  await expect(recent).toContainText("not found");
  await recent.getByRole("button", { name: "Take Three blobs off the list" }).click();
  await expect(recent).toHaveCount(0);
});
