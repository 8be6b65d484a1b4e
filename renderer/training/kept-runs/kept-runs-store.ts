import { create } from "zustand";
import type { Answer, KeptRun, Trouble } from "../../../app/contract/desktop.ts";
import type { CheckpointCard } from "../../../engine/protocol.ts";
import { answerOf, desktopBridge } from "../../desktop.ts";

interface KeptRunsStore {
  readonly shown: boolean;
  /** Newest first; null until they have been read. */
  readonly runs: readonly KeptRun[] | null;
  /** The run whose checkpoints are listed. */
  readonly opened: { readonly id: string; readonly cards: readonly CheckpointCard[] } | null;
  readonly trouble: Trouble | null;
}

/** The runs on the disk. */
export const useKeptRuns = create<KeptRunsStore>()(() => ({
  shown: false,
  runs: null,
  opened: null,
  trouble: null,
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

async function asked<Value>(call: Promise<Answer<Value>>): Promise<Value | null> {
  const answer = await answerOf(call);
  setState({ trouble: answer.ok ? null : answer.trouble });
  return answer.ok ? answer.value : null;
}
