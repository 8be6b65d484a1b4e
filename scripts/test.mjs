// npm test: checks, unit tests, the production build, journeys in the real app. A failing stage ends it.
// The last line counts the tests of all stages: "123 passed, 0 failed".
import { runChecks } from "./check-stages.mjs";
import { buildApp } from "./production-build.mjs";
import { hasDisplay, prepareWindow } from "./setup/prepare.mjs";
import { runMain } from "./setup/problem.mjs";
import { runJourneys, runUnitTests } from "./test-runners.mjs";

/** @typedef {{ passed: number, failed: number }} Count */

await runMain(async () => {
  await prepareWindow({ withScreen: !hasDisplay() });
  /** @type {readonly { name: string, run: () => Count | Promise<Count> }[]} */
  const stages = [
    { name: "checks", run: runChecks },
    { name: "unit tests", run: runUnitTests },
    { name: "production build", run: buildStage },
    { name: "journeys", run: runJourneys },
  ];
  const total = { passed: 0, failed: 0 };
  for (const { name, run } of stages) {
    console.log(`\ntest: ${name}`);
    const { passed, failed } = await run();
    total.passed += passed;
    total.failed += failed;
    if (passed + failed === 0) {
      console.log(`test: ${name} ran no test, which counts as a failure`);
      total.failed += 1;
    }
    if (total.failed > 0) {
      console.log(`test: stopped after ${name}`);
      break;
    }
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
});

/** @returns {Promise<Count>} */
async function buildStage() {
  try {
    await buildApp();
    return { passed: 1, failed: 0 };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}
