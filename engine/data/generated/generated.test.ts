import { describe, expect, it } from "vitest";
import { hash32 } from "../../random.ts";
import { datasetReferenceSchema, type GeneratedReference } from "../dataset.ts";
import { availableReferences, describeReference } from "../describe.ts";
import { generateDataset } from "../generate.ts";
import { generatedSet, generatedSets } from "../registry.ts";

const references = availableReferences().filter((reference) => reference.kind === "generated");

/** Order-dependent hash of the bits of all coordinates. */
function fingerprint(values: Float32Array): number {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return bits.reduce((hash, word) => hash32(hash, word), 0);
}

function coordinatesOf(reference: GeneratedReference): Float32Array {
  const { inputs } = generateDataset(reference);
  if (inputs.kind !== "floats") throw new Error("Generated sets hold floats.");
  return inputs.data;
}

function make(id: GeneratedReference["id"], settings: Partial<GeneratedReference> = {}) {
  const { points, labels } = { points: [] as (readonly [number, number])[], labels: [] as number[] };
  const { coordinates, labels: classes } = generatedSet(id).generate({
    points: 400,
    noise: 0,
    seed: 3,
    ...settings,
  });
  for (const [index, label] of classes.entries()) {
    points.push([coordinates[2 * index] ?? Number.NaN, coordinates[2 * index + 1] ?? Number.NaN]);
    labels.push(label);
  }
  return { points, labels };
}

const withClasses = references.filter(({ id }) => !generatedSet(id).targetNames);

describe.each(withClasses)("$id", (reference) => {
  it("has balanced classes and stratified parts of 70, 15 and 15 %", () => {
    const dataset = generateDataset(reference);
    const { classes } = generatedSet(reference.id).generate(reference);
    expect(dataset.classNames).toHaveLength(classes);
    expect(dataset.classNames).toEqual(describeReference(reference).classNames);
    for (const [part, share] of [
      ["train", 0.7],
      ["validation", 0.15],
      ["test", 0.15],
    ] as const) {
      const counts = new Array<number>(classes).fill(0);
      for (const example of dataset.split[part]) {
        const label = dataset.labels[example] ?? -1;
        counts[label] = (counts[label] ?? 0) + 1;
      }
      expect(counts).toHaveLength(classes);
      for (const count of counts) expect(Math.abs(count - (600 / classes) * share)).toBeLessThanOrEqual(1);
    }
    const all = [...dataset.split.train, ...dataset.split.validation, ...dataset.split.test];
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 600 }, (_, index) => index));
  });

  it("has classes that differ by at most one in size", () => {
    for (const points of [20, 21, 23]) {
      const { labels, classes } = generatedSet(reference.id).generate({ ...reference, points });
      const counts = Array.from(
        { length: classes },
        (_, label) => labels.filter((own) => own === label).length,
      );
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });
});

describe.each(references)("$id", (reference) => {
  it("is the same for the same settings and another for another seed", () => {
    const [first, again] = [generateDataset(reference), generateDataset(reference)];
    expect(again).toEqual(first);
    const other = generateDataset({ ...reference, seed: reference.seed + 1 });
    expect(other.split.train).not.toEqual(first.split.train);
    expect(coordinatesOf({ ...reference, noise: 0.2, seed: 2 })).not.toEqual(
      coordinatesOf({ ...reference, noise: 0.2, seed: 3 }),
    );
  });

  it("stays finite at the ends of every field", () => {
    const { fields, extent } = generatedSet(reference.id);
    for (const field of [fields.points, fields.noise, fields.seed]) {
      if (field?.type !== "integer" && field?.type !== "number")
        throw new Error("A number field is missing.");
    }
    const noise = fields.noise?.type === "number" ? fields.noise.maximum : Number.NaN;
    for (const points of [20, 21, 23]) {
      const { coordinates, targets } = generatedSet(reference.id).generate({ ...reference, points, noise });
      expect(coordinates.every(Number.isFinite)).toBe(true);
      expect(targets?.every(Number.isFinite) ?? true).toBe(true);
    }
    if (reference.id !== "gauss") {
      const quiet = coordinatesOf({ ...reference, noise: 0 });
      expect(Math.max(...quiet.map(Math.abs))).toBeLessThanOrEqual(extent + 1e-6);
    }
  });
});

