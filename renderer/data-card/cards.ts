import { useEffect } from "react";
import { create } from "zustand";
import type { Trouble } from "../../app/contract/desktop.ts";
import type { DatasetReference } from "../../engine/data/dataset.ts";
import { describeReference } from "../../engine/data/describe.ts";
import type { DataCard } from "../../engine/protocol.ts";
import { say, translate } from "../../engine/words/say.ts";
import { answerOf, desktopBridge } from "../desktop.ts";
import { beginsWith } from "../document/actions.ts";
import type { StepLabel } from "../document/command.ts";
import { run, setDataContext, useDocument } from "../document/store.ts";

export type CardState =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly card: DataCard }
  | { readonly state: "refused"; readonly trouble: Trouble };

/** Every data set that was asked for in this window, by its reference. */
const useCards = create<{ readonly cards: ReadonlyMap<string, CardState> }>()(() => ({ cards: new Map() }));

function keyOf(reference: DatasetReference): string {
  return JSON.stringify(Object.entries(reference).sort());
}

/** What the worker tells of a data set; asked for once. */
export function useDataCard(reference: DatasetReference | null): CardState | null {
  const key = reference === null ? null : keyOf(reference);
  // Another document may lie beside the data that the one before was refused.
  const generation = useDocument((state) => state.generation);
  const known = useCards(({ cards }) => (key === null ? undefined : cards.get(key)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the reference
  useEffect(() => {
    if (reference) void describe(reference);
  }, [key, generation]);
  return reference === null ? null : (known ?? { state: "loading" });
}

async function describe(reference: DatasetReference): Promise<void> {
  const key = keyOf(reference);
  const before = useCards.getState().cards.get(key);
  if (before && before.state !== "refused") return;
  keep(key, { state: "loading" });
  const answer = await answerOf(desktopBridge().describeData({ data: reference }));
  keep(
    key,
    answer.ok ? { state: "ready", card: answer.value } : { state: "refused", trouble: answer.trouble },
  );
}

function keep(key: string, card: CardState): void {
  useCards.setState(({ cards }) => ({ cards: new Map([...cards, [key, card]]) }));
}

/** Tries again after trouble. */
export function describeAgain(reference: DatasetReference): void {
  void describe(reference);
}

/**
 * Lets the check know what the chosen data set asks of the network, and how many examples it has once they are counted.
 * Call once; returns how to end it.
 */
export function followChosenData(): () => void {
  const tell = () => {
    const { data } = useDocument.getState().project;
    if (data === null) return setDataContext(null);
    const known = useCards.getState().cards.get(keyOf(data));
    const sizes = known?.state === "ready" ? known.card.sizes : undefined;
    setDataContext({ ...describeReference(data), ...(sizes ? { sizes } : {}) });
  };
  tell();
  const ends = [
    useDocument.subscribe((now, before) => {
      if (now.project.data !== before.project.data || now.generation !== before.generation) tell();
    }),
    useCards.subscribe(() => {
      const { project, data } = useDocument.getState();
      const counted = project.data && useCards.getState().cards.get(keyOf(project.data))?.state === "ready";
      if (counted && data?.sizes === undefined) tell();
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/**
 * Chooses a data set; the network's beginning takes its shape in the same step.
 * @param words for undo.
 */
export function chooseData(data: DatasetReference, words?: StepLabel): void {
  const { name: declared, inputShape } = describeReference(data);
  const { nodes } = useDocument.getState().project.graph;
  const edits = beginsWith(nodes, inputShape);
  run({
    command: "set-data",
    label: words ?? (() => say("use {name}", { name: translate(declared) })),
    data,
    edits,
  });
}
