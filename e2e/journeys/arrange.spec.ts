import { expect, test } from "@playwright/test";
import { type Layerlab, launchLayerlab, layer, openTemplate, savedGraph } from "../driver.ts";

let lab: Layerlab;
test.beforeEach(async () => {
  lab = await launchLayerlab();
});
test.afterEach(async () => {
  await lab.close();
});

test("several layers are aligned in one step that undo takes back; the map moves the view", async () => {
  const info = test.info();
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  const before = await savedGraph(lab, info.outputPath("before.layerlab"));
  await layer(lab, "Dense").locator(".layer-head").click();
  await page.keyboard.press("Control+a");
  const arrange = page.getByRole("toolbar", { name: "Arrange the layers" });
  await arrange.getByRole("button", { name: "Align left" }).click();
  const lefts = async () =>
    Promise.all(
      ["Input", "Dense", "Output"].map(async (name) =>
        Math.round((await layer(lab, name).boundingBox())?.x ?? -1),
      ),
    );
  await expect.poll(async () => new Set(await lefts()).size).toBe(1);
  await page.getByTestId("undo").click();
  expect(await savedGraph(lab, info.outputPath("after.layerlab"))).toEqual(before);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("align tops");
  await page.keyboard.press("Enter");

  await page.getByTestId("show-map").click();
  const map = page.getByRole("img", { name: /Map of the network/ });
  await expect(map).toBeVisible();
  const place = (await layer(lab, "Dense").boundingBox())?.x ?? 0;
  const box = await map.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 40, (box?.y ?? 0) + 40);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 70, (box?.y ?? 0) + 40, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await layer(lab, "Dense").boundingBox())?.x).not.toBe(place);
});
