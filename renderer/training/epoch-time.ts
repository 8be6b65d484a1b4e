import type { Project } from "../../engine/project/project.ts";
import type { StartedRun } from "../../engine/protocol.ts";
import { useTraining } from "./store.ts";

/** Tells how long an epoch takes, once for each run, when its first one has ended. Returns the function that ends it. */
export function watchEpochTimes(tell: (network: Project, seconds: number) => void): () => void {
  let told: StartedRun | null = null;
  return useTraining.subscribe(({ lastEpoch, progress, network, started }) => {
    if (!lastEpoch || !network || !started || started === told) return;
    const speed = progress?.imagesPerSecond;
    if (!speed) return;
    told = started;
    tell(network, started.trainingExamples / speed);
  });
}
