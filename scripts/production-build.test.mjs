import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildInputs } from "./production-build.mjs";

let folder = "";
const write = (/** @type {string} */ file, /** @type {string} */ text) => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
};
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "layerlab-build-"));
  write("engine/tensor.ts", "one");
  write("package.json", "{}");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the same sources need no new build", () => {
  expect(buildInputs(folder)).toBe(buildInputs(folder));
});

test.each([
  ["changed", () => write("engine/tensor.ts", "other text")],
  ["added", () => write("renderer/new.tsx", "")],
  ["removed", () => rmSync(path.join(folder, "engine/tensor.ts"))],
])("a source that was %s needs one", (_how, change) => {
  const before = buildInputs(folder);
  change();
  expect(buildInputs(folder)).not.toBe(before);
});

test("a file outside the sources needs none", () => {
  const before = buildInputs(folder);
  write("README.md", "words");
  expect(buildInputs(folder)).toBe(before);
});
