import path from "node:path";
import { setImmediate } from "node:timers/promises";
import type { WorkerService } from "../client.ts";
import { gather } from "../data/batches.ts";
import type { Dataset, DatasetReference } from "../data/dataset.ts";
import { describeReference } from "../data/describe.ts";
import { foldOf } from "../data/folds.ts";
import { countPerClass, preview } from "../data/preview.ts";
import { limitDataset } from "../data/split.ts";
import { modelText, openModel } from "../export/model.ts";
import { type Projection, projectLayer } from "../inspect/hidden-space.ts";
import { judge } from "../inspect/judgement.ts";
import { lookAtLayer } from "../inspect/layer-look.ts";
import { runProbe } from "../inspect/pictures.ts";
import { triedValues } from "../inspect/tried.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Project } from "../project/project.ts";
import { withLearningRate } from "../project/trained-part.ts";
import type {
  CheckpointPlace,
  DataCard,
  Examples,
  HiddenSpace,
  ImportedModel,
  Judgement,
  LayerLook,
  ProbeChoice,
  ReopenedRun,
  RunResult,
  RunState,
  RunUntil,
  StartedRun,
  StartRequest,
  SurveyedTable,
  TriedInput,
  WorkerCalls,
  WorkerEvent,
} from "../protocol.ts";
import { Random } from "../random.ts";
import { sizeOf } from "../tensor.ts";
import type { Maths } from "../training/maths.ts";
import { Trainer } from "../training/trainer.ts";
import { TroubleError } from "../trouble.ts";
import { type CheckpointRecord, fingerprint, readCheckpoint } from "./checkpoint-file.ts";
import { DatasetShelf } from "./dataset-shelf.ts";
import { RunKeeper } from "./run-keeper.ts";
import { refuseWhatDoesNotFit, worthwhileThreads } from "./run-limits.ts";
import { Telemetry } from "./telemetry.ts";
import type { RunTeam } from "./threads.ts";

export interface SessionParts {
  readonly load: (
    reference: DatasetReference,
    folder: string | null,
    onProgress: (done: number, total: number) => void,
  ) => Promise<Dataset>;
  /** Threads, with this one as their leader, and kernels on a memory of their own. */
  readonly newTeam: (size: number, maths: Maths) => Promise<RunTeam>;
  /** Reproducible ones, for this thread and no run. */
  readonly newKernels: () => Kernels;
  readonly defaultThreads: number;
  readonly emit: (event: WorkerEvent, transfer?: readonly ArrayBuffer[]) => void;
  /** Seconds. */
  readonly clock: () => number;
}

interface Run {
  readonly project: Project;
  readonly trainer: Trainer;
  readonly team: RunTeam;
  /** Keeps it on the disk; null for a run that is kept nowhere. */
  readonly keeper: RunKeeper | null;
  result: RunResult | null;
}

type KeptChoices = Pick<CheckpointRecord, "project" | "folder" | "limit" | "fold">;

/** How long the loop works before it looks for messages, in seconds: a request waits no longer than this. */
const slice = 0.008;
/** The states in which the weights stay as they are and the threads wait for work. */
const judgedIn: readonly RunState[] = ["paused", "stopped", "finished", "diverged"];
/** Seconds between two words on how far a judgement is. */
const judgingInterval = 0.1;

/**
 * One worker's work: the data set, the run, and its telemetry. Calls are answered between batches. Events are
 * bounded in rate, and pictures wait until the viewer has shown the last ones.
 */
export class Session implements WorkerService {
  private readonly parts: SessionParts;
  private readonly shelf: DatasetShelf;
  private run: Run | null = null;
  private state: RunState = "idle";
  /** What the loop is at; the window hears of it with the next progress, however often it changes. */
  private phase: RunState = "training";
  private until: RunUntil = "end";
  /** The loop at work; null stops it. A loop that is not this one ends when it wakes up. */
  private loop: object | null = null;
  /** The latest start or import: an older one that is still loading gives up. */
  private latest: object = {};
  /** The judgement or projection at work; one that is not this one ends when it wakes up. */
  private judging: object | null = null;
  private pauseWhenLoaded = false;
  private readonly telemetry: Telemetry;
  private probe = 0;
  /** What is tried in its place. */
  private tried: Float32Array | null = null;
  private readonly probeChoices = Random.fromSeed(0, 77);

