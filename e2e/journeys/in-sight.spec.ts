import { expect, type Locator, test } from "@playwright/test";
import { layer, openTemplate, resize } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

/* What a person must not have to look for: layers that nobody placed by hand, and the way to the data. */

const lab = labOfEachTest();
test.beforeEach(async () => {
  // The view is where it is going to be at once.
  await lab.page.emulateMedia({ reducedMotion: "reduce" });
});

const inspector = () => lab.page.getByTestId("inspector");
const add = (kind: string) => lab.page.getByTestId(`palette-${kind}`).click();

/** In sight is what lies whole on the canvas and not under the settings, which float over it in a small window. */
async function isInSight(shown: Locator): Promise<boolean> {
  const [box, stage] = [await shown.boundingBox(), await lab.page.getByTestId("canvas").boundingBox()];
  if (!box || !stage) return false;
  const cover =
    (
      await inspector()
        .boundingBox()
        .catch(() => null)
    )?.x ?? Number.POSITIVE_INFINITY;
  const right = Math.min(cover, stage.x + stage.width);
  return (
    box.x >= stage.x &&
    box.y >= stage.y &&
    box.x + box.width <= right &&
    box.y + box.height <= stage.y + stage.height
  );
}

const layersInSight = async () => {
  const all = await lab.page.locator(".react-flow__node").all();
  const seen = await Promise.all(all.map(isInSight));
  return seen.filter((each) => each).length;
};

for (const [width, height] of [
  [1440, 900],
  [1024, 700],
] as const)
  test(`layers clicked one after the other in the palette stay in sight at ${width}x${height}, in reading lines`, async () => {
    await lab.page.getByTestId("start-empty").click();
    await resize(lab, width, height);
    for (const [kind, name] of [
      ["input", "Input"],
      ["conv2d", "Conv 1"],
      ["activation", "Activation"],
      ["max-pool", "Max pool 1"],
      ["conv2d", "Conv 2"],
      ["activation", "Activation 1"],
      ["max-pool", "Max pool 2"],
      ["flatten", "Flatten"],
      ["dense", "Dense 1"],
      ["output", "Output"],
    ] as const) {
      await add(kind);
      await expect.poll(() => isInSight(layer(lab, name)), { message: name }).toBe(true);
    }
    // Nothing ran away to the right, and nothing became too small to read.
    await expect(lab.page.locator(".canvas-zoom")).toHaveText(/100/);
    for (const name of ["Max pool 2", "Flatten", "Dense 1"])
      await expect.poll(() => isInSight(layer(lab, name)), { message: name }).toBe(true);
  });

test("layers added between two others push no other out of sight: what has no room goes on in the next line", async () => {
  await lab.page.getByTestId("start-empty").click();
  await resize(lab, 1024, 700);
  for (const kind of ["input", "output"]) await add(kind);
  await layer(lab, "Input").locator(".layer-head").click();
  for (const kind of ["conv2d", "activation", "flatten", "dense"]) await add(kind);
  for (const name of ["Input", "Conv 1", "Activation", "Flatten", "Dense 1", "Output"])
    await expect.poll(() => isInSight(layer(lab, name)), { message: name }).toBe(true);
  await lab.page.getByTestId("undo").click();
  await expect(layer(lab, "Dense 1")).toHaveCount(0);
  await expect.poll(() => isInSight(layer(lab, "Output"))).toBe(true);
});

test("a remedy sends nothing out of sight that was in it, in the smallest window", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await resize(lab, 1024, 700);
  await layer(lab, "Max pool 1").locator(".layer-head").click();
  await layer(lab, "Max pool 1").press("d");
  await expect.poll(() => isInSight(layer(lab, "Dense 3"))).toBe(true);
  const before = await layersInSight();
  await page.getByTestId("problem-Dense 3").click();
  const card = page.getByTestId("problem-popover");
  await card.getByRole("button", { name: "Apply fix: Insert Flatten" }).click();
  await expect(card).toHaveCount(0);
  await expect.poll(() => isInSight(layer(lab, "Flatten 1"))).toBe(true);
  await expect.poll(layersInSight).toBeGreaterThanOrEqual(before);
});

test("the choice of data sets is found by its word, in the smallest window too", async () => {
  const { page } = lab;
  await page.getByTestId("start-empty").click();
  await resize(lab, 1024, 700);
  await page.getByTestId("palette").getByText("Data", { exact: true }).click();
  const chooser = page.getByRole("dialog", { name: "Choose a data set" });
  await chooser.getByRole("button", { name: /^Blobs/ }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("palette").getByText("Data", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Data set: Blobs" })).toBeVisible();
});
