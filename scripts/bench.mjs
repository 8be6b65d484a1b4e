// npm run bench: trains the Fashion classifier three times in the terminal and prints a table for bench/.
//   -- --template NAME  another template, -- --epochs N, -- --seeds 1,2,3
import { spawnSync } from "node:child_process";
import { arch, availableParallelism, cpus, platform } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "./setup/paths.mjs";
import { prepareHeadless } from "./setup/prepare.mjs";
import { runMain, SetupProblem } from "./setup/problem.mjs";

/** @typedef {{ testAccuracy: number, testLoss: number, epochs: number, imagesPerSecond: number, parameters: number, weightsHash: string }} Done */

await runMain(async () => {
  await prepareHeadless();
  const { values } = parseArgs({
    options: {
      template: { type: "string", default: "fashion-classifier" },
      epochs: { type: "string", default: "3" },
      seeds: { type: "string", default: "1,2,3" },
    },
  });
  console.log(`\`npm run bench\` with the template ${values.template}`);
  console.log(
    `Node ${process.versions.node}, ${platform()} ${arch()}, ${cpus()[0]?.model} (${availableParallelism()} threads)\n`,
  );
  console.log("| seed | epochs | test accuracy | test loss | images/s | seconds | weights |");
  console.log("|---:|---:|---:|---:|---:|---:|---|");
  for (const seed of values.seeds.split(",")) {
    const started = performance.now();
    const done = train(values.template, values.epochs, seed);
    const seconds = (performance.now() - started) / 1000;
    const accuracy = `${(done.testAccuracy * 100).toFixed(2)} %`;
    const speed = Math.round(done.imagesPerSecond).toLocaleString("en");
    const weights = done.weightsHash.slice(0, 12);
    const cells = [seed, done.epochs, accuracy, done.testLoss.toFixed(4), speed, seconds.toFixed(0), weights];
    console.log(`| ${cells.join(" | ")} |`);
  }
});

/**
 * Trains in a process of its own, as anyone would, and returns the last line it prints.
 * @param {string} template
 * @param {string} epochs
 * @param {string} seed
 * @returns {Done}
 */
function train(template, epochs, seed) {
  const command = path.join(root, "bin/layerlab.mjs");
  const words = ["train", `template:${template}`, "--epochs", epochs, "--seed", seed, "--json"];
  const run = spawnSync(process.execPath, [command, ...words], { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (run.status !== 0) throw new SetupProblem(`the training failed:\n${run.stderr}`);
  return JSON.parse(run.stdout.trim().split("\n").at(-1) ?? "");
}
