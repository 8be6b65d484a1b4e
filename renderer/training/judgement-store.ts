import { create } from "zustand";
import type { Examples, Judgement, OfWeights } from "../../engine/protocol.ts";
import { answerOf, desktopBridge } from "../desktop.ts";
import { type ExampleList, placesIn, worstCell } from "./judgement.ts";
import type { Look } from "./look-again.tsx";
import { isGone } from "./state.ts";
import { useTraining } from "./store.ts";

type Part = "validation" | "test";

/** The examples of a list that are on show. */
export interface ListedExamples {
  /** Places in the judgement. */
  readonly places: readonly number[];
  readonly examples: Examples;
}

interface JudgementStore {
  readonly shown: boolean;
  readonly part: Part;
  readonly answer: Look<OfWeights<Judgement>>;
  readonly list: ExampleList | null;
  readonly listed: ListedExamples | null;
}

/** Examples of a list that are asked for at once. */
export const examplesAtOnce = 48;

/** "How good is it?": whether it is on show, and what the worker answered. */
export const useJudgement = create<JudgementStore>()(() => ({
  shown: false,
  part: "validation",
  answer: { state: "working" },
  list: null,
  listed: null,
}));

const { getState, setState } = useJudgement;

/** The latest question: the answer to an older one no longer counts. */
let question: object = {};

/** Opens the panel, or judges again in it. */
export async function openJudgement(part: Part = getState().part): Promise<void> {
  const mine = ask({ shown: true, part, answer: { state: "working" } });
  useTraining.setState({ judging: null });
  const answer = await answerOf(desktopBridge().judge({ part }));
  if (question !== mine) return;
  if (!answer.ok) setState({ answer: { state: "refused", trouble: answer.trouble } });
  else if (!answer.value) setState({ answer: { state: "outdated" } });
  else {
    setState({ answer: { state: "ready", value: answer.value } });
    const worst = answer.value.task === "classes" ? worstCell(answer.value) : null;
    if (worst) await showExamples({ show: "cell", ...worst });
  }
}

export async function cancelJudgement(): Promise<void> {
  ask({ answer: { state: "cancelled" } });
  await answerOf(desktopBridge().cancelJudgement(null));
}

export async function closeJudgement(): Promise<void> {
  const isWaiting = getState().answer.state === "working";
  ask({ shown: false });
  if (isWaiting) await answerOf(desktopBridge().cancelJudgement(null));
}

/** Shows the examples of a list: its first `most`. */
export async function showExamples(list: ExampleList, most: number = examplesAtOnce): Promise<void> {
  const { answer } = getState();
  if (answer.state !== "ready" || answer.value.task !== "classes") return;
  const { value: judgement } = answer;
  const mine = question;
  const isMore = getState().list === list;
  setState(isMore ? {} : { list, listed: null });
  const places = placesIn(judgement, list).slice(0, most);
  const indices = places.map((place) => judgement.examples[place] ?? 0);
  const got = await answerOf(desktopBridge().examples({ indices }));
  if (question !== mine || getState().list !== list) return;
  if (got.ok) setState({ listed: { places, examples: got.value } });
  else setState({ answer: { state: "refused", trouble: got.trouble } });
}

/** A new question, or the end of one. Keeps nothing of the last answer. */
function ask(change: Partial<JudgementStore>): object {
  question = {};
  setState({ list: null, listed: null, ...change });
  return question;
}

/** Numbers of another run are not left standing. Returns the function that ends it. Call once. */
export function watchRun(): () => void {
  return useTraining.subscribe(({ run }, before) => {
    if (run === before.run || !getState().shown) return;
    if (isGone(run)) ask({ answer: { state: "outdated" } });
  });
}
