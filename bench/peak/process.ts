/// <reference path="../../engine/host/webassembly.d.ts" />
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { answerLines } from "../answers.ts";
import { flopsPerTurn, multiplyAddModule } from "./multiply-add.ts";

/** The peak as a subject: an "image" is one floating-point operation. */
const task = JSON.parse(process.argv.at(-1) ?? "{}") as { readonly threads: number };

/** Works for so many seconds; the same source serves the other threads, which read no TypeScript. */
function spend(run: (turns: number) => number, seconds: number): { turns: number; seconds: number } {
  const turnsAtOnce = 2_000_000;
  const start = performance.now();
  let turns = 0;
  let elapsed = 0;
  do {
    run(turnsAtOnce);
    turns += turnsAtOnce;
    elapsed = (performance.now() - start) / 1000;
  } while (elapsed < seconds);
  return { turns, seconds: elapsed };
}

const bytes = multiplyAddModule();
const otherThread = `
  const { parentPort, workerData } = require("node:worker_threads");
  const spend = ${spend.toString()};
  WebAssembly.instantiate(workerData).then(({ instance }) => {
    parentPort.on("message", (seconds) => parentPort.postMessage(spend(instance.exports.run, seconds)));
    parentPort.postMessage("ready");
  });`;
const others = Array.from(
  { length: task.threads - 1 },
  () => new Worker(otherThread, { eval: true, workerData: bytes }),
);
await Promise.all(others.map((worker) => once(worker, "message")));
const module = await WebAssembly.compile(bytes);
const { exports } = new WebAssembly.Instance<{ run(turns: number): number }>(module, {});
spend(exports.run, 0.3);

await answerLines(
  { ready: true, name: "128-bit multiply + add", threads: task.threads },
  {
    async window(seconds) {
      const theirs = others.map((worker) => once(worker, "message"));
      for (const worker of others) worker.postMessage(seconds);
      const spent = [spend(exports.run, seconds), ...(await Promise.all(theirs)).map(([value]) => value)];
      // Each thread's own rate: they do not stop at the same instant.
      const rate = spent.reduce((sum, each) => sum + (each.turns * flopsPerTurn) / each.seconds, 0);
      return { images: rate, seconds: 1 };
    },
  },
);
for (const worker of others) void worker.terminate();
