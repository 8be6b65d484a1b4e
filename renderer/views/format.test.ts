import { describe, expect, it } from "vitest";
import {
  formatDuration,
  formatInCell,
  formatNorm,
  formatNumber,
  formatShare,
  formatValue,
} from "./format.ts";

describe("format", () => {
  it("writes a true minus and no minus before zero", () => {
    expect(formatNumber(-1.25, 2)).toBe("\u22121.25");
    expect(formatNumber(-0.001, 2)).toBe("0.00");
  });

  it("says in words what is not a number", () => {
    expect(formatNumber(Number.NaN)).toBe("not a number");
    expect(formatValue(Number.POSITIVE_INFINITY)).toBe("infinite");
    expect(formatShare(Number.NaN)).toBe("not a number");
  });

  it("gives about three digits whatever the size", () => {
    expect(formatValue(0.41234)).toBe("0.412");
    expect(formatValue(12.64)).toBe("12.6");
    expect(formatValue(0.0000412)).toBe("4.1e\u22125");
    expect(formatNorm(0.9671)).toBe("0.97");
    expect(formatNorm(2_500_000)).toBe("2.5e6");
  });

  it("stays within six signs in a cell", () => {
    expect(formatInCell(-0.7, 0.7)).toBe("\u22120.70");
    expect(formatInCell(0.04, 0.05)).toBe("0.040");
    expect(formatInCell(-99.5, 99.5)).toBe("\u221299.50");
    expect(formatInCell(-4701.3, 4701.3)).toBe("\u22124,701");
    expect(formatInCell(-470_413, 524_738)).toBe("\u22125e5");
    expect(formatInCell(-4.7e17, 5.2e17)).toBe("\u22125e17");
    expect(formatInCell(0, 5.2e17)).toBe("0");
    expect(formatInCell(Number.NaN, 1)).toBe("not a number");
  });

  it("writes shares and times", () => {
    expect(formatShare(0.8619)).toBe("86.2\u202f%");
    expect(formatDuration(77)).toBe("1:17");
    expect(formatDuration(53.4)).toBe("0:53");
    expect(formatDuration(3727)).toBe("1:02:07");
  });
});
