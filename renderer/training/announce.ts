import { useTraining } from "./store.ts";
import { taskOfRun } from "./use-task.ts";
import { divergenceWords, epochWords, finishedWords } from "./words.ts";

/** Says epoch ends and how the run ended, for screen readers. Returns the function that ends it. */
export function announceRun(tell: (message: string) => void): () => void {
  return useTraining.subscribe((now, before) => {
    const epoch = now.lastEpoch;
    if (now.result && now.result !== before.result) tell(finishedWords(now.result, taskOfRun(now)));
    else if (now.divergence && now.divergence !== before.divergence)
      tell(divergenceWords(now.divergence).title);
    else if (epoch && epoch !== before.lastEpoch) tell(epochWords(epoch, taskOfRun(now)));
  });
}
