import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { Random } from "../../random.ts";
import { file, folder, jsonLines, layerlab, projectFile } from "../../testing/command.ts";

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
