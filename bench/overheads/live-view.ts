import type { Dataset, DatasetReference } from "../../engine/data/dataset.ts";
import { loadDataset } from "../../engine/host/datasets.ts";
import type { Project } from "../../engine/project/project.ts";
import { startInspecting } from "./inspecting.ts";
import { endless, sleep, threadSeconds, watchedSession } from "./probe-session.ts";

const pairs = 20;
const seconds = 1;

export interface LiveViewCost {
  /** Share of CPU time a step that pictures add: the median of the pairs, and the interval that holds 95 % of medians. */
  readonly median: number;
  readonly interval: readonly [number, number];
  readonly picturesPerSecond: number;
  /** Looks of all kinds that Inspect asked for, a second. */
  readonly looksPerSecond: number;
}

/** An epoch of a second or two ends in every other window: what it validates then would pass for a cost of steps. */
async function withoutValidation(reference: DatasetReference): Promise<Dataset> {
  const dataset = await loadDataset(reference);
  return { ...dataset, split: { ...dataset.split, validation: dataset.split.validation.subarray(0, 1) } };
}

/**
 * What watching costs: CPU time of the training thread a step, watched and not watched at all, in turn, 20 pairs. The
 * viewer is another thread, as in the app; its own work is not the engine's and is not counted.
 * @param node a layer that Inspect is open on, with every view that it has; null for the canvas' pictures alone.
 * @throws Error when the run ends by itself.
 */
export async function liveViewCost(project: Project, node: string | null): Promise<LiveViewCost> {
  const watched = await watchedSession(endless(project), 1, withoutValidation);
  const { session, state, end } = watched;
  let pictures = 0;
  let looks = 0;
  const window = async (enabled: boolean): Promise<number> => {
    session.setPictures({ enabled });
    const endInspecting = enabled && node !== null ? startInspecting(watched, node) : () => 0;
    const [steps, cpu, shown] = [state.steps, threadSeconds(), state.pictures];
    session.resume({ until: "end" });
    await sleep(seconds);
    looks += endInspecting();
    session.pause(); // sends the last progress, which sets the steps
    if (state.failure) throw new Error(`The run ended by itself: ${state.failure}`);
    pictures += state.pictures - shown;
    return (threadSeconds() - cpu) / (state.steps - steps);
  };
  await window(true); // warm-up
  pictures = 0;
  looks = 0;
  const costs: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    // The order alternates, so that a drift of the machine meets both alike.
    const first = await window(pair % 2 === 0);
    const second = await window(pair % 2 !== 0);
    costs.push(pair % 2 === 0 ? first / second - 1 : second / first - 1);
  }
  session.reset();
  await end();
  costs.sort((a, b) => a - b);
  const at = (index: number) => costs[index] ?? Number.NaN;
  // Ranks 6 and 15 of 20: the sign test's 95 % interval of a median.
  return {
    median: (at(9) + at(10)) / 2,
    interval: [at(5), at(14)],
    picturesPerSecond: pictures / (pairs * seconds),
    looksPerSecond: looks / (pairs * seconds),
  };
}
