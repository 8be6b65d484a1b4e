import type { RunState } from "../../engine/protocol.ts";
import { say } from "../../engine/words/say.ts";
import { isWorking } from "./state.ts";

export type RunAction =
  | "train"
  | "pause"
  | "resume"
  | "train-more"
  | "step-batch"
  | "step-epoch"
  | "stop"
  | "reset";

/** What the transport row offers. */
export interface Offer {
  readonly primary: { readonly action: RunAction; readonly label: string };
  /** Why the primary button and the steps cannot be used now; null when they can. */
  readonly refused: string | null;
  readonly canStep: boolean;
  readonly canStop: boolean;
  readonly canReset: boolean;
}

export interface OfferSituation {
  readonly run: RunState;
  /** The document has no problem that keeps it from training. */
  readonly canTrain: boolean;
  /** Problems that have to be solved first. */
  readonly errors: number;
  /** What the drawing still lacks, in words; null when it is all there. */
  readonly toDo: string | null;
  /** There is a run in the worker that came from this document. */
  readonly hasNetwork: boolean;
  /** The document would train another network than the run does. */
  readonly differs: boolean;
  /** The data set of the run cannot be had. */
  readonly missing?: boolean;
}

/** What can be done with a run in this situation, and how the buttons are called. */
export function offer(situation: OfferSituation): Offer {
  const offered = offerWithData(situation);
  return situation.missing ? { ...offered, refused: say("Find the data to train"), canStep: false } : offered;
}

function offerWithData({
  run,
  canTrain,
  errors,
  toDo,
  hasNetwork,
  differs,
}: Omit<OfferSituation, "missing">): Offer {
  const ended = {
    canStop: run === "paused",
    canReset: run !== "idle" && run !== "loading",
  };
  if (run === "loading")
    return {
      primary: { action: "train", label: say("Train") },
      refused: say("Loading"),
      canStep: false,
      canStop: true,
      canReset: false,
    };
  if (isWorking(run))
    return {
      primary: { action: "pause", label: say("Pause") },
      refused: null,
      canStep: false,
      ...ended,
      canStop: true,
    };
  if (run === "paused")
    return { primary: { action: "resume", label: say("Resume") }, refused: null, canStep: true, ...ended };
  if (run === "finished" && hasNetwork && !differs)
    return {
      primary: { action: "train-more", label: say("Train more") },
      refused: null,
      canStep: false,
      ...ended,
    };
  // Stopped by hand, or just imported: the weights are there to go on with.
  if (run === "stopped" && hasNetwork && !differs)
    return {
      primary: { action: "resume", label: say("Train more") },
      refused: null,
      canStep: true,
      ...ended,
    };
  const refused = canTrain ? null : errors === 0 && toDo !== null ? toDo : refusal(errors);
  return {
    primary: { action: "train", label: say("Train") },
    refused,
    canStep: refused === null,
    ...ended,
  };
}

function refusal(errors: number): string {
  return say(
    "Fix {count, plural, =1 {one problem} =2 {two problems} =3 {three problems} =4 {four problems} =5 {five problems} =6 {six problems} =7 {seven problems} =8 {eight problems} =9 {nine problems} other {# problems}} to train",
    { count: errors },
  );
}
