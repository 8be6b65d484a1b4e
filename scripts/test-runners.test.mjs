import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { count, countPlaywright, countVitest } from "./test-runners.mjs";

let folder = "";
let report = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "layerlab-report-"));
  report = path.join(folder, "report.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a runner's own numbers count", () => {
  writeFileSync(report, '{"numPassedTests":12,"numFailedTests":2}');
  expect(count(1, report, countVitest)).toEqual({ passed: 12, failed: 2 });
});

test("a runner that ends with an error although no test failed has failed", () => {
  writeFileSync(report, '{"numPassedTests":12,"numFailedTests":0}');
  expect(count(1, report, countVitest)).toEqual({ passed: 12, failed: 1 });
  expect(count(0, report, countVitest)).toEqual({ passed: 12, failed: 0 });
});

test("a missing report is a failure, whatever the exit code", () => {
  expect(count(0, report, countVitest)).toEqual({ passed: 0, failed: 1 });
});

test("a journey that only passed the second time has failed, and so has one that could not be read", () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 4 };
  expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 4, failed: 2 });
});
