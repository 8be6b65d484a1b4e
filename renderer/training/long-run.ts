import { say } from "../../engine/words/say.ts";
import { isWorking } from "./state.ts";
import { useTraining } from "./store.ts";
import { divergenceWords, finishedWords } from "./words.ts";

/** A person may have gone away from a run that takes longer than this, in milliseconds. */
const long = 60_000;

/** How a run ended, for somebody who is not looking. */
export interface RunEnd {
  readonly title: string;
  readonly body: string;
}

/** Tells how a run ended that was at work for longer than a minute. Returns the function that ends it. */
export function watchLongRuns(tell: (end: RunEnd) => void): () => void {
  let begun: number | null = null;
  return useTraining.subscribe((now, before) => {
    if (isWorking(now.run) && !isWorking(before.run)) begun = performance.now();
    const end = endOfRun(now, before);
    if (end && begun !== null && performance.now() - begun >= long) tell(end);
    if (end) begun = null;
  });
}

type Run = ReturnType<typeof useTraining.getState>;

function endOfRun(now: Run, before: Run): RunEnd | null {
  const name = now.network?.name ?? say("The network");
  if (now.result && now.result !== before.result)
    return { title: say("{name} is trained", { name }), body: finishedWords(now.result) };
  if (now.divergence && now.divergence !== before.divergence)
    return { title: say("{name} has stopped", { name }), body: divergenceWords(now.divergence).title };
  if (now.failure && now.failure !== before.failure)
    return { title: say("The run of {name} ended with an error", { name }), body: now.failure };
  return null;
}
