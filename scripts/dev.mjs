// npm run dev: builds, opens the app, and on every change of a source builds and opens it again.
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import path from "node:path";
import { buildApp } from "./production-build.mjs";
import { root } from "./setup/paths.mjs";
import { electronSwitches, prepareWindow } from "./setup/prepare.mjs";
import { runMain } from "./setup/problem.mjs";

const SETTLE_MS = 150; // an editor writes a file in several steps

await runMain(async () => {
  const runtime = await prepareWindow({ withScreen: false });
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let app;
  let turn = Promise.resolve();

  const rebuild = async () => {
    try {
      await buildApp();
    } catch (error) {
      console.error(error instanceof Error ? error.message : error); // the next change tries again
      return;
    }
    app?.kill();
    app = spawn(runtime.executable, [...electronSwitches(), root], { stdio: "inherit" });
  };

  /** @type {NodeJS.Timeout | undefined} */
  let settle;
  for (const folder of ["engine", "app", "renderer"]) {
    watch(path.join(root, folder), { recursive: true }, () => {
      clearTimeout(settle);
      settle = setTimeout(() => {
        turn = turn.then(rebuild);
      }, SETTLE_MS);
    });
  }
  process.once("SIGINT", () => {
    app?.kill();
    process.exit(0);
  });
  await rebuild();
});
