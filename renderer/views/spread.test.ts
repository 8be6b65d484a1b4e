import { describe, expect, it } from "vitest";
import { spread } from "./spread.ts";

describe("spread", () => {
  it("leaves labels that are far apart where they are", () => {
    expect(spread([10, 60], 30, 0, 100)).toEqual([10, 60]);
  });

  it("moves close labels apart evenly and keeps their order", () => {
    expect(spread([52, 48], 30, 0, 100)).toEqual([65, 35]);
  });

  it("stays within its place", () => {
    expect(spread([2, 4], 30, 0, 100)).toEqual([0, 30]);
    expect(spread([99, 98], 30, 0, 100)).toEqual([100, 70]);
  });
});
