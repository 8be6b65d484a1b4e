import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { findOwnFile, movedReference, ownPath } from "./own-file.ts";

it("a file is found where the project says, else beside the project", async () => {
  const home = await mkdtemp(path.join(tmpdir(), "layerlab-own-"));
  const [there, beside] = [path.join(home, "data", "a.csv"), path.join(home, "a.csv")];
  await expect(findOwnFile("data/a.csv", home)).rejects.toThrow(`expects it at ${there}`);
  await writeFile(beside, "");
  expect(await findOwnFile("data/a.csv", home)).toBe(beside);
  await mkdir(path.dirname(there));
  await writeFile(there, "");
  expect(await findOwnFile("data/a.csv", home)).toBe(there);
  await expect(findOwnFile("data/a.csv", null)).rejects.toThrow("has none yet");
  await rm(home, { recursive: true });
});

it("data on another drive of Windows is refused in words", () => {
  expect(ownPath("C:\\data\\a.csv", "C:\\nets\\mine", path.win32)).toBe("../../data/a.csv");
  expect(() => ownPath("D:\\a.csv", "C:\\nets", path.win32)).toThrow("a.csv lies on another drive");
});

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
