import { spawnSync } from "node:child_process";
import path from "node:path";
import { root } from "./setup/paths.mjs";

const stages = [
  { name: "types", program: "typescript/bin/tsc", words: ["-b"] },
  {
    name: "format and lint",
    program: "@biomejs/biome/bin/biome",
    words: [
      "check",
      "--error-on-warnings",
      "--skip=style/noRestrictedImports",
      "--skip=suspicious/noImportCycles",
    ],
  },
  {
    name: "import borders",
    program: "@biomejs/biome/bin/biome",
    words: ["lint", "--only=style/noRestrictedImports", "--only=suspicious/noImportCycles"],
  },
  { name: "dead code", program: "knip/bin/knip.js", words: [] },
];

/**
 * Runs every check and prints a line for each, with a failing one's own words before it.
 * @returns {{ passed: number, failed: number }}
 */
export function runChecks() {
  const results = stages.map(({ name, program, words }) => {
    const started = performance.now();
    const file = path.join(root, "node_modules", program);
    const run = spawnSync(process.execPath, [file, ...words], { cwd: root, encoding: "utf8" });
    const passed = run.status === 0;
    if (!passed) console.log(`${run.stdout}${run.stderr}${run.error?.message ?? ""}`.trimEnd());
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`check: ${name.padEnd(16)} ${passed ? "passed" : "FAILED"}  ${seconds} s`);
    return passed;
  });
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}