  constructor(parts: SessionParts) {
    const { load, emit, clock } = parts;
    this.parts = parts;
    this.telemetry = new Telemetry(emit, clock);
    this.shelf = new DatasetShelf((reference, folder) =>
      load(reference, folder, (done, total) =>
        emit({ event: "loading", what: describeReference(reference).name, done, total }),
      ),
    );
  }

  describeData = async ({
    data,
    folder = null,
  }: {
    readonly data: DatasetReference;
    readonly folder?: string | null;
  }): Promise<DataCard> => {
    const dataset = await this.shelf.open(data, folder);
    const { train, validation, test } = dataset.split;
    return {
      name: dataset.name,
      summary: dataset.summary,
      inputShape: dataset.inputShape,
      classNames: dataset.classNames,
      sizes: { train: train.length, validation: validation.length, test: test.length },
      perClass: countPerClass(dataset),
      examples: preview(dataset),
      source: dataset.provenance.source,
      licence: dataset.provenance.licence,
    };
  };

  surveyTable = async ({ file }: { readonly file: string }): Promise<SurveyedTable> => {
    const { surveyTable } = await import("./table-file.ts");
    return surveyTable(file);
  };

  start = async ({
    project,
    folder = null,
    until,
    limit,
    fold,
    threads,
    checkpoints,
  }: StartRequest): Promise<StartedRun> => {
    if (!project.data)
      throw new TroubleError({
        title: "No data set is chosen",
        reason: "A run needs examples to learn from.",
        next: "Choose a data set, then train.",
      });
    const kept = { project, folder, limit: limit ?? null, fold: fold ?? null };
    await this.load(kept, threads, (dataset) => checkpoints && this.keeperOf(kept, dataset, checkpoints));
    if (this.pauseWhenLoaded) this.halt("paused");
    else this.go(until);
    return this.startedRun();
  };

  openCheckpoint = async ({
    file,
    everySeconds,
    threads,
    epochs,
  }: Parameters<WorkerCalls["openCheckpoint"]>[0]): Promise<ReopenedRun> => {
    if (this.loop) this.halt("paused");
    await this.run?.keeper?.settle();
    const { record, numbers } = await readCheckpoint(file);
    const place = { folder: path.dirname(file), everySeconds, projectFile: record.projectFile };
    await this.load(record, threads, async (dataset) => {
      await refuseOtherData(record, dataset);
      return this.keeperOf(record, dataset, place, record);
    });
    const { trainer, keeper } = this.needRun();
    const state = { ...record.trainer, epochs: Math.max(record.trainer.epochs, epochs ?? 0) };
    try {
      trainer.restore(state, numbers);
    } catch (error) {
      this.reset();
      throw ofAnotherVersion(file, error);
    }
    for (const point of record.points) this.telemetry.addPoint(point);
    for (const result of record.results) this.telemetry.addResult(result);
    keeper?.tell();
    const result = trainer.epochs === record.trainer.epochs ? record.result : null;
    this.needRun().result = result;
    this.rest(result ? "finished" : "paused");
    if (result) this.parts.emit({ event: "finished", result });
    const { epoch, batch, learningRate } = trainer;
    const project = { ...record.project, training: withLearningRate(record.project, learningRate) };
    return { ...this.startedRun(), project, epoch, batch, projectFile: record.projectFile };
  };

  settleCheckpoints = async (): Promise<RunState> => {
    await this.run?.keeper?.settle();
    return this.state;
  };

  resume = ({ until }: { readonly until: RunUntil }): RunState => {
    const { trainer } = this.needRun();
    if (this.loop) this.until = until;
    else if (this.state !== "finished") {
      if (this.state !== "paused") trainer.retry();
      this.go(until);
    }
    return this.state;
  };

  pause = (): RunState => {
    if (this.loop) this.halt("paused");
    else if (this.state === "loading") this.pauseWhenLoaded = true;
    return this.state;
  };

  stop = (): RunState => {
    if (this.state === "loading") return this.reset();
    if (this.run && this.state !== "finished") this.halt("stopped");
    return this.state;
  };

  reset = (): RunState => {
    this.interrupt();
    this.setState("idle");
    return this.state;
  };

  setLearningRate = ({ learningRate }: { readonly learningRate: number }): RunState => {
    this.needRun().trainer.learningRate = learningRate;
    return this.state;
  };

  extend = ({ epochs }: { readonly epochs: number }): RunState => {
    const run = this.needRun();
    run.trainer.extend(epochs);
    run.result = null;
    this.go("end");
    return this.state;
  };

