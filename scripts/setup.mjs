// npm run setup [-- --headless] [-- --official] [-- --electron-path]
//   --headless       only what the command in the terminal needs
//   --official       refuse any Electron but the official one, and try its download again
//   --electron-path  print nothing but the executable's path (for other tools)
import { hasDisplay, prepareHeadless, prepareWindow } from "./setup/prepare.mjs";
import { runMain } from "./setup/problem.mjs";

const words = new Set(process.argv.slice(2));
const started = performance.now();

await runMain(async () => {
  if (words.has("--headless")) await prepareHeadless();
  else {
    const pathOnly = words.has("--electron-path");
    const log = pathOnly ? console.error : console.log;
    const runtime = await prepareWindow({
      withScreen: !hasDisplay(),
      official: words.has("--official"),
      log,
    });
    if (pathOnly) {
      console.log(runtime.executable);
      return;
    }
    console.log(`setup: Electron ${runtime.version} is ready (${runtime.kind})`);
  }
  console.log(`setup: done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
});
