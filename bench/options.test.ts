import { expect, it } from "vitest";
import { readOptions } from "./options.ts";
import { cases } from "./workloads.ts";

const chosen = (only: string) => readOptions(["--only", only]).cases.map(({ id }) => id);

it("takes every workload unless some are named", () => {
  expect(readOptions([]).cases).toBe(cases);
  expect(chosen("W4,W1")).toEqual(["W1", "W4"]);
  expect(chosen("W1-infer")).toEqual(["W1-infer-1", "W1-infer-256"]);
  expect(chosen("W2-infer-256")).toEqual(["W2-infer-256"]);
});

it("refuses what it does not know, and says what there is", () => {
  expect(() => chosen("W7")).toThrow('There is no workload "W7". Choose from W1, W2');
  expect(() => readOptions(["--seeds", "1,x"])).toThrow('--seeds takes whole numbers, not "x"');
  expect(() => readOptions(["--fast"])).toThrow();
});

it("takes every overhead unless some are named, and refuses what is none", () => {
  expect(readOptions(["--overheads"]).overheads).toEqual(["live-view", "idle", "data", "memory"]);
  expect(readOptions(["--overheads", "--only", "memory"]).overheads).toEqual(["memory"]);
  expect(() => readOptions(["--overheads", "--only", "W1"])).toThrow(
    'There is no overhead "W1". Choose from live-view',
  );
});

it("measures all of the window unless a part is named", () => {
  expect(readOptions(["--window"]).window).toEqual(["frames", "start-up"]);
  expect(readOptions(["--window", "--only", "start-up"]).window).toEqual(["start-up"]);
  expect(() => readOptions(["--window", "--only", "memory"])).toThrow(
    'There is no measure of the window "memory". Choose from frames, start-up.',
  );
});
