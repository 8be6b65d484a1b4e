import { create } from "zustand";
import type { Answer, Trouble } from "../../../app/contract/desktop.ts";
import {
  type DreamSettings,
  dreamFields,
  type OcclusionSettings,
  occlusionFields,
} from "../../../engine/inspect/seek-settings.ts";
import { defaultValues } from "../../../engine/layers/fields.ts";
import type { Dream, OcclusionMap, StrongestInputs } from "../../../engine/protocol.ts";
import { answerOf, desktopBridge } from "../../desktop.ts";
import { useInspect } from "../inspect-store.ts";
import { useTraining } from "../store.ts";

export type Question = "strongest" | "dream" | "occlusion";

interface SeekStore {
  readonly question: Question;
  readonly isWorking: boolean;
  readonly strongest: StrongestInputs | null;
  readonly dream: Dream | null;
  readonly occlusion: OcclusionMap | null;
  readonly dreamSettings: DreamSettings;
  readonly occlusionSettings: OcclusionSettings;
  readonly trouble: Trouble | null;
}

/** "What does it look for": the question that is asked of a unit, and the last answers. */
export const useSeek = create<SeekStore>()(() => ({
  question: "strongest",
  isWorking: false,
  strongest: null,
  dream: null,
  occlusion: null,
  dreamSettings: defaultValues(dreamFields),
  occlusionSettings: defaultValues(occlusionFields),
  trouble: null,
}));

const { getState, setState } = useSeek;

/** The latest search: the answer to an older one no longer counts. */
let latest: object = {};

/** Asks the question that is chosen. */
export async function seek(node: string, unit: number): Promise<void> {
  const { question, dreamSettings, occlusionSettings } = getState();
  const { label } = useInspect.getState();
  const bridge = desktopBridge();
  const ask: Readonly<Record<Question, () => Promise<void>>> = {
    strongest: () =>
      search(bridge.strongestInputs({ node, unit, part: "test" }), (strongest) => ({ strongest })),
    dream: () => search(bridge.dream({ node, unit, settings: dreamSettings }), (dream) => ({ dream })),
    occlusion: () =>
      search(bridge.occlude({ label, settings: occlusionSettings }), (occlusion) => ({ occlusion })),
  };
  await ask[question]();
}

async function search<Value>(
  asked: Promise<Answer<Value | null>>,
  keep: (value: Value | null) => Partial<SeekStore>,
): Promise<void> {
  const mine = {};
  latest = mine;
  useTraining.setState({ seeking: null });
  setState({ isWorking: true, trouble: null, ...keep(null) });
  const answer = await answerOf(asked);
  if (latest !== mine) return;
  setState(
    answer.ok ? { isWorking: false, ...keep(answer.value) } : { isWorking: false, trouble: answer.trouble },
  );
}

export async function cancelSeeking(): Promise<void> {
  latest = {};
  setState({ isWorking: false });
  await answerOf(desktopBridge().cancelSeeking(null));
}

/** Answers of another layer, unit or class are not left standing. */
export function forget(): void {
  if (getState().isWorking) void cancelSeeking();
  setState({ strongest: null, dream: null, occlusion: null, trouble: null });
}
