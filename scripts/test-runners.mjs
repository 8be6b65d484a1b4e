import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { root } from "./setup/paths.mjs";

const REPORTS = path.join(root, "test-results", "reports");

/** @typedef {{ passed: number, failed: number }} Count */

/** Vitest over all folders. @returns {Count} */
export function runUnitTests() {
  const report = freshReport("unit.json");
  const words = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return count(run("vitest/vitest.mjs", words), report, countVitest);
}

/** Playwright in the built app. @returns {Count} */
export function runJourneys() {
  const report = freshReport("journeys.json");
  const environment = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  return count(
    run("@playwright/test/cli.js", ["test", "--reporter=list,json"], environment),
    report,
    countPlaywright,
  );
}

/**
 * The numbers of a runner. One that ends with an error although no test failed (a file that cannot be read, a
 * missing report) has failed once.
 * @param {number} exitCode
 * @param {string} report
 * @param {(report: any) => Count} read
 * @returns {Count}
 */
export function count(exitCode, report, read) {
  const found = existsSync(report)
    ? read(JSON.parse(readFileSync(report, "utf8")))
    : { passed: 0, failed: 1 };
  return exitCode !== 0 && found.failed === 0 ? { ...found, failed: 1 } : found;
}

/** @param {{ numPassedTests: number, numFailedTests: number }} report @returns {Count} */
export function countVitest(report) {
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}

/** @param {{ stats: { expected: number, unexpected: number, flaky: number }, errors?: unknown[] }} report @returns {Count} */
export function countPlaywright({ stats, errors = [] }) {
  // A journey that passed at its second try has passed; the list above names it as flaky.
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}

/** @param {string} name */
function freshReport(name) {
  const report = path.join(REPORTS, name);
  rmSync(report, { force: true });
  mkdirSync(REPORTS, { recursive: true });
  return report;
}

/** @param {string} program @param {string[]} words */
function run(program, words, environment = process.env) {
  const file = path.join(root, "node_modules", program);
  const child = spawnSync(process.execPath, [file, ...words], {
    cwd: root,
    stdio: "inherit",
    env: environment,
  });
  if (child.error) throw child.error;
  return child.status ?? 1;
}
