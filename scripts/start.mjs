// npm start: opens the app; without a display it trains the default network in the terminal.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import path from "node:path";
import { buildIfStale } from "./production-build.mjs";
import { root } from "./setup/paths.mjs";
import { electronSwitches, hasDisplay, prepareHeadless, prepareWindow } from "./setup/prepare.mjs";
import { runMain } from "./setup/problem.mjs";

const DEFAULT_TEMPLATE = "template:fashion-classifier";
const MODEL_FILE = "fashion-classifier.layerlab-model.json";

await runMain(async () => {
  process.exitCode = hasDisplay() ? await openWindow() : await trainInTerminal();
});

async function openWindow() {
  const runtime = await prepareWindow({ withScreen: false });
  await buildIfStale();
  return run(runtime.executable, [...electronSwitches(), root, ...process.argv.slice(2)]);
}

async function trainInTerminal() {
  console.log("There is no display here, so the default network is trained in the terminal.");
  await prepareHeadless();
  const command = path.join(root, "bin/layerlab.mjs");
  return run(process.execPath, [
    command,
    "train",
    DEFAULT_TEMPLATE,
    "--out",
    path.resolve(MODEL_FILE),
    ...process.argv.slice(2),
  ]);
}

/**
 * Runs a program in this terminal; its exit code becomes ours.
 * @param {string} program
 * @param {string[]} words
 * @returns {Promise<number>}
 */
function run(program, words) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: "inherit" });
    child.once("error", reject);
    // 128 + the signal's number is what a shell reports.
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]));
  });
}
