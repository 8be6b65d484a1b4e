import { create } from "zustand";
import { layerKind } from "../../../engine/layers/registry.ts";
import type { HiddenSpace, OfWeights, ProjectionMethod } from "../../../engine/protocol.ts";
import { answerOf, desktopBridge } from "../../desktop.ts";
import { useInspect } from "../inspect-store.ts";
import type { Look } from "../look-again.tsx";
import { isGone } from "../state.ts";
import { useTraining } from "../store.ts";

type Part = "validation" | "test";

export interface Question {
  readonly node: string;
  readonly method: ProjectionMethod;
  readonly part: Part;
}

interface HiddenSpaceStore {
  readonly shown: boolean;
  readonly question: Question;
  readonly answer: Look<OfWeights<HiddenSpace>>;
}

/** "Hidden space": whether it is on show, what was asked, and what the worker answered. */
export const useHiddenSpace = create<HiddenSpaceStore>()(() => ({
  shown: false,
  question: { node: "", method: "pca", part: "test" },
  answer: { state: "working" },
}));

const { getState, setState } = useHiddenSpace;

/** The latest question: the answer to an older one no longer counts. */
let latest: object = {};

/** Layers of the run that give something, from input to output. */
export function layersOfRun(): readonly { readonly id: string; readonly name: string }[] {
  const { network, pictures } = useTraining.getState();
  return (pictures?.nodes ?? []).flatMap(({ node }) => {
    const found = network?.graph.nodes.find(({ id }) => id === node);
    return found && layerKind(found.kind).hasOutput ? [{ id: found.id, name: found.name }] : [];
  });
}

/** Opens the panel on the wanted layer, else on the one that is being inspected, or on the last one before the answer. */
export function openHiddenSpace(wanted: string | null = null): void {
  const layers = layersOfRun();
  const wished = [wanted, useInspect.getState().node, getState().question.node];
  const node =
    wished.find((id) => layers.some((layer) => layer.id === id)) ?? layers.at(-2)?.id ?? layers[0]?.id;
  setState({ shown: true });
  void askAgain({ node: node ?? "" });
}

/** Asks with these changes. */
export async function askAgain(change: Partial<Question> = {}): Promise<void> {
  const mine = turn();
  const question = { ...getState().question, ...change };
  useTraining.setState({ judging: null });
  setState({ question, answer: { state: "working" } });
  const answer = await answerOf(desktopBridge().projectLayer(question));
  if (latest !== mine) return;
  if (!answer.ok) setState({ answer: { state: "refused", trouble: answer.trouble } });
  else setState({ answer: answer.value ? { state: "ready", value: answer.value } : { state: "outdated" } });
}

export async function cancelProjection(): Promise<void> {
  turn();
  setState({ answer: { state: "cancelled" } });
  await answerOf(desktopBridge().cancelJudgement(null));
}

export function closeHiddenSpace(): void {
  const isWaiting = getState().answer.state === "working";
  turn();
  setState({ shown: false });
  if (isWaiting) void answerOf(desktopBridge().cancelJudgement(null));
}

function turn(): object {
  latest = {};
  return latest;
}

/** A picture of another run is not left standing. Returns the function that ends it. */
export function followRun(): () => void {
  return useTraining.subscribe(({ run }, before) => {
    if (run === before.run || !getState().shown) return;
    if (!isGone(run)) return;
    turn();
    setState({ answer: { state: "outdated" } });
  });
}
