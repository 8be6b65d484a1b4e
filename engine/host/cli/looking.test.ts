import { readFile, writeFile } from "node:fs/promises";
import { decode, encode } from "fast-png";
import { beforeAll, expect, it } from "vitest";
import { openModel } from "../../export/model.ts";
import { planNetwork } from "../../graph/plan.ts";
import { gradCam, saliency } from "../../inspect/attribution.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { file, jsonLines, layerlab } from "../../testing/command.ts";
import { relativeError } from "../../testing/numbers.ts";
import { RunMemory } from "../../training/memory.ts";
import { loadDataset } from "../datasets.ts";
import { openKernels } from "../kernels.ts";

beforeAll(async () => {
  const words = ["--limit", "400", "--epochs", "1", "--seed", "7", "--out", "digits.json"];
  await layerlab(["train", "template:handwritten-digits", ...words]);
});

it("writes a layer's maps and kernels, saliency and Grad-CAM of a picture, and the numbers behind them", async () => {
  const dataset = await loadDataset({ kind: "built-in", id: "handwritten-digits" });
  const example = dataset.split.test[1] ?? 0;
  const data = Uint8Array.from(dataset.inputs.data.slice(400 * example, 400 * (example + 1)));
  await writeFile(file("seen.png"), encode({ width: 20, height: 20, channels: 1, depth: 8, data }));
  const words = ["inspect", "digits.json", "seen.png", "--layer", "Conv 1", "--out", "seen", "--at", "2,5,6"];
  const { code, out, error } = await layerlab([...words, "--json"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  const [done] = jsonLines(out) as { class: string; files: string[] }[];
  const numbers = JSON.parse(await readFile(file("seen/inspect.json"), "utf8"));
  const predicted = jsonLines((await layerlab(["predict", "digits.json", "seen.png", "--json"])).out)[0];
  expect(done?.class).toBe(predicted?.class);
  for (const name of done?.files.filter((written) => written.endsWith(".png")) ?? []) {
    const { width, height, channels } = decode(await readFile(file(`seen/${name}`)));
    expect([name, channels, width * height > 1]).toEqual([name, 1, true]);
    const part = numbers[name.replace(".png", "")];
    expect(part.values).toHaveLength(part.shape.reduce((size: number, side: number) => size * side, 1));
    expect([name, shadesOff(decode(await readFile(file(`seen/${name}`))), part)]).toEqual([name, 0]);
  }
  // The convolution by hand, from the numbers that were written: the middle of its first map.
  const model = JSON.parse(await readFile(file("digits.json"), "utf8"));
  const { id, fields } = model.graph.nodes.find((node: { name: string }) => node.name === "Conv 1");
  const [, height, width] = numbers.maps.shape;
  const [, , kernelHeight, kernelWidth] = numbers.kernels.shape;
  const saved = model.weights.find(
    (weight: { node: string; name: string }) => weight.node === id && weight.name === "bias",
  );
  const bias = Buffer.from(saved.values, "base64").readFloatLE(0);
  const shift = fields.padding === "valid" ? 0 : Math.floor((kernelHeight - 1) / 2);
  const [y, x] = [Math.floor(height / 2), Math.floor(width / 2)];
  let sum = bias;
  for (let u = 0; u < kernelHeight; u++)
    for (let v = 0; v < kernelWidth; v++)
      sum +=
        numbers.kernels.values[u * kernelWidth + v] *
        numbers.input.values[(y + u - shift) * 20 + x + v - shift];
  expect(numbers.maps.values[y * width + x]).toBeCloseTo(sum, 5);
  // Under the microscope: map 2, row 5, column 6 is what the maps have there, and its products add up to it.
  const { microscope, occlusion } = numbers;
  expect(microscope.at).toEqual([1, 4, 5]);
  expect(microscope.value).toBeCloseTo(numbers.maps.values[(height + 4) * width + 5], 6);
  const products = microscope.sum.products.reduce((total: number, product: number) => total + product, 0);
  expect(products + microscope.sum.bias).toBeCloseTo(microscope.value, 4);
  expect(occlusion.shape).toEqual([1, 20, 20]);
  // Saliency and Grad-CAM are those of the float64 reference with the same weights, for the same picture.
  const opened = openModel(JSON.stringify(model), (await openKernels())());
  const exact = new RunMemory({
    plan: planNetwork(model.graph),
    kernels: referenceKernels,
    settings: model.training,
    batch: 1,
    evaluation: 1,
    inspectable: true,
    initialise: false,
  });
  exact.setWeights(opened.weights);
  const label = numbers.scores.findIndex((score: { class: string }) => score.class === numbers.class);
  const node = exact.plan.nodes.findIndex(({ name }) => name === "Conv 1");
  const slopes = saliency(exact, numbers.input.values, label);
  expect(relativeError(numbers.inputGradient.values, slopes.gradient)).toBeLessThan(1e-4);
  expect(relativeError(numbers.saliency.values, slopes.map)).toBeLessThan(1e-4);
  const cam = gradCam(exact, numbers.input.values, label, node);
  expect(relativeError(numbers["grad-cam"].values, cam.map)).toBeLessThan(1e-4);
  expect(Math.max(...numbers["grad-cam"].values)).toBeGreaterThan(0);
  const nowhere = await layerlab([...words.slice(0, -1), "99,1,1"]);
  expect(nowhere).toMatchObject({ code: 2, error: expect.stringContaining("Conv 1 has no place 99,1,1") });
  const other = await layerlab([...words, "--class", numbers.scores[4].class]);
  expect(other.out).toMatch(
    new RegExp(`^${numbers.scores[4].class}, Conv 1: input.png, maps.png, kernels.png`),
  );
  const missing = await layerlab([
    "inspect",
    "digits.json",
    "seen.png",
    "--layer",
    "Dense 1",
    "--out",
    "seen",
  ]);
  expect(missing.code).toBe(2);
  expect(missing.error).toMatch(/gives no maps[\s\S]*Choose one of: .*Conv 1/);
});

/**
 * How many of a picture's pixels are not what its numbers say: each plane of the last two sizes from `black` to `white`
 * (one for all, or one each), enlarged by a whole factor, two white pixels between the planes.
 */
function shadesOff(
  picture: { readonly width: number; readonly height: number; readonly data: ArrayLike<number> },
  part: { shape: number[]; values: number[]; black: number[]; white: number[] },
): number {
  const [height = 1, width = 1] = part.shape.slice(-2);
  const planes = part.values.length / (height * width);
  const gap = 2;
  // The sheet is so many planes wide as its own width tells, for the one factor that fits both sides.
  const fits = Array.from({ length: 16 }, (_, index) => index + 1).flatMap((factor) => {
    const across = (picture.width + gap) / (width * factor + gap);
    const down = (picture.height + gap) / (height * factor + gap);
    const isSheet = Number.isInteger(across) && Number.isInteger(down) && Math.ceil(planes / across) === down;
    return isSheet ? [{ factor, across }] : [];
  });
  const [fit] = fits;
  if (!fit || fits.length > 1) return Number.NaN;
  let off = 0;
  for (let y = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++) {
      const [wide, high] = [width * fit.factor + gap, height * fit.factor + gap];
      const plane = Math.floor(y / high) * fit.across + Math.floor(x / wide);
      const [row, column] = [Math.floor((y % high) / fit.factor), Math.floor((x % wide) / fit.factor)];
      const isPaper = row >= height || column >= width || plane >= planes;
      const black = part.black[plane] ?? part.black[0] ?? 0;
      const white = part.white[plane] ?? part.white[0] ?? 0;
      const value = part.values[(plane * height + row) * width + column] ?? Number.NaN;
      const share = white > black ? (value - black) / (white - black) : 0;
      const exact = isPaper ? 255 : 255 * Math.min(1, Math.max(0, share));
      // A value just between two shades may be either.
      if (Math.abs((picture.data[y * picture.width + x] ?? Number.NaN) - exact) <= 0.501) continue;
      off += 1;
    }
  return off;
}
