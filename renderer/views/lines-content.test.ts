import { describe, expect, it } from "vitest";
import { alignedColumns, decadesAround, linesCsv, readLines } from "./lines-content.ts";

const line = (name: string, at: readonly number[], values: readonly number[]) => ({
  name,
  at,
  values,
  length: at.length,
});

describe("several lines", () => {
  const lines = [line("A", [0, 1, 2], [0.01, 0.02, 0.5]), line("B", [1, 3], [0, 7])];

  it("share the places that any of them has; what has no logarithm is a gap", () => {
    expect(alignedColumns(lines)).toEqual({
      at: [0, 1, 2, 3],
      columns: [
        [0.01, 0.02, 0.5, null],
        [null, null, null, 7],
      ],
    });
  });

  it("lie between whole decades", () => {
    expect(decadesAround(lines)).toEqual([0.01, 10]);
    expect(decadesAround([line("C", [0], [Number.NaN])])).toEqual([1e-3, 1]);
  });

  it("are read at the points of the fullest, each at its own nearest one, 0 and what is not drawn too", () => {
    expect(readLines(lines, 1.2)).toEqual({ index: 1, at: 1, values: [0.02, 0] });
    expect(readLines(lines, 99)).toEqual({ index: 2, at: 2, values: [0.5, 7] });
    expect(readLines([line("C", [], [])], 1)).toEqual({ index: null, at: null, values: [Number.NaN] });
  });

  it("of a part are those within it and its neighbours", () => {
    expect(alignedColumns(lines, [1.5, 1.8]).at).toEqual([1, 2, 3]);
  });

  it("are a table", () => {
    expect(linesCsv(lines)).toBe("epoch,A,B\r\n0,0.01,\r\n1,0.02,\r\n2,0.5,\r\n3,,7\r\n");
  });

  it("of a long run keep their least and largest value when they are thinned", () => {
    const places = Array.from({ length: 100_000 }, (_, index) => index);
    const values = places.map((place) => (place === 43_210 ? 1000 : place === 77_777 ? 1e-6 : 1));
    const { at, columns } = alignedColumns([line("Long", places, values)]);
    expect(at.length).toBeLessThan(5000);
    expect(columns[0]).toContain(1000);
    expect(columns[0]).toContain(1e-6);
  });
});
