import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { decode, encode } from "fast-png";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openModel } from "../../export/model.ts";
import type { ModelFile } from "../../export/model-file.ts";
import { planNetwork } from "../../graph/plan.ts";
import { gradCam, saliency } from "../../inspect/attribution.ts";
import { referenceKernels } from "../../kernels/reference.ts";
import { projectText } from "../../project/project.ts";
import { Random } from "../../random.ts";
import { relativeError } from "../../testing/numbers.ts";
import { RunMemory } from "../../training/memory.ts";
import { loadDataset } from "../datasets.ts";
import { openKernels } from "../kernels.ts";
import { readTemplate, readTemplates } from "../templates.ts";

const command = fileURLToPath(new URL("../../../bin/layerlab.mjs", import.meta.url));

// Each run starts Node and reads the sources: seconds on a machine that does other work as well.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "layerlab-command-"));
});
afterAll(() => rm(folder, { recursive: true }));

const file = (name: string) => path.join(folder, name);

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs the command as a person would, and waits for its end. `onOutput` sees what it has said so far. */
function layerlab(
  words: readonly string[],
  onOutput?: (out: string, interrupt: () => void) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [command, ...words], { cwd: folder });
  let [out, error] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    onOutput?.(out, () => child.kill("SIGINT"));
  });
  child.stderr.on("data", (chunk: Buffer) => {
    error += chunk.toString();
  });
  return new Promise((resolve) => {
    child.once("close", (code) => resolve({ code, out, error }));
  });
}

const jsonLines = (out: string): Record<string, unknown>[] =>
  out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

/** A project file of a template, changed as JSON. */
async function projectFile(
  name: string,
  template: string,
  change: (project: ReturnType<typeof JSON.parse>) => void,
) {
  const { project } = await readTemplate(template);
  const value = JSON.parse(projectText(project));
  change(value);
  await writeFile(file(name), JSON.stringify(value));
  return name;
}

