import { useShallow } from "zustand/react/shallow";
import { say } from "../../engine/words/say.ts";
import { type DocumentState, useDocument } from "../document/store.ts";
import { type Offer, offer } from "./offer.ts";
import { differsFromRun } from "./run-network.ts";
import { isWorking } from "./state.ts";
import { type TrainingStore, useTraining } from "./store.ts";

export interface CurrentOffer extends Offer {
  /** Why no batch or epoch alone can be trained; null when one can. */
  readonly stepRefused: string | null;
}

/** What can be done with the run now. */
export function useOffer(): CurrentOffer {
  const training = useTraining(
    useShallow(({ run, network, asking, missing }) => ({ run, network, asking, missing })),
  );
  const project = useDocument((state) => state.project);
  const check = useDocument((state) => state.check);
  return offerOf(training, { project, check });
}

/** The same for a key, outside of any view. */
export function currentOffer(): CurrentOffer {
  return offerOf(useTraining.getState(), useDocument.getState());
}

function offerOf(
  { run, network, asking, missing }: Pick<TrainingStore, "run" | "network" | "asking" | "missing">,
  { project, check }: Pick<DocumentState, "project" | "check">,
): CurrentOffer {
  const { canTrain, problems } = check;
  const offered = offer({
    run,
    canTrain,
    errors: problems.filter(({ severity }) => severity === "error").length,
    toDo: problems.find(({ severity }) => severity === "to-do")?.title ?? null,
    hasNetwork: network !== null,
    differs: network !== null && differsFromRun(network, project),
    missing: missing !== null,
  });
  const stepRefused = () => {
    if (offered.canStep) return asking ? say("Waiting for the worker") : null;
    return offered.refused ?? (isWorking(run) ? say("Pause first") : say("Nothing to step"));
  };
  return { ...offered, stepRefused: stepRefused() };
}
