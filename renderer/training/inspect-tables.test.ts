import { describe, expect, it } from "vitest";
import { kernelsCsv, layerCsv, microscopeCsv } from "./inspect-tables.ts";

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
    const lines = linesOf(layerCsv({ node: "c", step: 0, shape: [2, 3, 4], values, kernels: null }));
    expect(lines).toHaveLength(6);
    for (const line of lines)
      for (let column = 1; column <= 4; column++)
        expect(line[`column ${column}`]).toBe(
          values[((Number(line.map) - 1) * 3 + Number(line.row) - 1) * 4 + column - 1],
        );
  });

  it("hold every unit of a row of numbers, also what is no number", () => {
    const values = Float32Array.of(0.5, Number.NaN, -2);
    const text = layerCsv({ node: "d", step: 0, shape: [3], values, kernels: null });
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
});