  chooseProbe = ({ index }: { readonly index?: number }): ProbeChoice => {
    const { dataset } = this.needRun().trainer;
    const examples = examplesOf(dataset, "validation");
    const chosen = index ?? examples[this.probeChoices.integerBelow(examples.length)] ?? 0;
    const label = dataset.labels[chosen];
    if (label === undefined) throw new RangeError(`${dataset.name} has no example ${chosen}.`);
    this.probe = chosen;
    this.tried = null;
    this.telemetry.viewerIsReady();
    if (!this.loop) this.sendPictures();
    return { index: chosen, label };
  };

  tryInput = ({ input }: { readonly input: TriedInput | null }): RunState => {
    this.tried = input && triedValues(this.needRun().trainer.dataset, input);
    this.telemetry.viewerIsReady();
    if (!this.loop) this.sendPictures();
    return this.state;
  };

  setPictures = ({ enabled }: { readonly enabled: boolean }): RunState => {
    this.telemetry.enablePictures(enabled);
    if (enabled && this.run && !this.loop) this.sendPictures();
    return this.state;
  };

  picturesShown = (): RunState => {
    this.telemetry.viewerIsReady();
    return this.state;
  };

  judge = async ({ part }: { readonly part: "validation" | "test" }): Promise<Judgement | null> => {
    const { memory, dataset } = this.needResting().trainer;
    const total = examplesOf(dataset, part).length;
    return this.look(judge(memory, dataset, part), (done) => ({ event: "judging", done, total }));
  };

  projectLayer = async (projection: Projection): Promise<HiddenSpace | null> => {
    const { memory, dataset } = this.needResting().trainer;
    return this.look(projectLayer(memory, dataset, projection), (share) => ({
      event: "judging",
      done: Math.round(100 * share),
      total: 100,
    }));
  };

  /** Does long work on the resting run in slices, and tells how far it is. Null when something else ended it. */
  private async look<Result>(
    work: Generator<number, Result, void>,
    tell: (done: number) => WorkerEvent,
  ): Promise<Result | null> {
    const mine = {};
    this.judging = mine;
    const { clock, emit } = this.parts;
    let told = clock();
    for (;;) {
      await setImmediate();
      if (this.judging !== mine) return null;
      const end = clock() + slice;
      let step = work.next();
      while (!step.done && clock() < end) step = work.next();
      if (step.done) return step.value;
      if (clock() - told < judgingInterval) continue;
      told = clock();
      emit(tell(step.value));
    }
  }

  cancelJudgement = (): RunState => {
    this.judging = null;
    return this.state;
  };

  examples = ({ indices }: { readonly indices: readonly number[] }): Examples => {
    const { dataset } = this.needRun().trainer;
    const unknown = indices.find((index) => dataset.labels[index] === undefined);
    if (unknown !== undefined) throw new RangeError(`${dataset.name} has no example ${unknown}.`);
    const values = new Float32Array(indices.length * sizeOf(dataset.inputShape));
    const labels = new Uint8Array(indices.length);
    gather(dataset, Uint32Array.from(indices), 0, indices.length, values, 0, labels);
    return { shape: dataset.inputShape, values, labels };
  };

  lookAtLayer = ({ node }: { readonly node: string }): LayerLook | null => {
    const { memory, dataset } = this.needRun().trainer;
    runProbe(memory, dataset, this.tried ?? this.probe);
    return lookAtLayer(memory, node);
  };

  exportModel = (): { readonly text: string; readonly weightsHash: string } => {
    const { project, trainer, result } = this.needRun();
    const { dataset, memory, lastValidation } = trainer;
    return modelText({
      project,
      kernels: this.parts.newKernels(),
      weights: memory.weights,
      inputShape: dataset.inputShape,
      classNames: dataset.classNames,
      preprocessing: dataset.preprocessing,
      metrics: {
        epochs: trainer.epoch,
        validationAccuracy: lastValidation?.accuracy ?? null,
        validationLoss: lastValidation?.loss ?? null,
        testAccuracy: result?.testAccuracy ?? null,
        testLoss: result?.testLoss ?? null,
      },
      testInputs: testInputs(dataset),
    });
  };

