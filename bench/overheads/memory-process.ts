import { loadDataset } from "../../engine/host/datasets.ts";
import { kernelModule } from "../../engine/host/kernels.ts";
import { newSession } from "../../engine/host/session.ts";
import { readTemplate } from "../../engine/host/templates.ts";
import { teamsOf } from "../../engine/host/threads.ts";
import type { WorkerEvent } from "../../engine/protocol.ts";
import { endless, forgetPeak, processBytes, sleep } from "./probe-session.ts";

/** A process of its own: says how much one run of a template was estimated to need, and how much more it held. */
const [template = "", batch = "64"] = process.argv.slice(-2);
const { project } = await readTemplate(template);
if (!project.data) throw new Error(`The template ${template} has no data set.`);
const dataset = await loadDataset(project.data);
const module = await kernelModule();
let failure: string | null = null;
const session = newSession({
  ...teamsOf(module),
  defaultThreads: 1,
  load: async () => dataset,
  emit: (event: WorkerEvent) => {
    if (event.event === "failed") failure = event.message;
  },
  clock: () => performance.now() / 1000,
});
// A small run first: what the process needs once, such as compiled code, is no part of what a batch needs.
await session.start({ project: endless(project, 1), until: "end", threads: 1 });
await sleep(1);
session.reset();
await sleep(0.2);
globalThis.gc?.();
forgetPeak();
const before = processBytes("VmRSS");
const { memoryBytes } = await session.start({
  project: endless(project, Number(batch)),
  until: "end",
  threads: 1,
});
await sleep(3);
session.pause();
if (failure) throw new Error(failure);
console.log(JSON.stringify({ estimate: memoryBytes, growth: processBytes("VmHWM") - before }));
process.exit(0);
