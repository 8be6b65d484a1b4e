// npm run check: types, formatting and lint, import borders, dead code. All run, even when one fails.
import { runChecks } from "./check-stages.mjs";
import { prepareHeadless } from "./setup/prepare.mjs";
import { runMain } from "./setup/problem.mjs";

await runMain(async () => {
  await prepareHeadless();
  const { failed } = runChecks();
  process.exitCode = failed === 0 ? 0 : 1;
});
