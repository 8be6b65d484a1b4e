import { create } from "zustand";
import type { Trouble } from "../../../app/contract/desktop.ts";
import type { DatasetReference } from "../../../engine/data/dataset.ts";
import { describeReference } from "../../../engine/data/describe.ts";
import type { Preparation } from "../../../engine/data/preparation.ts";
import type { DataExamples, DataLook, DataPart } from "../../../engine/protocol.ts";
import { say, translate } from "../../../engine/words/say.ts";
import { answerOf, desktopBridge } from "../../desktop.ts";
import type { StepLabel } from "../../document/command.ts";
import { run, useDocument } from "../../document/store.ts";

export type PanelSection = "examples" | "balance" | "split" | "scaling" | "left-out";

/** What is asked for to be seen, and where it is. */
export interface ExampleChoice {
  readonly part: DataPart;
  readonly label: number | null;
  readonly from: number;
}

interface PanelStore {
  readonly shown: boolean;
  readonly section: PanelSection;
  readonly look: DataLook | null;
  readonly choice: ExampleChoice;
  readonly examples: DataExamples | null;
  readonly trouble: Trouble | null;
}

/** Examples on a page. */
export const pageSize = 60;

const first: ExampleChoice = { part: "train", label: null, from: 0 };

/** "Look at the data": what is on show in it. */
export const useDataPanel = create<PanelStore>()(() => ({
  shown: false,
  section: "examples",
  look: null,
  choice: first,
  examples: null,
  trouble: null,
}));

const { getState, setState } = useDataPanel;

export function openDataPanel(section: PanelSection = "examples"): void {
  setState({ shown: true, section, choice: first, look: null, examples: null, trouble: null });
}

export function closeDataPanel(): void {
  setState({ shown: false });
}

/** Asks anew: for the parts, and for the page of examples. An answer that is no longer wanted is dropped. */
export async function refresh(data: DatasetReference): Promise<void> {
  const { choice } = getState();
  const isWanted = () => getState().choice === choice && useDocument.getState().project.data === data;
  const look = await answerOf(desktopBridge().lookAtData({ data }));
  if (!isWanted()) return;
  if (!look.ok) return setState({ look: null, examples: null, trouble: look.trouble });
  setState({ look: look.value, trouble: null });
  const answer = await answerOf(desktopBridge().dataExamples({ data, ...choice, count: pageSize }));
  if (!isWanted()) return;
  setState(answer.ok ? { examples: answer.value } : { examples: null, trouble: answer.trouble });
}

/** Other examples; the first page of them unless it is said. */
export function choose(change: Partial<ExampleChoice>): void {
  setState({ choice: { ...getState().choice, from: 0, ...change } });
}

/** Another split or scaling of the project's data; undefined for what the set has of itself. */
export function setPreparation(
  words: StepLabel,
  change: { readonly [Part in keyof Preparation]: Preparation[Part] | undefined },
): void {
  const { data } = useDocument.getState().project;
  if (!data) return;
  const { preparation = {}, ...plain } = data;
  const entries = Object.entries({ ...preparation, ...change }).filter(([, value]) => value !== undefined);
  const prepared = entries.length > 0 ? { ...plain, preparation: Object.fromEntries(entries) } : plain;
  setState({ choice: { ...getState().choice, from: 0 } });
  run({
    command: "set-data",
    label: () => say("{words} of {name}", { words: words(), name: translate(describeReference(data).name) }),
    data: prepared,
  });
}