describe("train, evaluate, predict", () => {
  let trained: Ended;
  beforeAll(async () => {
    const words = ["--limit", "400", "--epochs", "1", "--seed", "7", "--out", "digits.json", "--json"];
    trained = await layerlab(["train", "template:handwritten-digits", ...words]);
  });

  it("prints one JSON object a line, the last one with the result", () => {
    expect(trained).toMatchObject({ code: 0, error: "" });
    const lines = jsonLines(trained.out);
    expect(lines.map(({ event }) => event)).toEqual(["start", "epoch", "done"]);
    const done = lines.at(-1) ?? {};
    expect(Object.keys(done)).toEqual([
      "event",
      "testAccuracy",
      "testLoss",
      "epochs",
      "seed",
      "imagesPerSecond",
      "parameters",
      "weightsHash",
    ]);
    expect(done).toMatchObject({ epochs: 1, seed: 7, parameters: 12_502 });
    expect(done.weightsHash).toMatch(/^[0-9a-f]{64}$/);
    expect(lines[0]).toMatchObject({ trainingExamples: 400, seed: 7 });
  });

  it("writes a model with the hash it printed", async () => {
    const model: ModelFile = JSON.parse(await readFile(file("digits.json"), "utf8"));
    expect(model.weightsHash).toBe(jsonLines(trained.out).at(-1)?.weightsHash);
    expect(model.training.seed).toBe(7);
    expect(model.testVectors.inputs.shape).toEqual([4, 1, 20, 20]);
  });

  it("gives the same weights again for the same seed, and others for another", async () => {
    const again = ["train", "template:three-blobs", "--epochs", "2", "--json", "--seed"];
    const [first, second, other] = await Promise.all([
      layerlab([...again, "3"]),
      layerlab([...again, "3"]),
      layerlab([...again, "4"]),
    ]);
    const hash = ({ out }: Ended) => jsonLines(out).at(-1)?.weightsHash;
    expect(hash(first)).toBe(hash(second));
    expect(hash(first)).not.toBe(hash(other));
  });

  it("evaluates a model to the very numbers that training printed", async () => {
    const run = await layerlab([
      "train",
      "template:two-spirals",
      "--epochs",
      "3",
      "--out",
      "s.json",
      "--json",
    ]);
    const { testAccuracy, testLoss, weightsHash } = jsonLines(run.out).at(-1) ?? {};
    const evaluated = await layerlab(["evaluate", "s.json", "--json"]);
    expect(evaluated).toMatchObject({ code: 0, error: "" });
    expect(jsonLines(evaluated.out)).toEqual([
      expect.objectContaining({ event: "done", testAccuracy, testLoss, weightsHash, verified: 4 }),
    ]);
  });

  it("predicts a picture as the network saw it in its data set", async () => {
    const dataset = await loadDataset({ kind: "built-in", id: "handwritten-digits" });
    const example = dataset.split.test[0] ?? 0;
    const data = Uint8Array.from(dataset.inputs.data.slice(400 * example, 400 * (example + 1)));
    await writeFile(file("digit.png"), encode({ width: 20, height: 20, channels: 1, depth: 8, data }));
    const { code, out } = await layerlab(["predict", "digits.json", "digit.png", "--json"]);
    expect(code).toBe(0);
    const [answer] = jsonLines(out) as { class: string; outputs: { name: string; value: number }[] }[];
    expect(answer?.outputs).toHaveLength(10);
    expect(answer?.class).toBe(answer?.outputs[0]?.name);
    expect(answer?.outputs.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(1, 5);
    const words = await layerlab(["predict", "digits.json", "digit.png"]);
    expect(words.out).toMatch(new RegExp(`^${answer?.class} +\\d+\\.\\d\\d %\n`));
  });

  it("writes a layer's maps and kernels, saliency and Grad-CAM of a picture, and the numbers behind them", async () => {
    const dataset = await loadDataset({ kind: "built-in", id: "handwritten-digits" });
    const example = dataset.split.test[1] ?? 0;
    const data = Uint8Array.from(dataset.inputs.data.slice(400 * example, 400 * (example + 1)));
    await writeFile(file("seen.png"), encode({ width: 20, height: 20, channels: 1, depth: 8, data }));
    const words = [
      "inspect",
      "digits.json",
      "seen.png",
      "--layer",
      "Conv 1",
      "--out",
      "seen",
      "--at",
      "2,5,6",
    ];
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

  it("stops cleanly on Ctrl+C and keeps the weights so far", async () => {
    let interrupted = false;
    const ended = await layerlab(
      ["train", "template:two-spirals", "--epochs", "100000", "--out", "part.json"],
      (out, interrupt) => {
        if (!interrupted && out.includes("Epoch 2 of")) interrupt();
        interrupted ||= out.includes("Epoch 2 of");
      },
    );
    expect(ended.code).toBe(130);
    expect(ended.error).toMatch(/^Stopped in epoch \d+ after batch \d+\.\n$/);
    expect(ended.out).toContain("Model written to part.json");
    expect((await layerlab(["evaluate", "part.json"])).out).toContain(
      "4 of 4 test vectors came out bit for bit",
    );
  });

  it("ends with 1 when the numbers run away, and names the layer and a better rate", async () => {
    const name = await projectFile("wild.json", "one-straight-line", ({ training, graph }) => {
      for (const node of graph.nodes) if (node.kind === "output") node.fields.loss = "halfSquaredError";
      training.optimizer = { name: "sgd", settings: { learningRate: 10 } };
    });
    const { code, out, error } = await layerlab(["train", name, "--json"]);
    expect(code).toBe(1);
    expect(jsonLines(out).at(-1)).toMatchObject({ event: "diverged", learningRate: 10 });
    expect(error).toMatch(/became infinite or not a number in epoch \d+, batch \d+\. The learning rate 10/);
  });
});

describe("check", () => {
  it("counts what is trained and what is frozen", async () => {
    const { out } = await layerlab(["check", "template:edge-detectors"]);
    expect(out).toMatch(/^Total +6,064 .*\nTrainable +6,010 *\nFrozen +54 *$/m);
    const json = await layerlab(["check", "template:edge-detectors", "--json"]);
    expect(jsonLines(json.out).at(-1)).toMatchObject({ event: "done", parameters: 6064, frozen: 54 });
    expect((await layerlab(["check", "template:fashion-classifier"])).out).not.toMatch(/^Frozen/m);
  });

  it("lists layers, shapes, parameters and operations", async () => {
    const { code, out } = await layerlab(["check", "template:fashion-classifier"]);
    expect(code).toBe(0);
    expect(out).toMatch(/Conv 2 +Convolution: 16 filters, 3×3, zero pad +16×14×14 +2,320 +906,304/);
    expect(out).toMatch(/Total +53,370/);
  });

  it("goes past the first problem and says each in words with a fix", async () => {
    const name = await projectFile("faulty.json", "fashion-classifier", ({ graph }) => {
      for (const node of graph.nodes) if (node.name === "Conv 2") node.fields.padding = "valid";
    });
    const { code, out } = await layerlab(["check", name]);
    expect(code).toBe(1);
    expect(out).toMatch(/Conv 2 .* 16×12×12 /);
    expect(out).toMatch(/Add .*problem/);
    expect(out).toMatch(/Output .*waits for Add/);
    expect(out).toMatch(/Problem at Add: Add needs two inputs of the same shape/);
    expect(out).toContain("  Fix: ");
    const trained = await layerlab(["train", name]);
    expect(trained).toMatchObject({ code: 2, error: expect.stringContaining("cannot train yet") });
  });
});

describe("bad usage and bad input end with 2, in words, without a stack", () => {
  it.each([
    [["train"], /missing required argument/],
    [["dance"], /unknown command 'dance'/],
    [
      ["train", "template:three-blobs", "--epochs", "many"],
      /--epochs cannot be used. It must be a whole number/,
    ],
    [["train", "template:three-blobs", "--epochs", "0"], /whole number from 1/],
    [["train", "template:three-blobs", "--speed", "9"], /unknown option '--speed'/],
    [["train", "template:nothing"], /There is no template called "nothing"/],
    [["train", "missing.json"], /missing.json cannot be opened. The file or its folder does not exist/],
    [["train", "template:three-blobs", "--out", "no/such/folder/m.json"], /There is no folder/],
    [["check", "broken.json"], /broken.json cannot be opened. It is not valid JSON/],
    [["evaluate", "broken.json"], /cannot be opened/],
    [["evaluate", "project.json"], /It is a project/],
    [["predict", "broken.json", "broken.json"], /cannot be opened/],
  ])("%j", async (words, message) => {
    await writeFile(file("broken.json"), '{"format": "layerlab-');
    await projectFile("project.json", "three-blobs", () => {});
    const { code, out, error } = await layerlab(words);
    expect(error).toMatch(message);
    expect(error).not.toMatch(/\n\s+at |node:internal/);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });
});

it("lists the templates and shows help with exit code 0", async () => {
  const templates = await layerlab(["templates"]);
  expect(templates.code).toBe(0);
  const known = await readTemplates();
  expect(templates.out.match(/^template:\S+/gm)).toEqual(known.map(({ name }) => `template:${name}`));
  const help = await layerlab(["train", "--help"]);
  expect(help.code).toBe(0);
  for (const option of ["--epochs", "--seed", "--threads", "--limit", "--out", "--json"])
    expect(help.out).toContain(option);
});

describe("cross-validation", () => {
  it.each(["iris-flowers", "three-wines"])(
    "%s reaches 95 %% on the mean of five folds, the same each time",
    async (name) => {
      const run = () => layerlab(["train", `template:${name}`, "--folds", "5", "--json"]);
      const ended = await run();
      expect(ended).toMatchObject({ code: 0, error: "" });
      const lines = jsonLines(ended.out);
      expect(lines.map(({ event }) => event)).toEqual([...Array(5).fill("fold"), "done"]);
      const accuracies = lines.slice(0, 5).map(({ testAccuracy }) => Number(testAccuracy));
      const { testAccuracy, testAccuracyDeviation } = lines[5] ?? {};
      const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / 5;
      const squares = accuracies.reduce((sum, accuracy) => sum + (accuracy - mean) ** 2, 0);
      expect(testAccuracy).toBeCloseTo(mean, 12);
      expect(testAccuracyDeviation).toBeCloseTo(Math.sqrt(squares / 4), 12);
      expect(testAccuracy).toBeGreaterThan(0.95);
      expect((await run()).out).toBe(ended.out);
    },
  );

  it("refuses what has no meaning with folds", async () => {
    const words = ["train", "template:iris-flowers", "--folds"];
    const ended = await Promise.all([
      layerlab([...words, "5", "--out", "model.json"]),
      layerlab([...words, "51"]),
      layerlab([...words, "1"]),
    ]);
    expect(ended.map(({ code }) => code)).not.toContain(0);
    expect(ended[0]?.error).toContain("keeps none of them");
    expect(ended[1]?.error).toContain("has 50, and every fold needs one");
    expect(ended[2]?.error).toContain("from 2 to 100");
  });
});

describe("a table of one's own", () => {
  const rows = Array.from({ length: 60 }, (_, row) => `${row % 20},${row % 20 < 10 ? "low" : "high"}`);

  it("becomes the data set of a project, which trains on it until the table changes", async () => {
    await writeFile(file("levels.csv"), ["level,name", ...rows, "9"].join("\n"));
    const words = ["data", "template:hidden-layer", "levels.csv", "--out", "levels.json"];
    const stopped = await layerlab(words);
    expect(stopped.code).toBe(2);
    expect(stopped.error).toContain("levels.csv, line 62. This row has 1 value, the others have 2.");

    const made = await layerlab([...words, "--malformed", "skip"]);
    expect(made.code).toBe(0);
    expect(made.out).toContain("60 rows, 0 dropped for missing values, 1 malformed");
    expect(made.out).toContain("Set Dense 2 to 2 units.");
    const saved = JSON.parse(await readFile(file("levels.json"), "utf8"));
    expect(saved.data).toMatchObject({ kind: "table", file: "levels.csv" });

    const trained = await layerlab(["train", "levels.json", "--json"]);
    expect(trained).toMatchObject({ code: 0, error: "" });
    expect(jsonLines(trained.out).at(-1)?.testAccuracy).toBeGreaterThan(0.8);

    await writeFile(file("levels.csv"), ["level,name", ...rows].join("\n"));
    const changed = await layerlab(["train", "levels.json"]);
    expect(changed.code).not.toBe(0);
    expect(changed.error).toContain("levels.csv has changed");
    const anew = await layerlab(["train", "template:hidden-layer", "--data", "levels.csv", "--json"]);
    expect(anew).toMatchObject({ code: 0, error: "" });
    expect(jsonLines(anew.out).at(-1)?.testAccuracy).toBeGreaterThan(0.8);
  });
});

/**
 * Pictures as CIFAR-10 has them, 32x32 in colour: a class is one of five shapes and whether it is light on dark. Place,
 * size, colours and noise say nothing of the class, so that no pixel and no mean colour tells it alone.
 */
function shapesAsCifar(count: number, seed: number): Uint8Array {
  const random = Random.fromSeed(seed);
  const bytes = new Uint8Array(count * 3073);
  const covers: readonly ((x: number, y: number) => boolean)[] = [
    (x, y) => x * x + y * y < 1,
    (x, y) => Math.abs(x) < 0.3 || Math.abs(y) < 0.3,
    (x, y) => x * x + y * y < 1 && x * x + y * y > 0.4,
    (_x, y) => Math.abs(y) < 0.35,
    (x) => Math.abs(x) < 0.35,
  ];
  for (let picture = 0; picture < count; picture++) {
    const label = picture % 10;
    const reach = 8 + random.integerBelow(6);
    const [left, top] = [0, 1].map(() => 14 + random.integerBelow(5));
    const light = Array.from({ length: 3 }, () => 150 + random.integerBelow(80));
    const dark = Array.from({ length: 3 }, () => 20 + random.integerBelow(80));
    const [inside, outside] = label < 5 ? [light, dark] : [dark, light];
    bytes[picture * 3073] = label;
    for (let at = 0; at < 3072; at++) {
      const [channel, row, column] = [Math.floor(at / 1024), Math.floor((at % 1024) / 32), at % 32];
      const [x, y] = [(column - (left ?? 0)) / reach, (row - (top ?? 0)) / reach];
      const isInside = Math.max(Math.abs(x), Math.abs(y)) < 1 && covers[label % 5]?.(x, y);
      const value = ((isInside ? inside : outside)[channel] ?? 0) + 12 * random.normal();
      bytes[picture * 3073 + 1 + at] = Math.min(255, Math.max(0, value));
    }
  }
  return bytes;
}

it("trains ResNet-8 with batch norm on colour pictures as CIFAR-10 has them", async () => {
  await writeFile(file("data_batch_1.bin"), shapesAsCifar(1500, 1));
  await writeFile(file("test_batch.bin"), shapesAsCifar(500, 2));
  execFileSync("tar", ["--format=ustar", "-czf", "cifar-10.tar.gz", "data_batch_1.bin", "test_batch.bin"], {
    cwd: folder,
  });
  const words = ["train", "template:resnet-8", "--data", "cifar-10.tar.gz", "--epochs", "4"];
  const { code, out, error } = await layerlab(words);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  expect(out).toContain("2,000 pictures of 3×32×32 in 10 classes");
  const accuracy = Number(/Test accuracy ([0-9.]+) %/.exec(out)?.[1]);
  expect(accuracy).toBeGreaterThan(60); // guessing gives 10
});

describe("an autoencoder", () => {
  it("is trained, evaluated and asked without a label: the numbers of training and of a picture", async () => {
    const train = ["train", "template:autoencoder", "--epochs", "1", "--out", "a.json", "--json"];
    const trained = jsonLines((await layerlab(train)).out).at(-1);
    expect(trained).toMatchObject({ event: "done", testR2: expect.any(Number) });
    const evaluated = jsonLines((await layerlab(["evaluate", "a.json", "--json"])).out).at(-1);
    expect(evaluated?.testR2).toBeCloseTo(Number(trained?.testR2), 9);
    expect(evaluated?.testLoss).toBeCloseTo(Number(trained?.testLoss), 9);
    const dataset = await loadDataset({ kind: "built-in", id: "fashion-mnist" });
    const example = dataset.split.test[0] ?? 0;
    const data = Uint8Array.from(dataset.inputs.data.slice(784 * example, 784 * (example + 1)));
    await writeFile(file("shirt.png"), encode({ width: 28, height: 28, channels: 1, depth: 8, data }));
    const { out } = await layerlab(["predict", "a.json", "shirt.png", "--json"]);
    const [answer] = jsonLines(out) as { class: null; rmse: number; outputs: number[] }[];
    const squares = answer?.outputs.map((value, at) => (value - (data[at] ?? 0) / 255) ** 2) ?? [];
    expect(squares).toHaveLength(784);
    expect(answer?.rmse).toBeCloseTo(Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / 784), 6);
    const { rmse = 0 } = answer ?? {};
    expect((await layerlab(["predict", "a.json", "shirt.png"])).out).toContain(rmse.toFixed(4));
  });
});

describe("numbers to predict", () => {
  const rows = Array.from(
    { length: 120 },
    (_, row) => `${row % 11},${row % 7},${3 * (row % 11) - 2 * (row % 7) + 50}`,
  );

  it("are read from a table, learned, measured in their own units, and evaluated to the very same numbers", async () => {
    await writeFile(file("prices.csv"), `size,age,price\n${rows.join("\n")}\n`);
    const made = await layerlab([
      ...["data", "template:hidden-layer", "prices.csv", "--target", "price", "--target-kind", "number"],
      ...["--out", "prices.json"],
    ]);
    expect(made.error).toBe("");
    expect(made.out).toContain("Use half squared error.");
    expect(made.out).toContain("Set Dense 2 to 1 units.");
    const trained = await layerlab([
      "train",
      "prices.json",
      "--epochs",
      "60",
      "--json",
      "--out",
      "prices.model.json",
    ]);
    const events = jsonLines(trained.out);
    const done = events.at(-1) as {
      testR2: number;
      testTargets: { name: string; mae: number; rmse: number }[];
    };
    expect(done.testR2).toBeGreaterThan(0.95);
    expect(done).not.toHaveProperty("testAccuracy");
    // Prices go from 38 to 80: standardised, the errors would be tenths of these.
    const [price] = done.testTargets;
    expect(price?.name).toBe("price");
    expect(price?.rmse).toBeLessThan(3);
    expect(price?.mae).toBeLessThanOrEqual(price?.rmse ?? 0);
    expect(events.find(({ event }) => event === "epoch")).toHaveProperty("validationR2");
    const judged = await layerlab(["evaluate", "prices.model.json", "--json"]);
    const { testR2, testTargets, testLoss } = done as unknown as Record<string, unknown>;
    expect(jsonLines(judged.out)[0]).toMatchObject({ testR2, testTargets, testLoss });
    const folds = await layerlab(["train", "prices.json", "--epochs", "5", "--folds", "2", "--json"]);
    expect(jsonLines(folds.out).at(-1)).toHaveProperty("testR2Deviation");
  });

  it("are refused a loss for classes, with the remedy", async () => {
    const project = JSON.parse(await readFile(file("prices.json"), "utf8"));
    const output = project.graph.nodes.find(({ kind }: { kind: string }) => kind === "output");
    output.fields.loss = "binaryCrossEntropy";
    await writeFile(file("wrong.json"), JSON.stringify(project));
    const { code, error } = await layerlab(["train", "wrong.json"]);
    expect(code).toBe(2);
    expect(error).toContain("Binary cross-entropy does not fit prices.csv");
    expect(error).toContain("Fix: Use half squared error.");
  });
});

it("trains on points painted in the project alone, to the same bits each time, and refuses too few", async () => {
  const random = Random.fromSeed(5, 1);
  const points = Array.from({ length: 120 }, (_, index) => {
    const side = index % 2 === 0 ? -2 : 2;
    return [side + 0.7 * random.normal(), 0.7 * random.normal(), index % 2];
  });
  const painted = (name: string, count: number) =>
    projectFile(name, "two-spirals", (project) => {
      project.data = { kind: "painted", classes: 2, points: points.slice(0, count) };
    });
  await painted("painted.json", 120);
  const [first, again] = await Promise.all(
    [1, 2].map(() => layerlab(["train", "painted.json", "--epochs", "40", "--json"])),
  );
  expect(first).toMatchObject({ code: 0, error: "" });
  const done = jsonLines(first?.out ?? "").at(-1);
  expect(done?.testAccuracy).toBeGreaterThan(0.9);
  expect(jsonLines(again?.out ?? "").at(-1)?.weightsHash).toBe(done?.weightsHash);

  await painted("few.json", 3);
  const { code, error } = await layerlab(["train", "few.json"]);
  expect(code).toBe(2);
  expect(error).toContain("To do: Your own points are not enough yet.");
  expect(error).toContain("There are 3 points, and 6 is the least");
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
