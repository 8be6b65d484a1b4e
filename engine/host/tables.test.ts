import { afterEach, describe, expect, it } from "vitest";
import { gather } from "../data/batches.ts";
import { iris } from "../data/built-in/iris.ts";
import { foldOf } from "../data/folds.ts";
import { examplesIn } from "../data/look.ts";
import { countPerClass, preview } from "../data/preview.ts";
import { standardise } from "../data/standardise.ts";
import { setWords } from "../words/say.ts";
import { loadDataset } from "./datasets.ts";
import { inflate } from "./inflate.ts";

describe("standardise", () => {
  it("takes mean and deviation from the examples named and from no others", () => {
    // Columns of 1, 3 and of 5, 5 in the named rows; the third row is an outlier that must not count.
    const values = [1, 5, 3, 5, 1000, -1000];
    const [changing, still] = standardise(values, [{ name: "a" }, { name: "b" }], Uint32Array.of(0, 1));
    expect(changing).toEqual({ name: "a", scale: 1, offset: -2 });
    expect(still).toEqual({ name: "b", scale: 1, offset: -5 });
  });

  it.each(["iris", "wine", "breast-cancer"] as const)(
    "gives %s mean 0 and deviation 1 in training only",
    async (id) => {
      const dataset = await loadDataset({ kind: "built-in", id });
      const width = dataset.inputShape[0] ?? 0;
      const moments = (part: Uint32Array, column: number) => {
        const seen = new Float64Array(part.length * width);
        gather(dataset, part, 0, part.length, seen, 0, new Uint8Array(part.length));
        const numbers = Array.from(part, (_, row) => seen[row * width + column] ?? Number.NaN);
        const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
        const variance = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / numbers.length;
        return { mean, deviation: Math.sqrt(variance) };
      };
      let drift = 0;
      for (let column = 0; column < width; column++) {
        const { mean, deviation } = moments(dataset.split.train, column);
        expect(mean).toBeCloseTo(0, 9);
        expect(deviation).toBeCloseTo(1, 9);
        drift += Math.abs(moments(dataset.split.test, column).mean);
      }
      expect(drift).toBeGreaterThan(0.01);
    },
  );
});

describe("the tables", () => {
  // Means over all rows as scikit-learn's own descriptions print them, and the counts of each class.
  it.each([
    { id: "iris", perClass: [50, 50, 50], first: [5.1, 3.5, 1.4, 0.2], means: [5.84, 3.05, 3.76, 1.2] },
    { id: "wine", perClass: [59, 71, 48], first: [14.23, 1.71], means: [13.0, 2.34, 2.36, 19.5, 99.7] },
    { id: "breast-cancer", perClass: [212, 357], first: [17.99, 10.38], means: [] },
  ] as const)("$id holds what its source holds", async ({ id, perClass, first, means }) => {
    const dataset = await loadDataset({ kind: "built-in", id });
    expect(countPerClass(dataset)).toEqual(perClass);
    const width = dataset.inputShape[0] ?? 0;
    const { data } = dataset.inputs;
    for (const [column, value] of first.entries()) expect(data[column]).toBeCloseTo(value, 5);
    for (const [column, mean] of means.entries()) {
      let sum = 0;
      for (let row = 0; row < dataset.labels.length; row++) sum += data[row * width + column] ?? Number.NaN;
      expect(Math.abs(sum / dataset.labels.length - mean)).toBeLessThan(0.06);
    }
  });

  it("are refused with the line when a row is not what it should be", () => {
    const provenance = { source: "", licence: "" };
    const rows = (change: (lines: string[]) => void) => {
      const lines = Array.from({ length: 150 }, () => "5.1,3.5,1.4,0.2,0");
      change(lines);
      return [new TextEncoder().encode(["150,4,a,b,c", ...lines].join("\n"))];
    };
    const assemble = (change: (lines: string[]) => void) => () =>
      iris.assemble(rows(change), provenance, inflate);
    expect(assemble((lines) => lines.pop())).toThrow("line 150: It has 149 rows, not 150.");
    for (const wrong of ["5.1,3.5,1.4,0", "5.1,x,1.4,0.2,0", "5.1,3.5,1.4,0.2,3"])
      expect(assemble((lines) => lines.splice(7, 1, wrong))).toThrow(
        "line 9: A row is 4 numbers and a class from 0 to 2.",
      );
  });

  it("are shown by the two features that tell the classes apart best", async () => {
    const shown = preview(await loadDataset({ kind: "built-in", id: "iris" }));
    if (shown.show !== "table") throw new Error("Iris is a table.");
    // The highest class correlations in scikit-learn's description: petal length 0.949, petal width 0.957.
    expect(shown.axes.map((axis) => shown.features[axis]?.name)).toEqual(["petal length", "petal width"]);
    expect(shown.labels.length * 2).toBe(shown.coordinates.length);
    expect(shown.features[0]?.mean).toBeGreaterThan(5);
    expect(shown.features[0]?.deviation).toBeGreaterThan(0.7);
  });
});

describe("columns of the app's own tables", () => {
  afterEach(() => setWords({ locale: "en", messages: {} }));

  it("stand over the rows in the person's language", async () => {
    setWords({ locale: "fr", messages: { "sepal length": "longueur du sépale" } });
    const dataset = await loadDataset({ kind: "built-in", id: "iris" });
    const { columns } = examplesIn(dataset, { part: "train", label: null, from: 0, count: 1 });
    expect(columns[0]).toBe("longueur du sépale");
  });
});

describe("folds", () => {
  it("put every example into one test fold, the classes in proportion, and never into its own training", async () => {
    const dataset = await loadDataset({ kind: "built-in", id: "wine" });
    const tested: number[] = [];
    for (let index = 0; index < 5; index++) {
      const { split, preprocessing, labels } = foldOf(dataset, { index, of: 5 }, 7);
      const all = [...split.train, ...split.validation, ...split.test];
      expect(new Set(all).size).toBe(178);
      expect(all.length).toBe(178);
      tested.push(...split.test);
      const counts = [0, 1, 2].map(
        (label) => split.test.filter((example) => labels[example] === label).length,
      );
      for (const [label, size] of [59, 71, 48].entries())
        expect(Math.abs((counts[label] ?? 0) - size / 5)).toBeLessThan(1);
      expect(preprocessing.features?.[0]?.offset).not.toBe(dataset.preprocessing.features?.[0]?.offset);
    }
    expect(tested.sort((a, b) => a - b)).toEqual(Array.from({ length: 178 }, (_, example) => example));
  });

  it("depend on the seed alone, and refuse a class that is smaller than their number", async () => {
    const dataset = await loadDataset({ kind: "built-in", id: "iris" });
    const test = (seed: number) => [...foldOf(dataset, { index: 0, of: 3 }, seed).split.test];
    expect(test(1)).toEqual(test(1));
    expect(test(1)).not.toEqual(test(2));
    expect(() => foldOf(dataset, { index: 0, of: 51 }, 1)).toThrow("has 50, and every fold needs one");
  });
});
