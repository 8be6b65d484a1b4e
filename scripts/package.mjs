// npm run package: the unpacked app in dist/. With `-- --installers` this platform's installers, for which
// only the official Electron will do.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { buildIfStale } from "./production-build.mjs";
import { root } from "./setup/paths.mjs";
import { prepareWindow } from "./setup/prepare.mjs";
import { runMain, SetupProblem } from "./setup/problem.mjs";

await runMain(async () => {
  const installers = process.argv.includes("--installers");
  const runtime = await prepareWindow({ withScreen: false, official: installers });
  await buildIfStale();
  const words = [
    path.join(root, "node_modules/electron-builder/cli.js"),
    ...(installers ? [] : ["--dir"]),
    `-c.electronDist=${runtime.folder}`,
    `-c.electronVersion=${runtime.version}`,
  ];
  const run = spawnSync(process.execPath, words, { cwd: root, stdio: "inherit" });
  if (run.status !== 0) throw new SetupProblem("electron-builder failed; its own message is above.");
  console.log(`package: the app is in ${path.join(root, "dist")}`);
});
