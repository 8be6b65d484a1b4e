import { create } from "zustand";
import type { DesktopBridge } from "../../app/contract/calls.ts";
import type { Answer, Trouble } from "../../app/contract/desktop.ts";
import { ownHashes } from "../../engine/data/dataset.ts";
import type { Project } from "../../engine/project/project.ts";
import { learningRateOf, withLearningRate } from "../../engine/project/trained-part.ts";
import type { DataCard, MissingData, RunUntil, StartedRun } from "../../engine/protocol.ts";
import { numberFormat } from "../../engine/words/numbers.ts";
import { say } from "../../engine/words/say.ts";
import { answerOf, desktopBridge } from "../desktop.ts";
import { run as change, useDocument } from "../document/store.ts";
import { useSettings } from "../settings.ts";
import type { onTraining } from "../worker-events.ts";
import { followEvents, forgetNews, forgetPictures, showNews } from "./paced-events.ts";
import { canFollow, differsFromRun } from "./run-network.ts";
import { applyEvent, hasRun, isWorking, type TrainingState, untrained } from "./state.ts";

/** What the window itself knows of the run, besides what the worker tells. */
export interface RunRecord {
  /** The project that the run was started from: it keeps this network whatever is edited. */
  readonly network: Project | null;
  readonly started: StartedRun | null;
  /** The data set of the run: class names, and points to draw the probe among. */
  readonly card: DataCard | null;
  /** Why the data set of the run cannot be had; null for a run that has its data. */
  readonly missing: Trouble | null;
  /** A call is on its way; buttons wait. */
  readonly asking: boolean;
  /** The last call that was refused, in words. */
  readonly trouble: Trouble | null;
}

export interface TrainingStore extends TrainingState, RunRecord {}

const noRun: RunRecord = {
  network: null,
  started: null,
  card: null,
  missing: null,
  asking: false,
  trouble: null,
};

/** The run: fed by the worker's events and by the functions below. */
export const useTraining = create<TrainingStore>()(() => ({ ...untrained, ...noRun }));

const { getState, setState } = useTraining;

let bridge: DesktopBridge | null = null;
/** The latest start, reset or adoption: the answer to an older one no longer counts. */
let turn: object = {};

/**
 * Listens to the worker and to the document (a new learning rate acts at once). Returns the function that ends
 * it. Call once.
 */
export function connectTraining(desktop: DesktopBridge, listen: typeof onTraining): () => void {
  bridge = desktop;
  const endEvents = followEvents(
    {
      show: (events) => setState((state) => events.reduce<TrainingState>(applyEvent, state)),
      showPictures: (pictures) => setState({ pictures }),
      askForPictures: () => void bridge?.picturesShown(null),
    },
    listen,
  );
  const endDocument = useDocument.subscribe((now, before) => {
    // Found elsewhere, or read again where they were missed: their card says how many there are only then.
    const isRead = now.data?.sizes !== undefined && before.data?.sizes === undefined;
    if (getState().missing && (isRead || now.project.data !== before.project.data)) void lookForData();
    if (now.project === before.project) return;
    if (now.history.past.length + now.history.future.length === 0) forgetOtherDocument();
    else if (learningRateOf(now.project) !== learningRateOf(before.project)) sendLearningRate();
  });
  return () => {
    endEvents();
    endDocument();
    bridge = null;
  };
}

/** Gives the run the data that it misses, if they lie now where the document says and are those that it was trained on. */
export async function lookForData(): Promise<void> {
  const { missing, network } = getState();
  const { project } = useDocument.getState();
  const { data } = project;
  if (!missing || !network?.data || !data) return;
  if (String(ownHashes(data)) !== String(ownHashes(network.data))) return;
  const mine = newTurn();
  if ((await ask((desktop) => desktop.giveData({ data }))) === null || turn !== mine) return;
  setState({ network: project, card: null, missing: null });
  await describeRunData(project);
}

/** Another document was opened. An imported model's run is adopted right after that, so this waits for it. */
function forgetOtherDocument(): void {
  queueMicrotask(() => {
    const { network } = getState();
    if (network && differsFromRun(network, useDocument.getState().project)) void reset();
  });
}

