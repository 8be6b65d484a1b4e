import type { Trouble } from "../../app/contract/desktop.ts";
import type {
  CheckpointCard,
  Divergence,
  EpochResult,
  Pictures,
  Progress,
  RunResult,
  RunState,
  WorkerEvent,
} from "../../engine/protocol.ts";
import { append, appendAll, beginningOf, type Curve, emptyCurve, endOf } from "./curve.ts";
import { addNorms, type GradientHistory, heldPoints, nextTop, usualTop } from "./gradients.ts";
import { keepFor } from "./smoothing.ts";

/** All that the worker has told about the run, as the charts and pictures need it. */
export interface TrainingState {
  readonly run: RunState;
  readonly loading: { readonly what: string; readonly done: number; readonly total: number } | null;
  readonly progress: Progress | null;
  readonly loss: Curve;
  readonly accuracy: Curve;
  /** One point for each finished epoch. */
  readonly validation: {
    readonly loss: Curve;
    readonly accuracy: Curve;
    /** Of the first number to predict, in its own units. */
    readonly mae: Curve;
    readonly rmse: Curve;
  };
  readonly lastEpoch: EpochResult | null;
  /** Norms of the last batch. */
  readonly norms: Readonly<Record<string, number>>;
  readonly gradients: GradientHistory;
  /** How far the updates moved each layer's weights, against their size. */
  readonly ratios: GradientHistory;
  readonly learningRate: Curve;
  /** Top of the scale of all gradient bars, as a power of ten. */
  readonly gradientTop: number;
  readonly pictures: Pictures | null;
  /** How far the judgement is that was asked for last, in examples. */
  readonly judging: { readonly done: number; readonly total: number } | null;
  /** How far the search for what a unit looks for is, and what it has grown. */
  readonly seeking: {
    readonly done: number;
    readonly total: number;
    readonly values: Float32Array | null;
  } | null;
  /** Of the run, oldest first. */
  readonly checkpoints: readonly CheckpointCard[];
  /** Why the last one could not be saved. */
  readonly checkpointTrouble: Trouble | null;
  readonly divergence: Divergence | null;
  readonly result: RunResult | null;
  readonly failure: string | null;
}

/** The states in which the worker is at work. */
const working: readonly RunState[] = ["loading", "training", "validating", "testing"];
/** The states in which the worker holds a network that can go on. */
const resting: readonly RunState[] = ["paused", "finished", "stopped", "diverged"];

export function isWorking(run: RunState): boolean {
  return working.includes(run);
}

/** Whether the run is under way: at work, or paused with its network kept. */
export function isUnderWay(run: RunState): boolean {
  return isWorking(run) || run === "paused";
}

/** Whether there is a network in the worker: one that takes a new learning rate and shows another probe. */
export function hasRun(run: RunState): boolean {
  return (isWorking(run) && run !== "loading") || isResting(run);
}

/** Whether the worker holds a network whose weights stay as they are until somebody asks for more. */
export function isResting(run: RunState): boolean {
  return resting.includes(run);
}

/** Whether the network that was there is given up for another one, or for none. */
export function isGone(run: RunState): boolean {
  return run === "loading" || run === "idle" || run === "failed";
}

/** Nothing trained yet. */
export const untrained: TrainingState = {
  run: "idle",
  loading: null,
  progress: null,
  loss: emptyCurve(),
  accuracy: emptyCurve(),
  validation: { loss: emptyCurve(), accuracy: emptyCurve(), mae: emptyCurve(), rmse: emptyCurve() },
  lastEpoch: null,
  norms: {},
  gradients: {},
  ratios: {},
  learningRate: emptyCurve(0, heldPoints),
  gradientTop: usualTop,
  pictures: null,
  judging: null,
  seeking: null,
  checkpoints: [],
  checkpointTrouble: null,
  divergence: null,
  result: null,
  failure: null,
};

/** All but pictures, which are taken over when the window has time for them (`received-pictures.ts`). */
export type RunEvent = Exclude<WorkerEvent, { event: "pictures" }>;

