import { create } from "zustand";
import type { Answer, KeptRun, Trouble } from "../../../app/contract/desktop.ts";
import type { Project } from "../../../engine/project/project.ts";
import type { CheckpointCard } from "../../../engine/protocol.ts";
import { answerOf, desktopBridge } from "../../desktop.ts";
import { useDocument } from "../../document/store.ts";

interface KeptRunsStore {
  readonly shown: boolean;
  /** Newest first; null until they have been read. */
  readonly runs: readonly KeptRun[] | null;
  /** The run whose checkpoints are listed. */
  readonly opened: { readonly id: string; readonly cards: readonly CheckpointCard[] } | null;
  readonly trouble: Trouble | null;
  /** A run that trained the network of the project that was opened; null when there is none, or it is not wanted. */
  readonly offered: KeptRun | null;
}

/** The runs on the disk. */
export const useKeptRuns = create<KeptRunsStore>()(() => ({
  shown: false,
  runs: null,
  opened: null,
  trouble: null,
  offered: null,
}));

const { getState, setState } = useKeptRuns;

export async function openKeptRuns(): Promise<void> {
  setState({ shown: true, opened: null, trouble: null });
  await readKeptRuns();
}

export function closeKeptRuns(): void {
  setState({ shown: false, opened: null });
}

export async function readKeptRuns(): Promise<void> {
  const runs = await asked(desktopBridge().keptRuns(null));
  if (runs) setState({ runs });
}

/** Lists the checkpoints of a run, or hides them again. */
export async function toggleCheckpoints(id: string): Promise<void> {
  if (getState().opened?.id === id) {
    setState({ opened: null });
    return;
  }
  const cards = await asked(desktopBridge().checkpointsOf({ id }));
  if (cards) setState({ opened: { id, cards } });
}

export async function forgetRun(id: string): Promise<void> {
  const runs = await asked(desktopBridge().forgetRun({ id }));
  if (runs) setState({ runs, opened: null });
}

/** Offers the run that trained the network of a project, if one is kept. */
export async function offerRunOf(project: Project): Promise<void> {
  const answer = await answerOf(desktopBridge().keptRunOf({ project }));
  // Nobody asked for it: a folder that cannot be read is told where kept runs are looked for.
  if (answer.ok && useDocument.getState().project === project) setState({ offered: answer.value });
}

export function withdrawOffer(): void {
  setState({ offered: null });
}

async function asked<Value>(call: Promise<Answer<Value>>): Promise<Value | null> {
  const answer = await answerOf(call);
  setState({ trouble: answer.ok ? null : answer.trouble });
  return answer.ok ? answer.value : null;
}
