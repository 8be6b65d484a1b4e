import path from "node:path";
import { expect, it } from "vitest";
import { movedReference } from "./own-file.ts";

it("a project saved elsewhere names the same files from there", () => {
  const digits = { kind: "pictures", format: "idx", inputShape: [1, 2, 2], classNames: ["0", "1"] } as const;
  const files = (...names: string[]) => names.map((file) => ({ file, sha256: "0".repeat(64) }));
  const from = path.resolve("/work/first");
  const before = { ...digits, files: files("data/images", "../labels") };
  expect(movedReference(before, from, path.resolve("/work/second/deep"))).toEqual({
    ...digits,
    files: files("../../first/data/images", "../../labels"),
  });
  expect(movedReference(before, from, path.resolve("/work"))).toEqual({
    ...digits,
    files: files("first/data/images", "labels"),
  });
  expect(movedReference(before, from, from)).toEqual(before);
});
