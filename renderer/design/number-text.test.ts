import { describe, expect, test } from "vitest";
import {
  numbersText,
  numberText,
  parseNumber,
  parseNumbers,
  parseShape,
  stepNumber,
  usefulStep,
} from "./number-text.ts";

const whole = { minimum: 1, maximum: 4096, integer: true };
const share = { minimum: 0, maximum: 0.999, integer: false };

describe("a typed number", () => {
  test.each([
    ["16", 16],
    [" 1 024 ", 1024],
    ["1\u202f024", 1024],
    ["1'024", 1024],
    ["1e3", 1000],
  ])("%j is %d", (text, value) => {
    expect(parseNumber(text, whole)).toEqual({ value });
  });

  test.each([
    ["0.25", 0.25],
    ["0,25", 0.25],
    [".5", 0.5],
    ["1e-4", 0.0001],
  ])("%j is %d", (text, value) => {
    expect(parseNumber(text, share)).toEqual({ value });
  });

  test("a true minus is a minus", () => {
    expect(parseNumber("\u22123", { minimum: -10, maximum: 10, integer: true })).toEqual({ value: -3 });
  });

  test.each([
    ["", "Type a whole number."],
    ["ten", "Type a whole number."],
    ["0x10", "Type a whole number."],
    ["Infinity", "Type a whole number."],
    ["2.5", "This must be a whole number."],
    ["0", "The smallest possible value is 1."],
    ["5000", "The largest possible value is 4096."],
  ])("%j is refused: %s", (text, reason) => {
    expect(parseNumber(text, whole)).toEqual({ reason });
  });

  test("what a field shows can be read back", () => {
    for (const value of [0.001, 1e-8, 0.999, 12345.678, 4294967295])
      for (const locale of ["en", "de", "fr"])
        expect(parseNumber(numberText(value, locale), { minimum: 0, maximum: 1e12, integer: false })).toEqual(
          {
            value,
          },
        );
  });
});

describe("arrow keys", () => {
  test("stay within the limits and free of binary noise", () => {
    expect(stepNumber(0.1, 0.2, share)).toBe(0.3);
    expect(stepNumber(0.9, 0.1, share)).toBe(0.999);
    expect(stepNumber(1, -1, whole)).toBe(1);
  });

  test("go in steps that suit the size of the number", () => {
    expect(usefulStep(0.05, 0.001)).toBe(0.001);
    expect(usefulStep(0.001, 0.001)).toBeCloseTo(0.0001, 12);
    expect(usefulStep(0, 0.1)).toBe(0.1);
  });
});

describe("a typed shape", () => {
  test.each(["1×28×28", "1x28x28", "1 28 28", "1, 28, 28"])("%j has three sizes", (text) => {
    expect(parseShape(text)).toEqual({ value: [1, 28, 28] });
  });
  test("one number is a vector", () => {
    expect(parseShape("2")).toEqual({ value: [2] });
  });
  test.each(["", "28×28", "1×0×28", "a", "1×2.5×3"])("%j is refused", (text) => {
    expect(parseShape(text)).toHaveProperty("reason");
  });
});

describe("typed numbers", () => {
  const limits = { limit: 100, most: 9 };
  test.each(["0 1 0\n1 -4 1\n0 1 0", "0 1 0; 1 \u22124 1; 0 1 0", "  0 1 0 1 -4 1 0 1 0 "])(
    "%j are nine",
    (text) => {
      expect(parseNumbers(text, limits)).toEqual({ value: [0, 1, 0, 1, -4, 1, 0, 1, 0] });
    },
  );
  test("decimal signs are commas or points, and no number is none", () => {
    expect(parseNumbers("0,5 0.25", limits)).toEqual({ value: [0.5, 0.25] });
    expect(parseNumbers(" ", limits)).toEqual({ value: [] });
  });
  test.each([
    ["1 a 2", /"a": Type a number/],
    ["1 101", /"101": The largest possible value is 100/],
    ["1 2 3 4 5 6 7 8 9 10", /9 numbers at the most/],
  ])("%j is refused", (text, reason) => {
    expect(parseNumbers(text, limits)).toEqual({ reason: expect.stringMatching(reason) });
  });
  test("stand in rows, and come back as they were", () => {
    const numbers = [0.5, -1, 2, 1e-7, 3];
    const text = numbersText(numbers, 2);
    expect(text.split("\n")).toHaveLength(3);
    expect(parseNumbers(text, limits)).toEqual({ value: numbers });
  });
});
