import { answerLines, tell } from "../answers.ts";
import type { SubjectTask } from "../protocol.ts";
import { workload } from "../workloads.ts";
import { examplesOf } from "./examples.ts";
import { inferenceWindows } from "./inference.ts";
import { openMode } from "./mode.ts";
import { networkOf } from "./networks.ts";
import { quarters } from "./quarters.ts";
import { trainingWindows } from "./training.ts";

/** Layerlab as a subject of the bench. The process ends when the bench closes its input. */
const task = JSON.parse(process.argv.at(-1) ?? "{}") as SubjectTask & { readonly quarters?: true };

const network = networkOf(task.workload);
if ("missing" in network)
  tell({ unavailable: `not yet: the engine has no layer kind ${network.missing.join(", ")}` });
else {
  const module = await openMode(task.mode);
  const { optimizer, examples } = workload(task.workload);
  const { graph } = network;
  const dataset = await examplesOf(examples);
  const settings = { epochs: 100_000, batchSize: task.batch, seed: task.seed, optimizer };
  const work = { graph, settings, dataset, module, threads: task.threads };
  const name = `Layerlab, ${task.mode}, Node ${process.versions.node}${process.versions.electron ? ` of Electron ${process.versions.electron}` : ""}`;
  if (task.quarters) {
    const quarter = await quarters(work);
    await answerLines({ ready: true, name, threads: task.threads }, { quarter });
  } else {
    const { threads, window } = await (task.task === "training" ? trainingWindows : inferenceWindows)(work);
    await answerLines({ ready: true, name, threads }, { window });
  }
}
process.exit(0); // its threads are asleep, not ended
