import { expect, test } from "vitest";
import type { DatasetReference } from "../../engine/data/dataset.ts";
import type { FoundTable } from "../../engine/protocol.ts";
import { relocated } from "./file-import.ts";

const hash = (digit: string) => digit.repeat(64);

const table = {
  kind: "table",
  file: "old/flowers.csv",
  sha256: hash("1"),
  header: true,
  columns: [
    { use: "leave out", name: "length" },
    { use: "target", name: "kind", values: ["a", "b"] },
  ],
  missing: "mean",
  malformed: "skip",
} as const satisfies DatasetReference;

const digits = (place: string, ...hashes: string[]) =>
  ({
    kind: "pictures",
    format: "idx",
    files: hashes.map((sha256, index) => ({ file: `${place}/${index}`, sha256 })),
    inputShape: [1, 2, 2],
    classNames: ["zero", "one"],
  }) as const satisfies DatasetReference;

const foundTable = (sha256: string): FoundTable => ({
  file: "new/renamed.csv",
  sha256,
  header: true,
  rows: 3,
  columns: [],
});

test("data with the same content is the same data in another place: what was chosen for it stays", () => {
  expect(relocated(table, { found: "table", table: foundTable(hash("1")) })).toEqual({
    ...table,
    file: "new/renamed.csv",
  });
  const missing = digits("old", hash("1"), hash("2"));
  const there = { ...digits("new", hash("1"), hash("2")), classNames: ["0", "1"] };
  expect(relocated(missing, { found: "ready", data: there })).toEqual(digits("new", hash("1"), hash("2")));
});

test("other content, or data of another kind, is not", () => {
  expect(relocated(table, { found: "table", table: foundTable(hash("3")) })).toBeNull();
  expect(relocated(table, { found: "ready", data: digits("new", hash("2"), hash("1")) })).toBeNull();
  expect(
    relocated(digits("old", hash("1"), hash("2")), { found: "ready", data: digits("new", hash("1")) }),
  ).toBeNull();
});