function sendLearningRate(): void {
  const { run, network } = getState();
  const learningRate = learningRateOf(useDocument.getState().project);
  if (network && hasRun(run) && learningRate > 0)
    void ask((desktop) => desktop.setLearningRate({ learningRate }));
}

/**
 * Takes the run back to one of its checkpoints, where it rests: the document and the learning rate that stands in it
 * stay, so that going on from there may be a branch of its own.
 */
export async function goBackTo(file: string): Promise<boolean> {
  const { network } = getState();
  const mine = newTurn();
  const answer = await answerTo((desktop) => desktop.openCheckpoint({ file }));
  if (turn !== mine) return false;
  if (!answer.ok) {
    refuseCheckpoint(answer.trouble);
    return false;
  }
  adoptReopened(answer.value, network ?? answer.value.project);
  if (learningRateOf(useDocument.getState().project) !== learningRateOf(answer.value.project))
    sendLearningRate();
  return true;
}

/** After numbers that ran away: back to the last checkpoint, and on with a smaller learning rate. */
export async function goBackWith(learningRate: number): Promise<void> {
  const last = getState().checkpoints.at(-1);
  if (!last) return;
  setLearningRate(learningRate);
  if (await goBackTo(last.file)) await resume();
}

/** The worker now holds a run as a checkpoint left it. Its curves and pictures may be here already. */
export function adoptReopened(
  started: StartedRun & { readonly missing: MissingData | null },
  project: Project,
): void {
  turn = {};
  showNews();
  setState({ ...noRun, network: project, started, ...dataOf(project, started.missing) });
  if (!started.missing) void describeRunData(project);
}

/** What is known of a run's data as it is taken over. */
function dataOf(project: Project, missing: MissingData | null): Pick<RunRecord, "card" | "missing"> {
  return { card: missing?.card ?? knownCard(project), missing: missing?.trouble ?? null };
}

/** Where the run before is already gone, nothing of it is left standing. */
function refuseCheckpoint(trouble: Trouble): void {
  setState(getState().run === "idle" ? { ...untrained, ...noRun, trouble } : { trouble });
}

/** Starts a run from the document as it is now. */
export async function train(until: RunUntil = "end"): Promise<void> {
  const { project } = useDocument.getState();
  const mine = newTurn();
  setState({ ...untrained, ...noRun, run: "loading", network: project, card: knownCard(project) });
  const { threads } = useSettings.getState();
  const answer = await answerTo((desktop) =>
    desktop.startTraining({ project, until, ...(threads === 0 ? {} : { threads }) }),
  );
  // Stopped or started again while it was loading: the refusal of the old start is no news.
  if (turn !== mine) return;
  if (!answer.ok) {
    setState({ run: "idle", network: null, trouble: answer.trouble });
    return;
  }
  setState({ started: answer.value });
  if (learningRateOf(useDocument.getState().project) !== learningRateOf(project)) sendLearningRate();
  await describeRunData(project);
}

function newTurn(): object {
  showNews();
  forgetPictures();
  turn = {};
  return turn;
}

export async function pause(): Promise<void> {
  await ask((desktop) => desktop.pauseTraining(null));
}

/** Goes on: to the end, or by one batch or epoch; with the training settings as the document has them now. */
export async function resume(until: RunUntil = "end"): Promise<void> {
  if (!(await followEdits())) return;
  await ask((desktop) => desktop.resumeTraining({ until }));
}

/** False when the run refused the settings: they are told, and it rests. */
async function followEdits(): Promise<boolean> {
  const { run, network } = getState();
  const { training } = useDocument.getState().project;
  if (run !== "paused" || !network || !canFollow(network, useDocument.getState().project)) return true;
  const answer = await ask((desktop) => desktop.changeTraining({ training }));
  if (answer !== null) setState({ network: { ...network, training } });
  return answer !== null;
}

/** One batch or epoch, of the run that is paused or of a new one. */
export async function step(until: "batch" | "epoch"): Promise<void> {
  const { run, network } = getState();
  const goesOn =
    run === "paused" ||
    (run === "stopped" && network && !differsFromRun(network, useDocument.getState().project));
  await (goesOn ? resume(until) : train(until));
}

