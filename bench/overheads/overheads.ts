import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { loadDataset } from "../../engine/host/datasets.ts";
import { openKernels } from "../../engine/host/kernels.ts";
import { readTemplate, readTemplates } from "../../engine/host/templates.ts";
import type { Project } from "../../engine/project/project.ts";
import type { BenchOptions, OverheadName } from "../options.ts";
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

/** Processes a row of the table of memory, an odd number: the heap's growth differs between equal runs. */
const memoryRepeats = 3;

/** What training costs besides arithmetic: memory, the live view, the data's way, and nothing while it rests. */
export async function overheads(
  { json, overheads: chosen }: Pick<BenchOptions, "json" | "overheads">,
  electron: string | null,
): Promise<number> {
  const tell: Tell = (row, words) => console.log(json ? JSON.stringify(row) : words);
  const head = (words: string) => json || console.log(words);
  for (const name of chosen) await measures[name](tell, head, electron);
  return 0;
}

type Tell = (row: object, words: string) => void;
type Measure = (tell: Tell, head: (words: string) => void, electron: string | null) => Promise<void>;

const measures: Readonly<Record<OverheadName, Measure>> = {
  async "live-view"(tell) {
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
  },

  async idle(tell) {
    const { project } = await readTemplate(watched);
    const idle = await idleShare(project);
    tell(
      { overhead: "idle", template: watched, idle },
      `Paused, ${watched}, 2 threads: ${percent(idle)} of one core. Goal: 0.`,
    );
  },

  async data(tell, head) {
    head("\n| template | data's share of a step |\n|---|---:|");
    for (const { name, project } of await readTemplates()) {
      const share = await dataShare(project);
      tell({ overhead: "data", template: name, share }, `| ${name} | ${percent(share)} |`);
    }
  },

  async memory(tell, head, electron) {
    head(
      "\n| template | batch | threads | network (MB) | estimate (MB) | peak growth: median (MB) | lowest - highest | difference |",
    );
    head("|---|---:|---:|---:|---:|---:|---:|---:|");
    const runs = (await readTemplates()).flatMap(({ name }) =>
      batches.map((batch) => [name, batch, 1] as const),
    );
    for (const [template, batch, threads] of [...runs, [watched, 64, 2], [watched, 64, 4]] as const) {
      const found: z.infer<typeof memorySchema>[] = [];
      for (let time = 0; time < memoryRepeats; time++)
        found.push(await memoryOf(template, batch, threads, electron));
      found.sort((one, other) => one.growth - other.growth);
      const [lowest, median, highest] = [found[0], found[(memoryRepeats - 1) / 2], found.at(-1)];
      if (!lowest || !median || !highest) throw new Error("No run was measured.");
      const { network, estimate, growth } = median;
      tell(
        {
          overhead: "memory",
          template,
          batch,
          threads,
          ...median,
          lowest: lowest.growth,
          highest: highest.growth,
        },
        `| ${template} | ${batch} | ${threads} | ${megabytes(network)} | ${megabytes(estimate)} | ${megabytes(growth)} | ${megabytes(lowest.growth)} - ${megabytes(highest.growth)} | ${percent(estimate / growth - 1)} |`,
      );
    }
  },
};

async function dataShare(project: Project): Promise<number> {
  if (!project.data) throw new Error("A template has no data set.");
  const kernels = (await openKernels())();
  const perBatch = dataSeconds(await loadDataset(project.data), kernels, project.training.batchSize, 0.5);
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

const memorySchema = z.object({
  network: z.number(),
  data: z.number(),
  engine: z.number(),
  estimate: z.number(),
  growth: z.number(),
});

async function memoryOf(
  template: string,
  batch: number,
  threads: number,
  electron: string | null,
): Promise<z.infer<typeof memorySchema>> {
  const entry = fileURLToPath(new URL("../entry.mjs", import.meta.url));
  const words = [entry, "./overheads/memory-process.ts", template, `${batch}`, `${threads}`];
  const { stdout } = await promisify(execFile)(electron ?? process.execPath, ["--expose-gc", ...words], {
    env: { ...process.env, ...(electron ? { ELECTRON_RUN_AS_NODE: "1" } : {}) },
  });
  return memorySchema.parse(JSON.parse(stdout));
}