  importModel = async ({
    text,
    folder = null,
  }: {
    readonly text: string;
    readonly folder?: string | null;
  }): Promise<ImportedModel> => {
    const model = openModel(text, this.parts.newKernels());
    const { project, weights, file } = model;
    if (project.data) {
      const loading = {};
      this.latest = loading;
      const dataset = await this.shelf.open(project.data, folder);
      this.checkTurn(loading);
      await this.begin(this.interrupt(), project, dataset);
      this.needRun().trainer.memory.setWeights(weights);
      this.sendPictures();
      this.setState("stopped");
    }
    return {
      project,
      testVectors: model.testVectors,
      verified: model.verified,
      parameters: model.parameters,
      metrics: { testAccuracy: file.metrics.testAccuracy, testLoss: file.metrics.testLoss },
      classNames: file.classNames,
    };
  };

  /** Loads the data of a run and makes the run; what it was doing before ends. */
  private async load(
    { project, folder, limit, fold }: KeptChoices,
    threads: number | undefined,
    keeperFor: (dataset: Dataset) => Promise<RunKeeper> | undefined,
  ): Promise<void> {
    if (!project.data)
      throw new TroubleError({
        title: "No data set is chosen",
        reason: "A run needs examples to learn from.",
        next: "Choose a data set, then train.",
      });
    const turn = this.interrupt();
    this.setState("loading");
    try {
      const whole = await this.shelf.open(project.data, folder);
      this.checkTurn(turn);
      const chosen = fold === null ? whole : foldOf(whole, fold, project.training.seed);
      const dataset = limit === null ? chosen : limitDataset(chosen, limit);
      const keeper = await keeperFor(dataset);
      await this.begin(turn, project, dataset, threads, keeper);
    } catch (error) {
      if (this.latest === turn) this.setState("idle");
      throw error;
    }
  }

  private async begin(
    turn: object,
    project: Project,
    dataset: Dataset,
    threads?: number,
    keeper: RunKeeper | null = null,
  ): Promise<void> {
    const { clock, newTeam, defaultThreads } = this.parts;
    const { graph, training: settings } = project;
    const size = worthwhileThreads(graph, settings.batchSize, threads ?? defaultThreads);
    const team = await newTeam(size, settings.maths ?? "reproducible");
    this.checkTurn(turn);
    refuseWhatDoesNotFit(project, team.kernels, Math.min(settings.batchSize, dataset.split.train.length));
    const trainer = new Trainer({ graph, settings, dataset, kernels: team.kernels, crew: team, clock });
    const { batch, evaluationBatch: evaluation } = trainer.memory;
    try {
      await team.join({ graph, settings, batch, evaluation }, (error) => {
        if (this.run?.team === team) this.fail(error);
      });
      this.checkTurn(turn);
    } catch (error) {
      team.end();
      throw error;
    }
    this.run = { project, trainer, team, keeper, result: null };
    this.telemetry.restart();
    this.probe = examplesOf(dataset, "validation")[0] ?? 0;
    this.tried = null;
  }

  private keeperOf(
    run: KeptChoices,
    dataset: Dataset,
    place: CheckpointPlace,
    from?: CheckpointRecord,
  ): Promise<RunKeeper> {
    const { emit, clock } = this.parts;
    return RunKeeper.open({ ...place, run, dataHash: fingerprint(dataset), emit, clock }, from);
  }

  private startedRun(): StartedRun {
    const { trainer, team } = this.needRun();
    return {
      parameters: trainer.memory.plan.parameterCount,
      epochs: trainer.epochs,
      batchesPerEpoch: trainer.batchesPerEpoch,
      trainingExamples: trainer.dataset.split.train.length,
      memoryBytes: trainer.memory.bytes,
      threads: team.size,
    };
  }

  private fail(error: unknown): void {
    this.loop = null;
    this.judging = null;
    this.setState("failed");
    this.parts.emit({ event: "failed", message: error instanceof Error ? error.message : String(error) });
  }

  private needRun(): Run {
    if (this.run) return this.run;
    throw new TroubleError({
      title: "Nothing has been trained yet",
      reason: "There is no run to act on.",
      next: "Press Train first.",
    });
  }

  private needResting(): Run {
    const run = this.needRun();
    if (judgedIn.includes(this.state)) return run;
    throw new TroubleError({
      title: "The network cannot be judged now",
      reason: "Only a network that rests can: training changes its weights with every batch.",
      next: "Pause, then look again.",
    });
  }

  /** Ends whatever runs or loads. Returns the mark of the new turn. */
  private interrupt(): object {
    this.loop = null;
    this.judging = null;
    this.run?.team.end();
    this.run = null;
    this.pauseWhenLoaded = false;
    this.latest = {};
    return this.latest;
  }

