import { describe, expect, test } from "vitest";
import { formatCount, formatWhen, measureBytes, measureFlops } from "./format.ts";

describe("measures", () => {
  test("three digits and a unit", () => {
    expect(measureFlops(1_234_567, "en")).toEqual({ value: "1.23", unit: "MFLOPs" });
    expect(measureFlops(12, "en")).toEqual({ value: "12", unit: "FLOPs" });
    expect(measureBytes(148_200_000, "en")).toEqual({ value: "148", unit: "MB" });
    expect(measureBytes(14_820, "de")).toEqual({ value: "14,8", unit: "kB" });
  });

  test("rounding never shows a thousand of the smaller unit", () => {
    expect(measureBytes(999_499, "en")).toEqual({ value: "999", unit: "kB" });
    expect(measureBytes(999_600, "en")).toEqual({ value: "1.00", unit: "MB" });
    expect(measureBytes(9_996, "en")).toEqual({ value: "10.0", unit: "kB" });
  });
});

test("thousands by the locale", () => {
  expect(formatCount(53402, "en")).toBe("53,402");
  expect(formatCount(53402, "de")).toBe("53.402");
});

test("when: today with the time, yesterday, then the date", () => {
  const now = new Date(2026, 2, 5, 15, 0).getTime();
  expect(formatWhen(new Date(2026, 2, 5, 10, 24).getTime(), now, "en-GB")).toBe("today 10:24");
  expect(formatWhen(new Date(2026, 2, 4, 23, 59).getTime(), now, "en-GB")).toBe("yesterday");
  expect(formatWhen(new Date(2026, 1, 1).getTime(), now, "en-GB")).toBe("1 Feb");
  expect(formatWhen(new Date(2025, 1, 1).getTime(), now, "en-GB")).toBe("1 Feb 2025");
});