/** The state after an event of the worker. */
export function applyEvent(state: TrainingState, event: RunEvent): TrainingState {
  switch (event.event) {
    case "state":
      return enter(state, event.state);
    case "loading":
      return { ...state, loading: { what: event.what, done: event.done, total: event.total } };
    case "importing":
      return state;
    case "progress":
      return advance(state, event);
    case "epochs":
      return { ...state, ...validated(state, event.results) };
    case "seeking":
      return { ...state, seeking: { done: event.done, total: event.total, values: event.values } };
    case "judging":
      return { ...state, judging: { done: event.done, total: event.total } };
    case "checkpoints":
      return { ...state, checkpoints: event.cards, checkpointTrouble: null };
    case "checkpoint-failed":
      return { ...state, checkpointTrouble: event.trouble };
    case "finished":
      return { ...state, run: "finished", result: event.result };
    case "diverged":
      return { ...state, run: "diverged", divergence: event.divergence };
    case "failed":
      return { ...state, run: "failed", loading: null, failure: event.message };
  }
}

/** An epoch that comes again belongs to a new run, or to one that went back. */
function validated({ validation }: TrainingState, results: readonly EpochResult[]) {
  const at = results.map(({ epoch }) => epoch);
  const first = at[0] ?? Number.POSITIVE_INFINITY;
  const grown = (curve: Curve, value: (result: EpochResult) => number) =>
    appendAll(beginningOf(curve, first), at, results.map(value));
  return {
    validation: {
      loss: grown(validation.loss, ({ validationLoss }) => validationLoss),
      accuracy: grown(validation.accuracy, ({ validationAccuracy }) => validationAccuracy),
      mae: grown(validation.mae, ({ validationTargets: [first] = [] }) => first?.values.mae ?? Number.NaN),
      rmse: grown(validation.rmse, ({ validationTargets: [first] = [] }) => first?.values.rmse ?? Number.NaN),
    },
    lastEpoch: results.at(-1) ?? null,
  };
}

function enter(state: TrainingState, run: RunState): TrainingState {
  if (run === "idle") return untrained;
  // Another run: nothing of the one before is left standing.
  if (run === "loading") return state.run === "loading" ? state : { ...untrained, run };
  const entered = { ...state, run, loading: null };
  // At work again: how the run ended before no longer holds.
  return isWorking(run) ? { ...entered, result: null, divergence: null, failure: null } : entered;
}

const everyThird = (numbers: Float64Array, first: number): Float64Array =>
  numbers.filter((_, index) => index % 3 === first);

type ProgressEvent = Extract<WorkerEvent, { event: "progress" }>;

function advance(
  state: TrainingState,
  { progress, points, gradientNorms, updateRatios }: ProgressEvent,
): TrainingState {
  const places = everyThird(points, 0);
  const [first] = places;
  // A point before the last one belongs to a new run: messages of the old one may still have been under way.
  const isNew = first !== undefined && first <= endOf(state.loss);
  const keep = keepFor(progress.batches * progress.epochs);
  const isFirst = isNew || state.loss.length === 0;
  const grown = (curve: Curve, column: number) =>
    appendAll(isFirst ? emptyCurve(keep) : curve, places, everyThird(points, column));
  const at = places.at(-1) ?? progress.epoch - 1 + progress.batch / Math.max(1, progress.batches);
  const top = isNew ? usualTop : state.gradientTop;
  return {
    ...state,
    progress,
    loss: grown(state.loss, 1),
    accuracy: grown(state.accuracy, 2),
    validation: isNew ? untrained.validation : state.validation,
    lastEpoch: isNew ? null : state.lastEpoch,
    norms: gradientNorms,
    gradients: addNorms(isNew ? {} : state.gradients, at, gradientNorms),
    ratios: addNorms(isNew ? {} : state.ratios, at, updateRatios),
    learningRate: append(isNew ? untrained.learningRate : state.learningRate, at, progress.learningRate),
    gradientTop: nextTop(top, gradientNorms),
  };
}
