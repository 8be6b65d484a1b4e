import { useShallow } from "zustand/react/shallow";
import { say } from "../../engine/words/say.ts";
import { useDocument } from "../document/store.ts";
import { type Offer, offer } from "./offer.ts";
import { differsFromRun } from "./run-network.ts";
import { isWorking } from "./state.ts";
import { useTraining } from "./store.ts";

/** What can be done with the run now, and why no batch or epoch alone can be trained; null when one can. */
export function useOffer(): Offer & { readonly stepRefused: string | null } {
  const { run, network, asking, missing } = useTraining(
    useShallow(({ run, network, asking, missing }) => ({ run, network, asking, missing: missing !== null })),
  );
  const project = useDocument((state) => state.project);
  const { canTrain, problems } = useDocument((state) => state.check);
  const offered = offer({
    run,
    canTrain,
    errors: problems.filter(({ severity }) => severity === "error").length,
    toDo: problems.find(({ severity }) => severity === "to-do")?.title ?? null,
    hasNetwork: network !== null,
    differs: network !== null && differsFromRun(network, project),
    missing,
  });
  const stepRefused = () => {
    if (offered.canStep) return asking ? say("Waiting for the worker") : null;
    return offered.refused ?? (isWorking(run) ? say("Pause first") : say("Nothing to step"));
  };
  return { ...offered, stepRefused: stepRefused() };
}
