import { readFile, writeFile } from "node:fs/promises";
import { encode } from "fast-png";
import { beforeAll, describe, expect, it } from "vitest";
import type { ModelFile } from "../../export/model-file.ts";
import { type Ended, file, jsonLines, layerlab, projectFile } from "../../testing/command.ts";
import { loadDataset } from "../datasets.ts";
import { readTemplates } from "../templates.ts";

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

  it("stops cleanly on Ctrl+C and keeps the weights so far", async () => {
    let interrupted = false;
    const ended = await layerlab(
      ["train", "template:two-spirals", "--epochs", "100000", "--out", "part.json"],
      (out, send) => {
        if (!interrupted && out.includes("Epoch 2 of")) send("SIGINT");
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
