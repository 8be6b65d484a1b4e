import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import type { BenchOptions } from "./options.ts";

const command = fileURLToPath(new URL("../bin/layerlab.mjs", import.meta.url));
const template = "fashion-classifier";

const doneSchema = z.object({
  event: z.literal("done"),
  testAccuracy: z.number(),
  testLoss: z.number(),
  imagesPerSecond: z.number(),
  weightsHash: z.string(),
});

/** Trains the Fashion classifier as anyone would, with the command, once for each seed. */
export async function templateAccuracy(
  { seeds, epochs, json }: BenchOptions,
  remark: (line: string) => void,
): Promise<number> {
  remark(`layerlab train template:${template} --epochs ${epochs} --seed N\n`);
  if (!json) {
    console.log("| seed | epochs | test accuracy | test loss | images/s | weights |");
    console.log("|---:|---:|---:|---:|---:|---|");
  }
  for (const seed of seeds) {
    const words = ["train", `template:${template}`, "--epochs", `${epochs}`, "--seed", `${seed}`, "--json"];
    const { stdout } = await promisify(execFile)(process.execPath, [command, ...words], {
      maxBuffer: 2 ** 28,
    });
    const done = doneSchema.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
    const { testAccuracy, testLoss, imagesPerSecond, weightsHash } = done;
    const cells = [seed, epochs, testAccuracy.toFixed(4), testLoss.toFixed(4), Math.round(imagesPerSecond)];
    if (json) console.log(JSON.stringify({ template, seed, epochs, ...done }));
    else console.log(`| ${[...cells, weightsHash.slice(0, 12)].join(" | ")} |`);
  }
  return 0;
}