describe("geometry without noise", () => {
  it("puts each blob on its centre", () => {
    const { points, labels } = make("blobs", { classes: 4 });
    const centres = [
      [2, 0],
      [0, 2],
      [-2, 0],
      [0, -2],
    ] as const;
    for (const [index, [x, y]] of points.entries()) {
      const [cx, cy] = centres[labels[index] as 0 | 1 | 2 | 3];
      expect(Math.hypot(x - cx, y - cy)).toBeLessThan(1e-6);
    }
  });

  it("puts moons on their half circles", () => {
    const { points, labels } = make("moons");
    for (const [index, [x, y]] of points.entries()) {
      const first = labels[index] === 0;
      expect(first ? Math.hypot(x, y) : Math.hypot(x - 1, y - 0.5)).toBeCloseTo(1, 6);
      expect(first ? y >= -1e-6 : y <= 0.5 + 1e-6).toBe(true);
    }
    expect(points[0]).toEqual([1, 0]);
    expect(points[199]?.[0]).toBeCloseTo(-1, 6);
  });

  it("puts circles on radius 1 and 1/2", () => {
    const { points, labels } = make("circles");
    for (const [index, [x, y]] of points.entries()) {
      expect(Math.hypot(x, y)).toBeCloseTo(labels[index] === 0 ? 1 : 0.5, 6);
    }
  });

  it.each([
    [1.75, {}],
    [0.5, { turns: 0.5 }],
  ])("winds the spirals %d times, opposite each other", (turns, settings) => {
    const { points } = make("spirals", settings);
    for (let index = 0; index < 200; index += 1) {
      const radius = (5 * index) / 200;
      const turn = (turns * 2 * Math.PI * index) / 200;
      expect(points[index]?.[0]).toBeCloseTo(radius * Math.sin(turn), 5);
      expect(points[index]?.[1]).toBeCloseTo(radius * Math.cos(turn), 5);
      expect(points[index + 200]?.[0]).toBeCloseTo(-radius * Math.sin(turn), 5);
    }
  });

  it("keeps exclusive-or points off the axes, with the class from the signs", () => {
    const { points, labels } = make("xor");
    const quadrants = new Set<string>();
    for (const [index, [x, y]] of points.entries()) {
      expect(Math.min(Math.abs(x), Math.abs(y))).toBeGreaterThanOrEqual(0.3 - 1e-6);
      expect(labels[index]).toBe(x * y >= 0 ? 1 : 0);
      quadrants.add(`${x > 0} ${y > 0}`);
    }
    expect(quadrants.size).toBe(4);
  });

  it.each([
    [0, 0.5],
    [0.5, 4],
  ])("gives the two clouds at noise %d the variance %d", (noise, variance) => {
    const { points, labels } = make("gauss", { noise, points: 20_000 });
    const first = points.filter((_, index) => labels[index] === 0);
    const mean = first.reduce((sum, [x]) => sum + x, 0) / first.length;
    const spread = first.reduce((sum, [x]) => sum + (x - mean) ** 2, 0) / first.length;
    expect(mean).toBeCloseTo(2, 1);
    expect(spread / variance).toBeCloseTo(1, 1);
  });

  it("keeps the bits of every set, which runs and lessons depend on", () => {
    const prints = references.map((reference) => [reference.id, fingerprint(coordinatesOf(reference))]);
    expect(Object.fromEntries(prints)).toEqual(FINGERPRINTS);
  });
});

/** Computed once; a change here changes every run on these sets. */
const FINGERPRINTS = {
  blobs: 1827008589,
  circles: 3360543870,
  gauss: 3953328963,
  hills: 1990330040,
  moons: 3149244039,
  sine: 3215831072,
  spirals: 1777287380,
  xor: 4144591843,
};

describe("datasetReferenceSchema", () => {
  const moons = { kind: "generated", id: "moons", points: 100, noise: 0.1, seed: 1 };

  it("accepts every set that there is", () => {
    expect(references).toHaveLength(generatedSets.length);
    for (const reference of availableReferences()) {
      expect(datasetReferenceSchema.parse(reference)).toEqual(reference);
    }
    expect(datasetReferenceSchema.parse({ ...moons, id: "blobs", classes: 5 })).toMatchObject({ classes: 5 });
  });

  it.each([
    ["another kind", { kind: "web", id: "x" }, ["kind"]],
    ["an unknown set", { kind: "built-in", id: "mnist" }, ["id"]],
    ["an unknown generated set", { ...moons, id: "suns" }, ["id"]],
    ["too few points", { ...moons, points: 3 }, ["points"]],
    ["too many points", { ...moons, points: 1e9 }, ["points"]],
    ["half a point", { ...moons, points: 99.5 }, ["points"]],
    ["negative noise", { ...moons, noise: -1 }, ["noise"]],
    ["noise that is no number", { ...moons, noise: Number.NaN }, ["noise"]],
    ["a negative seed", { ...moons, seed: -1 }, ["seed"]],
    ["a missing seed", { ...moons, seed: undefined }, ["seed"]],
    ["classes for a set of two", { ...moons, classes: 3 }, []],
    ["turns of what does not wind", { ...moons, turns: 1 }, []],
    ["one class", { ...moons, id: "blobs", classes: 1 }, ["classes"]],
    ["something more", { ...moons, extra: 1 }, []],
  ])("refuses %s", (_, reference, path) => {
    const result = datasetReferenceSchema.safeParse(reference);
    expect(result.success).toBe(false);
    expect(result.error?.issues[0]?.path).toEqual(path);
  });
});

describe("numbers to predict, without noise", () => {
  const made = (id: "sine" | "hills") => generatedSet(id).generate({ points: 200, noise: 0, seed: 3 });

  it("lie on the sine", () => {
    const { coordinates, targets = [] } = made("sine");
    coordinates.forEach((x, index) => {
      expect(targets[index]).toBeCloseTo(Math.sin(2 * x), 5);
    });
  });

  it("are the height of the landscape", () => {
    const { coordinates, targets = [] } = made("hills");
    for (let index = 0; index < 200; index++) {
      const [x = 0, y = 0] = coordinates.subarray(2 * index, 2 * index + 2);
      const hill = Math.exp(-((x + 1.5) ** 2 + (y - 1) ** 2) / 2);
      const hollow = Math.exp(-((x - 1.5) ** 2 + (y + 1) ** 2) / 2);
      expect(targets[index]).toBeCloseTo(hill - hollow, 5);
    }
  });

  it("are split without classes, and standardised by the training part", () => {
    const dataset = generateDataset({ kind: "generated", id: "sine", points: 200, noise: 0.1, seed: 3 });
    expect(dataset).toMatchObject({ task: "regression", classNames: [] });
    const [column] = dataset.targets?.columns ?? [];
    const seen = Array.from(
      dataset.split.train,
      (row) => (dataset.targets?.values[row] ?? 0) * (column?.scale ?? 0) + (column?.offset ?? 0),
    );
    expect(seen).toHaveLength(140);
    const mean = seen.reduce((sum, value) => sum + value, 0) / 140;
    expect(mean).toBeCloseTo(0, 6);
    expect(seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 140).toBeCloseTo(1, 6);
  });
});
