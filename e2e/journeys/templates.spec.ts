import { expect, test } from "@playwright/test";
import { openTemplate, picture, waitForCurve } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

for (const { name, layer } of [
  { name: "fashion-classifier", layer: "Conv 1" },
  { name: "handwritten-digits", layer: "Conv 1" },
  { name: "two-spirals", layer: "Dense 1" },
  { name: "one-straight-line", layer: "Dense" },
  { name: "three-blobs", layer: "Dense" },
  { name: "hidden-layer", layer: "Dense 1" },
  { name: "iris-flowers", layer: "Dense 1" },
  { name: "three-wines", layer: "Dense 1" },
  { name: "lenet-5", layer: "Conv 1" },
  { name: "vgg-like", layer: "Conv 4" },
  { name: "resnet-8", layer: "Conv 1" },
  { name: "autoencoder", layer: "Transposed 1" },
  { name: "overlapping-pooling", layer: "Max pool 1" },
  { name: "locally-connected", layer: "Local 1" },
  { name: "edge-detectors", layer: "Edges" },
  { name: "random-features", layer: "Random" },
  { name: "curve-through-points", layer: "Dense 1" },
  { name: "yes-or-no", layer: "Dense" },
]) {
  test(`${name} opens without a problem and trains`, async () => {
    await openTemplate(lab, name);
    await expect(lab.page.getByTestId("data-card")).toContainText("train");
    await expect(lab.page.locator(".layer-mark")).toHaveCount(0);
    await lab.page.getByTestId("train").click();
    await waitForCurve(lab);
    await expect.poll(() => picture(lab, layer)).not.toBe("");
  });
}
