import { describe, expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { graphOf } from "../graph/graph-of.ts";
import { openKernels } from "../host/kernels.ts";
import { normalNumbers } from "../testing/numbers.ts";
import { Augmenter } from "./augment.ts";
import { type AugmentationChoice, augmentation, augmentations, movedTwice, stay } from "./augmentations.ts";
import { defaultTrainingSettings, trainingSettingsSchema } from "./settings.ts";
import { Trainer } from "./trainer.ts";

const newKernels = await openKernels();
const side = 9;
const pixels = 3 * side * side;

/** Pictures of random bytes, in colour, as the network sees them 3 times as large and moved by 1. */
function pictures(count: number): Dataset {
  const data = Uint8Array.from(normalNumbers(count * pixels, 5), (value) => 128 + 40 * value);
  const all = Uint32Array.from({ length: count }, (_, index) => index);
  return {
    id: "bytes",
    name: "Bytes",
    summary: "",
    inputShape: [3, side, side],
    task: "classes",
    classNames: ["A", "B"],
    inputs: { kind: "bytes", data },
    labels: Uint8Array.from(all, (index) => index % 2),
    split: { train: all.slice(0, count - 20), validation: all.slice(-20, -10), test: all.slice(-10) },
    preprocessing: { scale: 3 / 255, offset: 1 },
    provenance: { source: "", licence: "" },
  };
}

const dataset = pictures(100);
const one = Float32Array.from(normalNumbers(pixels, 3));

/** The picture `one` as it is after the augmentations of an epoch. */
function changed(choices: readonly AugmentationChoice[], epoch = 0, values = one): Float32Array {
  const copy = Float32Array.from(values);
  new Augmenter(dataset, choices, 7).apply(copy, 0, Uint32Array.of(4), 0, 1, epoch);
  return copy;
}

const at = (values: ArrayLike<number>, channel: number, row: number, column: number) =>
  row < 0 || row >= side || column < 0 || column >= side
    ? 1 // a black pixel, as the network sees it
    : (values[(channel * side + row) * side + column] ?? Number.NaN);

const places = Array.from({ length: pixels }, (_, index) => ({
  channel: Math.floor(index / side ** 2),
  row: Math.floor((index % side ** 2) / side),
  column: index % side,
}));

/** The picture with every pixel taken from elsewhere. */
const from = (place: (row: number, column: number) => readonly [number, number]) =>
  places.map(({ channel, row, column }) => at(one, channel, ...place(row, column)));

const epochs = Array.from({ length: 40 }, (_, epoch) => epoch);

describe("moves", () => {
  it("shift by whole pixels, black coming in: every shift within the limits, and no other", () => {
    const found = epochs.map((epoch) => {
      const now = changed([{ name: "shift", settings: { pixels: [1, 2] } }], epoch);
      const shifts = [-1, 0, 1].flatMap((down) => [-2, -1, 0, 1, 2].map((right) => [down, right] as const));
      return shifts.find(([down, right]) =>
        from((row, column) => [row - down, column - right]).every((value, index) => value === now[index]),
      );
    });
    expect(found).not.toContain(undefined);
    expect(new Set(found.map(String)).size).toBeGreaterThan(10);
  });

  it("flip half of the pictures, each way by itself", () => {
    const mirrored = (across: boolean, over: boolean) =>
      epochs.filter((epoch) => {
        const now = changed([{ name: "flip", settings: { across, over } }], epoch);
        const other = from((row, column) => [
          over ? side - 1 - row : row,
          across ? side - 1 - column : column,
        ]);
        return other.every((value, index) => value === now[index]);
      }).length;
    expect(mirrored(true, false)).toBeGreaterThan(10);
    expect(mirrored(true, false)).toBeLessThan(30);
    expect(mirrored(true, true)).toBeGreaterThan(3);
  });

  it("turn by a quarter as exchanging rows and columns does", () => {
    const quarter = augmentation("rotate").move?.({ degrees: 90 }, {
      uniformBetween: (_: number, most: number) => most,
    } as never);
    if (!quarter) throw new Error("It does not turn.");
    const [a, b, , d, e] = quarter;
    expect([a, b, d, e].map((value) => Math.round(value * 1e12) / 1e12)).toEqual([0, 1, -1, 0]);
    const back = movedTwice(
      quarter,
      augmentation("rotate").move?.({ degrees: 90 }, { uniformBetween: (least: number) => least } as never) ??
        stay,
    );
    expect(back.map((value) => Math.round(value * 1e12) / 1e12 + 0)).toEqual([...stay]);
  });

  it("turn and zoom a slope of brightness into the slope that the formula of the move gives, inside the picture", () => {
    // Bilinear interpolation is exact for what is linear.
    const slope = Float32Array.from(places, ({ row, column }) => 2 * column - 3 * row);
    for (const choice of [
      { name: "rotate", settings: { degrees: 30 } },
      { name: "zoom", settings: { percent: 30 } },
    ] as const) {
      const now = changed([choice], 3, slope);
      const middle = (side - 1) / 2;
      const centre = at(now, 0, middle, middle);
      expect(centre).toBeCloseTo(-middle, 4);
      const [right, down] = [
        at(now, 0, middle, middle + 1) - centre,
        at(now, 0, middle + 1, middle) - centre,
      ];
      const length = Math.hypot(right, down) / Math.hypot(2, -3);
      if (choice.name === "rotate") {
        expect(length).toBeCloseTo(1, 4);
        const angle = Math.acos((2 * right - 3 * down) / (Math.hypot(2, 3) * Math.hypot(right, down)));
        expect(angle).toBeGreaterThan(0.001);
        expect(angle).toBeLessThan(Math.PI / 6);
      } else {
        expect(down / right).toBeCloseTo(-1.5, 4);
        expect(1 / length).toBeGreaterThan(0.7);
        expect(1 / length).toBeLessThan(1.3);
      }
      for (const row of [-1, 0, 1])
        for (const column of [-1, 0, 1])
          expect(at(now, 0, middle + row, middle + column)).toBeCloseTo(
            centre + row * down + column * right,
            4,
          );
    }
  });

  it("are nothing at strength 0, to the bit", () => {
    const none: readonly AugmentationChoice[] = [
      { name: "flip", settings: { across: false, over: false } },
      { name: "rotate", settings: { degrees: 0 } },
      { name: "zoom", settings: { percent: 0 } },
      { name: "shift", settings: { pixels: [0, 0] } },
      { name: "noise", settings: { deviation: 0 } },
    ];
    expect(changed(none)).toEqual(one);
  });
});

describe("changes", () => {
  it("noise has the deviation that is set", () => {
    const added = Array.from({ length: 400 }, (_, epoch) => epoch).flatMap((epoch) =>
      Array.from(
        changed([{ name: "noise", settings: { deviation: 0.5 } }], epoch),
        (value, index) => value - (one[index] ?? 0),
      ),
    );
    const mean = added.reduce((sum, value) => sum + value, 0) / added.length;
    const variance = added.reduce((sum, value) => sum + (value - mean) ** 2, 0) / added.length;
    expect(Math.abs(mean)).toBeLessThan((4 * 0.5) / Math.sqrt(added.length));
    expect(Math.abs(Math.sqrt(variance) - 0.5)).toBeLessThan((4 * 0.5) / Math.sqrt(2 * added.length));
  });

  it("cut-out paints one square with the mean of each channel, whole or cut off at the border", () => {
    const sizes = new Set<string>();
    for (const epoch of epochs) {
      const now = changed([{ name: "cut-out", settings: { side: 3 } }], epoch);
      const painted = places.filter((_, index) => now[index] !== one[index]);
      for (const { channel, row, column } of painted) {
        const own = places.filter((place) => place.channel === channel);
        const mean =
          own.reduce((sum, place) => sum + at(one, channel, place.row, place.column), 0) / own.length;
        expect(at(now, channel, row, column)).toBeCloseTo(mean, 5);
      }
      const rows = new Set(painted.map(({ row }) => row)).size;
      const columns = new Set(painted.map(({ column }) => column)).size;
      expect(painted).toHaveLength(3 * rows * columns);
      sizes.add(`${rows}x${columns}`);
    }
    expect(sizes).toContain("3x3");
    expect([...sizes].every((size) => /^[23]x[23]$/.test(size))).toBe(true);
  });

  it("differ from epoch to epoch and from example to example, and not with the company", () => {
    const choices: readonly AugmentationChoice[] = [
      { name: "rotate", settings: { degrees: 20 } },
      { name: "noise", settings: { deviation: 0.1 } },
    ];
    expect(changed(choices, 1)).not.toEqual(changed(choices, 2));
    const several = new Float32Array(3 * pixels);
    for (const position of [0, 1, 2]) several.set(one, position * pixels);
    new Augmenter(dataset, choices, 7).apply(several, 0, Uint32Array.of(9, 8, 4, 8), 1, 3, 1);
    expect(several.subarray(pixels, 2 * pixels)).toEqual(changed(choices, 1));
    expect(several.subarray(0, pixels)).toEqual(several.subarray(2 * pixels));
    expect(several.subarray(0, pixels)).not.toEqual(changed(choices, 1));
  });

  it("leave alone what is no picture, but for noise", () => {
    const table = { inputShape: [4], preprocessing: { scale: 1, offset: 0 } };
    const settings = { flip: { across: true, over: true }, "cut-out": { side: 2 } };
    const row = Float32Array.of(1, 2, 3, 4);
    const flips = Object.entries(settings).map(
      ([name, chosen]) => ({ name, settings: chosen }) as AugmentationChoice,
    );
    new Augmenter(table, flips, 1).apply(row, 0, Uint32Array.of(0), 0, 1, 0);
    expect([...row]).toEqual([1, 2, 3, 4]);
    new Augmenter(table, [{ name: "noise", settings: { deviation: 0.1 } }], 1).apply(
      row,
      0,
      Uint32Array.of(0),
      0,
      1,
      0,
    );
    expect([...row]).not.toEqual([1, 2, 3, 4]);
  });
});

describe("a run", () => {
  const graph = graphOf({
    Input: ["input", { shape: [3, side, side] }],
    Flatten: ["flatten"],
    Dense: ["dense", { units: 2 }],
    Output: ["output"],
  });
  const begin = (augmentationChoices?: readonly AugmentationChoice[]) =>
    new Trainer({
      graph,
      settings: {
        ...defaultTrainingSettings,
        epochs: 3,
        batchSize: 32,
        ...(augmentationChoices ? { augmentation: augmentationChoices } : {}),
      },
      dataset,
      kernels: newKernels(),
      clock: () => 0,
    });
  const all = augmentations.map(({ name, fields }) => ({
    name,
    settings: Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.default])),
  })) as readonly AugmentationChoice[];

  it("goes on after a break in the middle of an epoch to the same bits, and to others than without", () => {
    const whole = begin(all);
    while (whole.advance() !== null);
    const broken = begin(all);
    for (let units = 0; units < 5; units++) broken.advance();
    const again = begin(all);
    again.restore(broken.state, broken.memory.snapshot());
    while (again.advance() !== null);
    expect(again.memory.weightsHash()).toBe(whole.memory.weightsHash());
    const plain = begin();
    while (plain.advance() !== null);
    expect(plain.memory.weightsHash()).not.toBe(whole.memory.weightsHash());
  });

  it("is judged on the examples as they are", () => {
    const wild = begin([{ name: "noise", settings: { deviation: 10 } }]);
    const calm = begin();
    const rate = 0;
    for (const trainer of [wild, calm]) {
      trainer.learningRate = rate;
      while (trainer.advance() !== null);
    }
    expect(wild.lastValidation).toEqual(calm.lastValidation);
  });
});

describe("the setting", () => {
  const parse = (value: unknown) =>
    trainingSettingsSchema.safeParse({ ...defaultTrainingSettings, augmentation: value });
  const rotation = { name: "rotate", settings: { degrees: 10 } };

  it("takes each augmentation once, within its limits", () => {
    expect(parse([rotation]).success).toBe(true);
    expect(parse([rotation, rotation]).error?.issues[0]?.message).toBe("An augmentation can be chosen once.");
    expect(parse([{ name: "rotate", settings: { degrees: 500 } }]).error?.issues[0]?.message).toMatch(
      /from 0 to 180/,
    );
  });
});
