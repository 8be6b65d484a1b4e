import { expect, it } from "vitest";
import type { CaseResult, Measured } from "./measure.ts";
import { notesOf, rowsOf, tableHead, tableLine } from "./report.ts";
import type { Subject } from "./subjects.ts";
import { cases, type ThreadCount } from "./workloads.ts";

const of = cases.find(({ id }) => id === "W1");
if (!of) throw new Error("There is no W1.");

function measured(subject: Subject["subject"], threads: ThreadCount, rates: readonly number[]): Measured {
  const mode = subject === "layerlab" ? "reproducible" : "best";
  const command = { program: "none", words: [] };
  return {
    subject: { subject, mode, runtime: "node", threads, command },
    name: subject,
    threadsUsed: threads,
    handicap: null,
    rates,
  };
}

const result = (...subjects: readonly Measured[]): CaseResult => ({
  case: of,
  measured: subjects,
  skipped: [],
  peak: { 1: 50e9, 2: 100e9 },
});

it("compares medians at equal threads and with the peak of as many threads", () => {
  const [one, two] = rowsOf(
    result(
      measured("layerlab", 1, [9000, 12_000, 30_000]),
      measured("layerlab", 2, [20_000]),
      measured("pytorch", 1, [8000]),
      measured("pytorch", 2, [10_000]),
    ),
  );
  expect(one).toMatchObject({ imagesPerSecond: 12_000, ratioToPyTorch: 1.5, decides: true, goal: 1.5 });
  // 12,000 images of 2.26 million operations, of 50 thousand million.
  expect(one?.shareOfPeak).toBeCloseTo(0.5424, 3);
  expect(two).toMatchObject({ imagesPerSecond: 20_000, ratioToPyTorch: 2, decides: true });
  expect(two?.shareOfPeak).toBeCloseTo(0.452, 3);
});

it("says that a run decides nothing when PyTorch is more than 15 % too slow", () => {
  const slow = result(measured("layerlab", 1, [12_000]), measured("pytorch", 1, [0.84 * 7800]));
  const rows = rowsOf(slow);
  expect(rows[0]).toMatchObject({ decides: false });
  expect(tableLine(rows[0] ?? fail())).toContain("1.83 ?");
  expect(notesOf(slow, rows).join("\n")).toContain("W1: decides nothing on 1 thread");
  const fair = result(measured("layerlab", 1, [12_000]), measured("pytorch", 1, [0.86 * 7800]));
  expect(rowsOf(fair)[0]).toMatchObject({ decides: true });
});

it("says that a run decides nothing when PyTorch is handicapped", () => {
  const slow = { ...measured("pytorch", 1, [9000]), handicap: "PyTorch found no OpenBLAS" };
  const flattered = result(measured("layerlab", 1, [12_000]), slow);
  const rows = rowsOf(flattered);
  expect(rows[0]).toMatchObject({ ratioToPyTorch: 1.33, decides: false });
  expect(notesOf(flattered, rows).filter((note) => note.includes("decides nothing"))).toEqual([
    "W1: decides nothing on 1 thread: PyTorch found no OpenBLAS",
  ]);
});

it("has no ratio without PyTorch", () => {
  const [row] = rowsOf(result(measured("layerlab", 1, [12_000]), measured("pytorch", 2, [9000])));
  expect(row).toMatchObject({ ratioToPyTorch: null, decides: false });
  expect(tableLine(row ?? fail()).split("|")).toHaveLength((tableHead[0] ?? "").split("|").length);
});

function fail(): never {
  throw new Error("A row is missing.");
}