/** Ends the run; while it is loading, forgets it. */
export async function stop(): Promise<void> {
  if (getState().run === "loading") await reset();
  else await ask((desktop) => desktop.stopTraining(null));
}

/** Forgets the run; the network is untrained again. */
export async function reset(): Promise<void> {
  const mine = newTurn();
  const state = await ask((desktop) => desktop.resetTraining(null));
  if (state === null || turn !== mine) return;
  forgetNews();
  setState({ ...untrained, ...noRun });
}

/** As many epochs again as the document asks for, with the weights as they are. */
export async function trainMore(): Promise<void> {
  const { epochs } = useDocument.getState().project.training;
  await ask((desktop) => desktop.extendTraining({ epochs }));
}

/** Sets the learning rate in the document (one step to undo) and goes on with the weights before the failed batch. */
export async function goOnWith(learningRate: number): Promise<void> {
  setLearningRate(learningRate);
  await resume();
}

/** Sets the learning rate in the document (one step to undo) and starts again from new weights of the same seed. */
export async function startAgainWith(learningRate: number): Promise<void> {
  setLearningRate(learningRate);
  await train();
}

function setLearningRate(learningRate: number): void {
  const values = withLearningRate(useDocument.getState().project, learningRate);
  change({
    command: "set-training",
    label: () =>
      say("set the learning rate to {rate}", {
        rate: numberFormat({ maximumSignificantDigits: 6 }).format(learningRate),
      }),
    values,
  });
}

/** Shows another image or point: a random one without an index. */
export async function chooseProbe(index?: number): Promise<void> {
  await ask((desktop) => desktop.chooseProbe(index === undefined ? {} : { index }));
}

/** The one key for it: Train, Pause, Resume or Train more, whichever the transport shows. */
export async function trainOrPause(): Promise<void> {
  const { run, network, missing } = getState();
  const { project, check } = useDocument.getState();
  if (run === "loading") return;
  if (missing) return setState({ trouble: missing });
  if (isWorking(run)) return pause();
  if (run === "paused") return resume();
  const isSame = network !== null && !differsFromRun(network, project);
  if (run === "finished" && isSame) return trainMore();
  if (run === "stopped" && isSame) return resume();
  if (check.canTrain) return train();
}

/** The worker now holds an imported model: its network is the run's. Pictures of it may be here already. */
export function adoptRun(project: Project, missing: MissingData | null): void {
  turn = {};
  showNews();
  const { run, pictures } = getState();
  // Without a data set there is nothing to run the network on, and the worker keeps no run.
  if (!project.data) return;
  setState({ ...untrained, ...noRun, run, pictures, network: project, ...dataOf(project, missing) });
  if (!missing) void describeRunData(project);
}

/** Hides the refusal of the last call. */
export function dismissTrouble(): void {
  setState({ trouble: null, checkpointTrouble: null });
}

/** Asks the main process; a refusal becomes `trouble`, and null the answer. */
async function ask<Value>(call: (desktop: DesktopBridge) => Promise<Answer<Value>>): Promise<Value | null> {
  const answer = await answerTo(call);
  setState({ trouble: answer.ok ? null : answer.trouble });
  return answer.ok ? answer.value : null;
}

async function answerTo<Value>(
  call: (desktop: DesktopBridge) => Promise<Answer<Value>>,
): Promise<Answer<Value>> {
  setState({ asking: true });
  const answer = await answerOf(call(bridge ?? desktopBridge()));
  setState({ asking: false });
  return answer;
}

let described: { readonly data: string; readonly card: DataCard } | null = null;

function knownCard(project: Project): DataCard | null {
  return described && described.data === JSON.stringify(project.data) ? described.card : null;
}

/** Class names and points for the probe. Without them the run goes on and the panel shows class numbers. */
async function describeRunData(project: Project): Promise<void> {
  const { data } = project;
  if (!bridge || !data || knownCard(project)) return;
  const answer = await bridge.describeData({ data });
  if (!answer.ok) return;
  described = { data: JSON.stringify(data), card: answer.value };
  if (getState().network === project) setState({ card: answer.value });
}
