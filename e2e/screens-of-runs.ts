import { writeFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { answerFileDialogs } from "./driver.ts";

import type { Hands, Screen } from "./hands.ts";

/** From training on: runs, what is inside them, and other networks. Begins where `screensOfBuilding` ends. */
export function screensOfRuns({
  page,
  lab,
  word,
  dialog,
  test,
  button,
  close,
  command,
  choose,
  inspectLayer,
  another,
  train,
  trained,
  tryIt,
  chart,
  table,
}: Hands): readonly Screen[] {
  return [
    {
      name: "training",
      open: async () => {
        await close();
        await train(/\d/);
        await page.locator("[data-testid^=picture-]").first().waitFor();
      },
    },
    {
      name: "training, Conv 1",
      open: () => choose("Conv 1"),
    },
    {
      name: "paused",
      open: async () => {
        await page.keyboard.press("Escape");
        await test("train").click();
        await expect(button("Train one batch", test("dock"))).toBeEnabled();
      },
    },
    {
      name: "paused, edited",
      open: async () => {
        await choose("Dense 1");
        const units = test("inspector").locator('[data-field="units"]').getByRole("textbox");
        await units.fill("96");
        await units.press("Enter");
      },
    },
    { name: "gradient norms", open: () => chart("Gradient norms") },
    { name: "update ratios", open: () => chart("Update ratios") },
    { name: "learning rate", open: () => chart("Learning rate") },
    {
      name: "inspect",
      open: async () => {
        await page.keyboard.press("Control+2");
        await test("microscope").waitFor();
      },
    },
    {
      name: "inspect, explained",
      open: async () => {
        await test("explanation").getByRole("switch").click();
        await test("explanation").getByRole("img").first().waitFor();
        await test("explanation").scrollIntoViewIfNeeded();
      },
    },
    {
      name: "inspect, its end",
      open: () => test("distributions").scrollIntoViewIfNeeded(),
    },
    { name: "inspect, numbers", open: () => inspectLayer("Dense 1") },
    {
      name: "hidden space",
      open: async () => {
        await test("inspect")
          .getByRole("button", { name: word("Hidden space") })
          .click();
        await dialog()
          .getByRole("button", { name: word("Cancel") })
          .waitFor({ state: "detached" });
      },
    },
    {
      name: "try it",
      open: async () => {
        await close();
        await page.keyboard.press("Control+1");
        await tryIt();
      },
    },
    {
      name: "how good is it",
      open: async () => {
        await command("How good is it?");
        await dialog().getByRole("table").first().waitFor();
      },
    },
    {
      name: "kept runs",
      open: async () => {
        await close();
        await command("Kept runs");
        await dialog().waitFor();
      },
    },
    {
      name: "unsaved",
      open: async () => {
        await close();
        await page.keyboard.press("Control+n");
        await dialog().waitFor();
      },
    },
    {
      name: "empty canvas",
      open: async () => {
        await dialog()
          .getByRole("button", { name: word("Don't save") })
          .click();
        await expect(page.locator("[data-layer]")).toHaveCount(0);
      },
    },
    {
      name: "a table",
      open: async () => {
        const rows = Array.from(
          { length: 90 },
          (_, row) => `${row % 7},${row % 11},a note ${row},${row % 3}`,
        );
        await writeFile(table, ["length in centimetres,weight,note,fruit", ...rows, "1,2"].join("\n"));
        await answerFileDialogs(lab, table);
        await page
          .locator(".data-glyph")
          .or(button("Choose a data set", test("palette")))
          .first()
          .click();
        await page
          .locator(".data-entry")
          .filter({ hasText: word("Import a file") })
          .click();
        await button("Use this table", dialog()).waitFor();
      },
    },
    {
      name: "a table with a fault",
      open: async () => {
        await dialog()
          .getByRole("button", { name: word("Use this table") })
          .click();
        await dialog().getByRole("alert").waitFor();
      },
    },
    {
      name: "points, finished",
      open: async () => {
        await close();
        await another("three-blobs");
        await train(trained);
      },
    },
    {
      name: "painter",
      open: async () => {
        await command("Paint points");
        await test("painter").waitFor();
      },
    },
    {
      name: "data, points",
      open: async () => {
        await close();
        await command("Look at the data");
        await test("data-panel").waitFor();
      },
    },
    {
      name: "inspect, points",
      open: async () => {
        await close();
        await page.keyboard.press("Control+2");
        await test("inspect").getByRole("navigation").waitFor();
        await inspectLayer("Dense");
      },
    },
    {
      name: "try it, points",
      open: async () => {
        await page.keyboard.press("Control+1");
        await tryIt();
      },
    },
    {
      name: "how good is it, three classes",
      open: async () => {
        await command("How good is it?");
        await dialog().getByRole("table").first().waitFor();
      },
    },
    {
      name: "curve, finished",
      open: async () => {
        await close();
        await another("curve-through-points");
        await train(/\d/);
      },
    },
    {
      name: "how good is it, numbers",
      open: async () => {
        await command("How good is it?");
        await dialog().getByRole("table").first().waitFor();
      },
    },
    {
      name: "autoencoder",
      open: async () => {
        await close();
        await another("autoencoder");
        await train(/\d/);
        await page.locator("[data-testid^=picture-]").first().waitFor();
      },
    },
    {
      name: "a run to be left",
      open: async () => {
        await button("Layerlab, application menu").click();
        await button("Start screen").click();
        await test("template-iris-flowers").click();
        await dialog().waitFor();
      },
    },
    {
      name: "iris",
      open: async () => {
        await button("Stop it").click();
        await page.locator("[data-layer]").first().waitFor();
        await train(trained);
      },
    },
    {
      name: "data, table",
      open: async () => {
        await command("Look at the data");
        await dialog().getByRole("table").first().waitFor();
      },
    },
    {
      name: "try it, table",
      open: async () => {
        await close();
        await tryIt();
      },
    },
    ...["resnet-8", "vgg-like", "locally-connected", "edge-detectors"].map((template) => ({
      name: template,
      open: () => another(template),
    })),
  ];
}
