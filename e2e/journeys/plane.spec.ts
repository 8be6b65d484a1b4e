import { expect, test } from "@playwright/test";
import type { TrainingEvent } from "../../app/contract/calls.ts";
import { openTemplate, picture, runWords, transport } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

type Pictures = Extract<TrainingEvent, { event: "pictures" }>["pictures"];
type PlaneFields = NonNullable<Pictures["fields"]>;

const lab = labOfEachTest();

const plane = () => lab.page.getByRole("img", { name: /^The data set with the probe marked/ });
const drawn = () => plane().evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

test("the decision boundary and every neuron's field move while it trains, and agree with the network's answers", async () => {
  const { page } = lab;
  await openTemplate(lab, "hidden-layer");
  await page.evaluate(() => {
    window.addEventListener("training", ({ detail: event }) => {
      if (event.event === "pictures") Object.assign(window, { latestFields: event.pictures.fields });
    });
  });
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused after batch 1");
  await expect(plane()).toHaveAttribute("aria-label", /over what the network answers everywhere$/);
  const [first, firstField] = [await drawn(), await picture(lab, "Dense 1")];
  await transport(lab, "Resume").click();
  // Live: they have moved before the run is over.
  await expect.poll(drawn).not.toBe(first);
  await expect.poll(() => picture(lab, "Dense 1")).not.toBe(firstField);
  await expect(runWords(lab)).toContainText(/^Trained in/, { timeout: 60_000 });

  // The cell in which each test point lies shows the class that the network gives it.
  const agreement = await page.evaluate(async () => {
    const { latestFields } = window as unknown as { readonly latestFields: PlaneFields };
    const { square, cells, answers } = latestFields;
    const judged = await window.desktop.judge({ part: "test" });
    if (!judged.ok || judged.value?.task !== "classes") throw new Error("The run could not be judged.");
    const { examples, predicted, classNames } = judged.value;
    const points = await window.desktop.examples({ indices: [...examples] });
    if (!points.ok) throw new Error("The points could not be read.");
    let same = 0;
    for (let place = 0; place < examples.length; place++) {
      const x = points.value.values[2 * place] ?? Number.NaN;
      const y = points.value.values[2 * place + 1] ?? Number.NaN;
      const column = Math.floor(((x - square.left) / square.side) * cells);
      const row = Math.floor((1 - (y - square.bottom) / square.side) * cells);
      const shares = classNames.map((_, label) => answers[(label * cells + row) * cells + column] ?? 0);
      if (shares.indexOf(Math.max(...shares)) === predicted[place]) same += 1;
    }
    return same / examples.length;
  });
  expect(agreement).toBeGreaterThan(0.97);

  await page.keyboard.press("Control+2");
  await page
    .getByTestId("inspect")
    .getByRole("button", { name: /^Dense 1/ })
    .click();
  const fields = page.getByRole("list", { name: "Fields of the neurons" });
  await expect(fields.getByRole("listitem").first()).toHaveAttribute(
    "aria-label",
    /^Neuron 1 over the plane/,
  );
});
