import { expect, test } from "@playwright/test";
import type { TrainingEvent } from "../../app/contract/calls.ts";
import { openTemplate, runWords, transport } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const dialog = () => lab.page.getByRole("dialog", { name: "Hidden space" });
const plane = () => dialog().getByRole("button", { name: /examples as points/ });
const drawn = () =>
  dialog()
    .getByRole("img", { name: /^Hidden space of/ })
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

test("a layer's examples as points, by PCA and UMAP, with the picture of one; an older picture does not stay", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch", { timeout: 30_000 });
  await page.keyboard.press("Control+2");
  await page
    .getByTestId("inspect")
    .getByRole("button", { name: /^Dense 1/ })
    .click();
  await page.getByRole("button", { name: "Hidden space" }).click();
  await expect(dialog().getByLabel("Layer")).toHaveValue(/./);
  await expect(plane()).toHaveAttribute("aria-label", /^500 examples/, { timeout: 30_000 });
  await expect(dialog()).toContainText(/They hold \d/);
  await expect(dialog().getByRole("list", { name: "Classes" }).getByRole("listitem")).toHaveCount(10);
  const byVariance = await drawn();

  await plane().press("ArrowRight");
  const example = dialog().getByTestId("hidden-space-example");
  await expect(example.getByRole("img")).toBeVisible();
  const said = (await example.getByRole("status").textContent()) ?? "";
  await plane().press("Enter");
  const index = await page.evaluate(
    () =>
      new Promise<number | null>((resolve) => {
        const hear = ({ detail: event }: CustomEvent<TrainingEvent>) => {
          if (event.event !== "pictures") return;
          window.removeEventListener("training", hear);
          resolve(event.pictures.probe.index);
        };
        window.addEventListener("training", hear);
        // Pictures wait for those before them to be shown, which a hidden window may put off: say that they were.
        void window.desktop.picturesShown(null).then(() => window.desktop.setPictures({ enabled: true }));
      }),
  );
  expect(said.replace(/[.,]/g, "")).toContain(`Example ${index}: `);

  await dialog().getByText("UMAP", { exact: true }).click();
  await expect(dialog()).toContainText("How far groups lie apart means little.", { timeout: 60_000 });
  expect(await drawn()).not.toBe(byVariance);
  await dialog().getByText("PCA", { exact: true }).click();
  await expect(dialog()).toContainText(/They hold \d/);

  await dialog().getByRole("button", { name: "Close" }).click();
  await expect(dialog()).toHaveCount(0);
});

test("a long projection is cancelled", async () => {
  const { page } = lab;
  await openTemplate(lab, "fashion-classifier");
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused after batch 1", { timeout: 60_000 });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("Hidden space");
  await page.keyboard.press("Enter");
  await dialog().getByLabel("Layer").selectOption("Conv 1");
  await dialog().getByText("UMAP", { exact: true }).click();
  await dialog().getByRole("button", { name: "Cancel" }).click();
  await expect(dialog().getByRole("alert")).toContainText("Cancelled");
  await dialog().getByLabel("Layer").selectOption({ label: "Dense 2" });
  await dialog().getByText("PCA", { exact: true }).click();
  await expect(plane()).toHaveAttribute("aria-label", /^1,000 examples/, { timeout: 30_000 });
});
