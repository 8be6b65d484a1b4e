import { expect, test } from "@playwright/test";
import { type Layerlab, layer, openTemplate, resize, runWords, select, transport } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

/** Texts of bars and forms that are wider than their place: what a person would see cut. */
function cutTexts({ page }: Layerlab): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll(
        ".title-bar *, .status-bar *, [data-testid=inspector] label, .layer-head *",
      ),
    ]
      .filter((element) => element.childElementCount === 0 && element.getClientRects().length > 0)
      .filter((element) => element instanceof HTMLElement && element.offsetWidth > 0)
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .map((element) => `${element.className}: ${element.textContent}`),
  );
}

/** Pairs of layers that lie on each other. */
function overlaps({ page }: Layerlab): Promise<string[]> {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll("[data-layer]")].map((element) => ({
      name: element.getAttribute("data-testid") ?? "",
      box: element.getBoundingClientRect(),
    }));
    return boxes.flatMap(({ name, box }, index) =>
      boxes
        .slice(index + 1)
        .filter(
          ({ box: other }) =>
            box.left < other.right &&
            other.left < box.right &&
            box.top < other.bottom &&
            other.top < box.bottom,
        )
        .map((other) => `${name} and ${other.name}`),
    );
  });
}

for (const [width, height] of [
  [1440, 900],
  [1024, 700],
] as const)
  for (const colorScheme of ["light", "dark"] as const)
    test(`nothing is cut and no layers overlap at ${width}×${height}, ${colorScheme}`, async () => {
      const info = test.info();
      await lab.page.emulateMedia({ colorScheme });
      await resize(lab, width, height);
      await lab.page.screenshot({ path: info.outputPath("start.png") });
      expect(await cutTexts(lab)).toEqual([]);
      await openTemplate(lab, "fashion-classifier");
      await expect(lab.page.locator("[data-layer]")).toHaveCount(14);
      expect(await overlaps(lab)).toEqual([]);
      await transport(lab, "Train").click();
      // The smallest window shows the transport row alone: its words tell of the run.
      await expect(runWords(lab)).toContainText(/Epoch 1.*batch [1-9]/, { timeout: 30_000 });
      await lab.page.screenshot({ path: info.outputPath("training.png") });
      expect(await overlaps(lab)).toEqual([]);
      expect(await cutTexts(lab)).toEqual([]);
    });

test("a round layer with a long name ends before the next one, tells the name in its tip, and has room after Tidy", async () => {
  const { page } = lab;
  await resize(lab, 1440, 900);
  await openTemplate(lab, "fashion-classifier");
  await select(lab, "ReLU 1");
  const name = "The first activation";
  await page.getByTestId("layer-name").fill(name);
  await page.keyboard.press("Enter");
  const words = layer(lab, name).locator(".layer-head > span").nth(1);
  await expect(words).toHaveText(name);
  expect(await overlaps(lab)).toEqual([]);
  expect((await cutTexts(lab)).length).toBe(1);
  await expect(words).toHaveAttribute("title", name);
  await page.getByTestId("tidy").click();
  await expect.poll(() => cutTexts(lab)).toEqual([]);
  expect(await overlaps(lab)).toEqual([]);
});
