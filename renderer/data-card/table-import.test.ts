import { expect, test } from "vitest";
import type { FoundTable } from "../../engine/protocol.ts";
import { chooseUse, guessUses, possibleUses } from "./table-import.ts";

const found: FoundTable = {
  file: "flowers.csv",
  sha256: "0".repeat(64),
  header: true,
  rows: 30,
  columns: [
    { name: "length", looksLike: "number", missing: 0, values: null },
    { name: "colour", looksLike: "category", missing: 1, values: ["blue", "white"] },
    { name: "kind", looksLike: "category", missing: 0, values: ["a", "b", "c"] },
    { name: "id", looksLike: "category", missing: 0, values: null },
    { name: "country", looksLike: "category", missing: 0, values: ["here"] },
  ],
};

test("a column can be what its values allow, and the last one with a few values is the target", () => {
  expect(found.columns.map(possibleUses)).toEqual([
    ["number", "leave out"],
    ["category", "target", "leave out"],
    ["category", "target", "leave out"],
    ["leave out"],
    ["category", "leave out"],
  ]);
  expect(guessUses(found)).toEqual(["number", "category", "target", "leave out", "category"]);
});

test("another target makes the one before a feature again", () => {
  const uses = chooseUse(found, guessUses(found), 1, "target");
  expect(uses).toEqual(["number", "target", "category", "leave out", "category"]);
});
