import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { assetsFolder } from "../../engine/host/assets.ts";
import { totalOf } from "../../engine/host/run-estimate.ts";
import { readTemplate } from "../../engine/host/templates.ts";
import { startWorker } from "../../engine/host/worker-thread.ts";
import type { RunState } from "../../engine/protocol.ts";
import { forgetPeak, processBytes } from "./probe-session.ts";

/*
 * A process of its own: says how much one run of a template was estimated to need, and how much more the process held at
 * its peak than before the engine was there. The engine's thread is the built one, as in the app and the command.
 */
const [template = "", batch = "64", threads = "1"] = process.argv.slice(-3);
/** Of a run that does not end earlier: the most memory is taken by then. */
const longest = 4;
const { project } = await readTemplate(template);
const worker = pathToFileURL(path.resolve("out/app/worker.js"));
const folder = await mkdtemp(path.join(tmpdir(), "layerlab-memory-"));
globalThis.gc?.();
await setTimeout(200);
forgetPeak();
const before = processBytes("VmRSS");
const seen: { state: RunState; failure: string | null } = { state: "idle", failure: null };
const engine = startWorker(
  { assetsFolder: assetsFolder() },
  (event) => {
    if (event.event === "state") seen.state = event.state;
    if (event.event === "failed") seen.failure = event.message;
    // One that is on its way when the engine ends is not answered.
    if (event.event === "pictures") engine.client.call("picturesShown").catch(() => undefined);
  },
  (trouble) => {
    seen.failure = trouble.reason;
  },
  worker,
);
const { memory } = await engine.client.call("start", {
  project: { ...project, training: { ...project.training, batchSize: Number(batch) } },
  until: "end",
  threads: Number(threads),
  checkpoints: { folder, everySeconds: 1, projectFile: null },
});
const begun = performance.now();
while (!seen.failure && seen.state !== "finished" && performance.now() - begun < 1000 * longest)
  await setTimeout(50);
if (seen.failure) throw new Error(seen.failure);
console.log(JSON.stringify({ ...memory, estimate: totalOf(memory), growth: processBytes("VmHWM") - before }));
await engine.end();
await rm(folder, { recursive: true });
process.exit(0);
