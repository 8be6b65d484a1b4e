import { expect, test } from "@playwright/test";
import type { TrainingEvent } from "../../app/contract/calls.ts";
import { openTemplate, runWords, savedGraph, select, setField, transport } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

type Pictures = Extract<TrainingEvent, { event: "pictures" }>["pictures"];

const lab = labOfEachTest();

const inspector = () => lab.page.getByTestId("inspector");
const table = (name: string) => inspector().getByRole("textbox", { name: `Numbers of the ${name}` });
const marks = () => lab.page.getByTestId("node-Dense 1").locator(".layer-mark");

async function type(name: "weights" | "biases", numbers: string): Promise<void> {
  await table(name).fill(numbers);
  await table(name).blur();
}

test("a dense layer starts from a table typed by hand, a row for each unit, and gives what it says", async () => {
  const { page } = lab;
  await openTemplate(lab, "hidden-layer"); // two inputs
  await select(lab, "Dense 1");
  await setField(lab, "Units", "3");
  await inspector().getByRole("combobox", { name: "Initialiser" }).selectOption("Typed weights");
  await expect(table("weights")).toHaveValue("");

  // A click fills it: three rows of two.
  await inspector().getByRole("button", { name: "Fill with Identity" }).click();
  await expect(table("weights")).toHaveValue("1  0\n0  1\n0  0");
  await expect(marks()).toHaveCount(0);

  // A table of another size is told where it was typed, and fitted with a click; undo brings it back.
  await type("weights", "2 -1\n0.5 3");
  await marks().first().click();
  await expect(page.getByTestId("problem-popover")).toContainText("Dense 1 needs 6 typed weights, not 4");
  await page.getByRole("button", { name: "Fit the numbers to 3×2" }).first().click();
  await expect(marks()).toHaveCount(0);
  await select(lab, "Dense 1");
  await expect(table("weights")).toHaveValue(/^2 {2}.1\n0[.,]5 {2}3\n0 {2}0$/);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(marks()).toHaveCount(1);
  await page.getByRole("button", { name: /^Redo/ }).click();
  await expect(marks()).toHaveCount(0);

  // What is no number stays in the field, with the reason.
  await type("weights", "2 -1\n0.5 three");
  await expect(inspector()).toContainText('"three": Type a number.');
  await table("weights").press("Escape");

  await type("weights", "2 -1\n0.5 3\n-4 0");
  await type("biases", "0.25 0 -1");
  const graph = await savedGraph(lab, lab.file("typed.layerlab"));
  expect(JSON.parse(JSON.stringify(graph)).nodes[1].fields).toMatchObject({
    initialiser: "typedWeights",
    typedWeights: [2, -1, 0.5, 3, -4, 0],
    typedBiases: [0.25, 0, -1],
  });

  // Frozen, it gives W x + b of what is typed for the example that is shown, whatever the layers behind it learn.
  await inspector().getByRole("switch", { name: "Trainable" }).click();
  await page.evaluate(() => {
    window.addEventListener("training", ({ detail: event }) => {
      if (event.event === "pictures") Object.assign(window, { latestPictures: event.pictures });
    });
  });
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch 1");
  const { probe, vectors } = await page.evaluate(() => {
    const { latestPictures } = window as unknown as { latestPictures: Pictures };
    return {
      probe: [...latestPictures.probe.values],
      vectors: [...latestPictures.nodes.vectors],
    };
  });
  const [x = 0, y = 0] = probe;
  const expected = [2 * x - y + 0.25, 0.5 * x + 3 * y, -4 * x - 1];
  // The point itself comes first, then the layer with its three units.
  const given = vectors.slice(2, 5);
  expect(given).toHaveLength(3);
  for (const [unit, value] of given.entries()) expect(value).toBeCloseTo(expected[unit] ?? 0, 4);
});
