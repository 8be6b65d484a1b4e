import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { loadDataset } from "../../engine/host/datasets.ts";
import { readTemplate, readTemplates } from "../../engine/host/templates.ts";
import type { Project } from "../../engine/project/project.ts";
import { dataSeconds } from "./data-path.ts";
import { idleShare } from "./idle.ts";
import { liveViewCost } from "./live-view.ts";
import { endless, sleep, watchedSession } from "./probe-session.ts";

const watched = "fashion-classifier";
/** What is watched, and the layer that Inspect is open on. */
const views = [
  { template: watched, layer: null },
  { template: watched, layer: "Conv 2" },
  { template: "resnet-8", layer: null },
  { template: "resnet-8", layer: "Conv 2" },
] as const;
/** The usual batch, and one whose run stands out from the few megabytes by which any JavaScript heap moves. */
const batches = [64, 1024] as const;

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

/** What training costs besides arithmetic: memory, the live view, the data's way, and nothing while it rests. */
export async function overheads(json: boolean): Promise<number> {
  const { project } = await readTemplate(watched);
  const tell = (row: object, words: string) => console.log(json ? JSON.stringify(row) : words);

  for (const { template, layer } of views) {
    const { project: seen } = await readTemplate(template);
    const node = seen.graph.nodes.find(({ name }) => name === layer)?.id ?? null;
    if (layer !== null && node === null) throw new Error(`The template ${template} has no layer ${layer}.`);
    const live = await liveViewCost(seen, node);
    const { median, interval, picturesPerSecond, looksPerSecond } = live;
    const name = node === null ? "Canvas" : "Inspect";
    const looks = node === null ? "" : ` and ${looksPerSecond.toFixed(1)} looks`;
    tell(
      { overhead: "live view", template, layer, ...live },
      `${name}, ${template}: ${percent(median)} of a step's CPU time (95 %: ${interval.map(percent).join(" to ")}), ${picturesPerSecond.toFixed(1)} pictures${looks} a second. Goal: at most 3 %.`,
    );
  }

  const idle = await idleShare(project);
  tell(
    { overhead: "idle", template: watched, idle },
    `Paused, ${watched}, 2 threads: ${percent(idle)} of one core. Goal: 0.`,
  );

  if (!json) console.log("\n| template | data's share of a step |\n|---|---:|");
  for (const template of await readTemplates()) {
    const share = await dataShare(template.project);
    tell({ overhead: "data", template: template.name, share }, `| ${template.name} | ${percent(share)} |`);
  }

  if (!json)
    console.log(
      "\n| template | batch | estimate (MB) | peak growth (MB) | difference |\n|---|---:|---:|---:|---:|",
    );
  for (const { name } of await readTemplates())
    for (const batch of batches) {
      const { estimate, growth } = await memoryOf(name, batch);
      tell(
        { overhead: "memory", template: name, batch, estimate, growth },
        `| ${name} | ${batch} | ${megabytes(estimate)} | ${megabytes(growth)} | ${percent(estimate / growth - 1)} |`,
      );
    }
  return 0;
}

async function dataShare(project: Project): Promise<number> {
  if (!project.data) throw new Error("A template has no data set.");
  const perBatch = dataSeconds(await loadDataset(project.data), project.training.batchSize, 0.5);
  const { session, state, end } = await watchedSession(endless(project), 1);
  session.setPictures({ enabled: false });
  const window = async (seconds: number) => {
    const [steps, start] = [state.steps, performance.now()];
    session.resume({ until: "end" });
    await sleep(seconds);
    session.pause();
    return (performance.now() - start) / 1000 / (state.steps - steps);
  };
  await window(0.3); // warm-up
  const perStep = await window(1);
  session.reset();
  await end();
  return perBatch / perStep;
}

const memorySchema = z.object({ estimate: z.number(), growth: z.number() });

async function memoryOf(template: string, batch: number): Promise<z.infer<typeof memorySchema>> {
  const entry = fileURLToPath(new URL("../entry.mjs", import.meta.url));
  const words = ["--expose-gc", entry, "./overheads/memory-process.ts", template, String(batch)];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  return memorySchema.parse(JSON.parse(stdout));
}
