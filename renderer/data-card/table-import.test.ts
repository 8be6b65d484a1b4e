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

test("a column can be what its values allow, and the last one that can be a target is it", () => {
  expect(found.columns.map(possibleUses)).toEqual([
    ["number", "target number", "leave out"],
    ["category", "target", "target label", "leave out"],
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

test("a last column of many numbers is a number to predict, of few whole ones a class", () => {
  const withLast = (values: readonly string[] | null) =>
    guessUses({
      ...found,
      columns: [...found.columns, { name: "last", looksLike: "number", missing: 0, values }],
    }).at(-1);
  expect(withLast(null)).toBe("target number");
  expect(withLast(["0.5", "1", "2"])).toBe("target number");
  expect(withLast(["0", "1", "2"])).toBe("target");
});

test("several numbers or labels go together, and with no other target", () => {
  const columns = [
    { name: "a", looksLike: "number", missing: 0, values: null },
    { name: "b", looksLike: "number", missing: 0, values: ["0", "1"] },
    { name: "c", looksLike: "number", missing: 0, values: ["0", "1"] },
  ] as const;
  const table = { ...found, columns };
  const numbers = chooseUse(table, ["number", "number", "target number"], 1, "target number");
  expect(numbers).toEqual(["number", "target number", "target number"]);
  const labels = chooseUse(table, numbers, 2, "target label");
  expect(labels).toEqual(["number", "number", "target label"]);
  expect(chooseUse(table, labels, 1, "target label")).toEqual(["number", "target label", "target label"]);
});