  private checkTurn(turn: object): void {
    if (this.latest === turn) return;
    throw new TroubleError({
      title: "This start was replaced",
      reason: "Something else was started, or the run was stopped, while the data set was loading.",
      next: "Nothing needs to be done.",
    });
  }

  private sendPictures(): void {
    if (this.run) this.telemetry.sendPictures(this.run.trainer, this.tried ?? this.probe, false);
  }

  private setState(state: RunState): void {
    if (state === this.state) return;
    this.state = state;
    this.parts.emit({ event: "state", state });
  }

  /** Ends the loop, and keeps the run as it is where it can go on from. */
  private halt(state: "paused" | "stopped" | "finished" | "diverged"): void {
    const { run } = this;
    if (run && state !== "diverged") run.keeper?.save(run.trainer, state, run.result);
    this.rest(state);
  }

  private rest(state: RunState): void {
    this.loop = null;
    if (this.run) this.telemetry.sendProgress(this.run.trainer);
    // The last pictures of a pause always go out: nothing newer will replace them.
    this.telemetry.viewerIsReady();
    this.sendPictures();
    this.setState(state);
  }

  private go(until: RunUntil): void {
    this.judging = null;
    this.until = until;
    this.phase = "training";
    this.setState("training");
    if (this.loop) return;
    const loop = {};
    this.loop = loop;
    // A fault in the loop must reach the window: nobody awaits it.
    this.work(this.needRun(), loop).catch((error: unknown) => this.fail(error));
  }

  private async work(run: Run, loop: object): Promise<void> {
    const { clock } = this.parts;
    for (;;) {
      await setImmediate();
      if (this.loop !== loop) return;
      const end = clock() + slice;
      do this.advance(run);
      while (this.loop === loop && clock() < end);
      if (this.loop === loop) run.keeper?.saveWhenDue(run.trainer);
      if (this.loop === loop && this.telemetry.isDue) {
        this.setState(this.phase);
        this.telemetry.sendProgress(run.trainer);
        this.telemetry.sendPictures(run.trainer, this.tried ?? this.probe, true);
      }
    }
  }

  private advance(run: Run): void {
    const event = run.trainer.advance();
    if (!event) {
      this.halt("finished");
      return;
    }
    switch (event.kind) {
      case "batch":
        this.telemetry.addPoint({ at: event.at, loss: event.loss, accuracy: event.accuracy });
        run.keeper?.addPoint({ at: event.at, loss: event.loss, accuracy: event.accuracy });
        this.phase = "training";
        if (this.until === "batch") this.halt("paused");
        return;
      case "validating":
      case "testing":
        this.phase = event.kind;
        return;
      case "epoch":
        this.telemetry.addResult(event.result);
        run.keeper?.addResult(event.result);
        if (this.until === "epoch" && run.trainer.epoch < run.trainer.epochs) this.halt("paused");
        return;
      case "finished":
        run.result = event.result;
        this.halt("finished");
        this.parts.emit({ event: "finished", result: event.result });
        return;
      case "diverged":
        this.halt("diverged");
        this.parts.emit({ event: "diverged", divergence: event.divergence });
        return;
    }
  }
}

async function refuseOtherData({ dataHash }: CheckpointRecord, dataset: Dataset): Promise<void> {
  if ((await fingerprint(dataset)) === dataHash) return;
  throw new TroubleError({
    title: "This run cannot go on",
    reason: `Its data set ${dataset.name} has changed since.`,
    next: "Bring the data back as it was, or train anew.",
  });
}

function ofAnotherVersion(file: string, cause: unknown): TroubleError {
  return new TroubleError(
    {
      title: `${path.basename(file)} cannot be opened`,
      reason: `It does not fit this version of Layerlab: ${cause instanceof Error ? cause.message : cause}`,
      next: "Train anew; the network itself is in the project.",
    },
    { cause },
  );
}

/** Examples that an exported model carries as its proof. */
const testVectorCount = 4;

function testInputs(dataset: Dataset): Float32Array {
  const examples = examplesOf(dataset, "test");
  const count = Math.min(testVectorCount, examples.length);
  const inputs = new Float32Array(count * sizeOf(dataset.inputShape));
  gather(dataset, examples, 0, count, inputs, 0, new Uint8Array(count));
  return inputs;
}

/** A part of the examples; of a set too small to have it, those that it is trained on. */
function examplesOf({ split }: Dataset, part: "validation" | "test"): Uint32Array {
  return split[part].length > 0 ? split[part] : split.train;
}
