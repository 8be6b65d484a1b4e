import { describe, expect, it } from "vitest";
import {
  activityCsv,
  answersOfProbeCsv,
  explanationCsv,
  kernelsCsv,
  layerCsv,
  mapCsv,
  microscopeCsv,
  strongestCsv,
} from "./inspect-tables.ts";

/** Line by line, by the names of the columns; none of these tables needs quotes. */
function linesOf(text: string): readonly Readonly<Record<string, number | string>>[] {
  const [head = [], ...lines] = text
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
  return lines.map((line) =>
    Object.fromEntries(
      line.map((cell, at) => [
        head[at] ?? "",
        cell === "" || Number.isNaN(Number(cell)) ? cell : Number(cell),
      ]),
    ),
  );
}
const counted = (length: number) => Float32Array.from({ length }, (_, index) => index / 8);

describe("tables of Inspect", () => {
  it("hold every value of a map at its row and column", () => {
    const values = counted(2 * 3 * 4);
    const lines = linesOf(layerCsv({ shape: [2, 3, 4], values }));
    expect(lines).toHaveLength(6);
    for (const line of lines)
      for (let column = 1; column <= 4; column++)
        expect(line[`column ${column}`]).toBe(
          values[((Number(line.map) - 1) * 3 + Number(line.row) - 1) * 4 + column - 1],
        );
  });

  it("hold every unit of a row of numbers, also what is no number", () => {
    const values = Float32Array.of(0.5, Number.NaN, -2);
    const text = layerCsv({ shape: [3], values });
    expect(text).toBe("unit,value\r\n1,0.5\r\n2,NaN\r\n3,-2\r\n");
  });

  it("name filter and channel of a kernel in the order in which it lies", () => {
    const kernels = { shape: [3, 2, 1, 2], values: counted(12), groups: 1 };
    const lines = linesOf(kernelsCsv({ ...kernels, filtersFirst: true }));
    expect(lines[3]).toEqual({ filter: 2, channel: 2, row: 1, "column 1": 0.75, "column 2": 0.875 });
    expect(linesOf(kernelsCsv({ ...kernels, filtersFirst: false }))[3]).toMatchObject({
      channel: 2,
      filter: 2,
    });
  });

  it("hold the products of the microscope, which add up to its sums", () => {
    const sum = {
      combine: "sum",
      count: 4,
      firstChannel: 2,
      channels: 2,
      rows: 1,
      columns: 2,
      values: Float32Array.of(1, 2, 0, 4),
      weights: Float32Array.of(0.5, 0.25, 9, -1),
      products: Float32Array.of(0.5, 0.5, 0, -4),
      padding: Uint8Array.of(0, 0, 1, 0),
      channelSums: Float32Array.of(1, -4),
      bias: null,
      winner: null,
    } as const;
    const lines = linesOf(microscopeCsv(sum));
    const sumOf = (channel: number) =>
      lines
        .filter((line) => line.channel === channel)
        .reduce((total, line) => total + Number(line.product), 0);
    expect([sumOf(3), sumOf(4)]).toEqual([...sum.channelSums]);
    expect(lines[2]).toMatchObject({ channel: 4, row: 1, column: 1, padding: "zero" });
  });

  it("hold one map alone, row by row", () => {
    const lines = linesOf(mapCsv({ values: counted(2 * 2 * 3) }, 1, 2, 3));
    expect(lines).toEqual([
      { row: 1, "column 1": 6 / 8, "column 2": 7 / 8, "column 3": 1 },
      { row: 2, "column 1": 9 / 8, "column 2": 10 / 8, "column 3": 11 / 8 },
    ]);
  });

  it("hold saliency in the cells of the input and Grad-CAM in those of its own", () => {
    const gradCam = { height: 1, width: 2, values: Float32Array.of(0.5, 0.25) };
    const explanation = { label: 0, score: 1, scores: Float32Array.of(1), saliency: counted(6), gradCam };
    const lines = linesOf(explanationCsv(explanation, 3));
    expect(lines).toHaveLength(8);
    expect(lines[4]).toEqual({ what: "saliency", row: 2, column: 2, value: 0.5 });
    expect(lines[7]).toEqual({ what: "Grad-CAM", row: 1, column: 2, value: 0.25 });
    expect(linesOf(explanationCsv({ ...explanation, gradCam: null }, 3))).toHaveLength(6);
  });

  it("name the true class of an example that a unit answers to, where there are classes", () => {
    const found = {
      node: "c",
      unit: 0,
      shape: [1],
      examples: Uint32Array.of(7, 3),
      answers: Float32Array.of(2.5, 1.5),
      seen: [null, null],
      values: Float32Array.of(1, 2),
    };
    expect(strongestCsv({ ...found, labels: Uint8Array.of(1, 0) }, ["cat", "dog, small"])).toBe(
      'example,answer,true class\r\n7,2.5,"dog, small"\r\n3,1.5,cat\r\n',
    );
    expect(strongestCsv({ ...found, labels: null }, [])).toContain("7,2.5,\r\n");
  });

  it("leave empty what a layer without a finite number does not have", () => {
    const nothing = { minimum: Number.NaN, maximum: Number.NaN, mean: Number.NaN, deviation: Number.NaN };
    const layers = [{ node: "a", ...nothing, zeroShare: Number.NaN, notFinite: 12, units: 3, dead: null }];
    const look = { step: 1, seconds: 0, part: "test", examples: 4, layers } as const;
    const [line] = linesOf(activityCsv(look, () => "Dense 1"));
    expect(line).toMatchObject({ layer: "Dense 1", mean: "", "not finite": 12, units: 3, "dead units": "" });
  });

  it("name each answer, by its number where it has no name", () => {
    expect(answersOfProbeCsv([0.25, 0.75], ["cat"], true)).toBe(
      "answer,probability\r\ncat,0.25\r\n2,0.75\r\n",
    );
  });
});
