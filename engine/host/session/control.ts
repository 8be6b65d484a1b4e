import { setImmediate } from "node:timers/promises";
import type { Dataset, DatasetReference } from "../../data/dataset.ts";
import { describeReference } from "../../data/describe.ts";
import { examplesOf } from "../../data/split.ts";
import { runProbe } from "../../inspect/pictures.ts";
import type { SeekProgress } from "../../inspect/seek.ts";
import type { Kernels } from "../../kernels/kernels.ts";
import type { Project } from "../../project/project.ts";
import type { RunResult, RunState, RunUntil, StartedRun, WorkerEvent } from "../../protocol.ts";
import type { Maths } from "../../training/maths.ts";
import { Trainer } from "../../training/trainer.ts";
import { type Trouble, TroubleError } from "../../trouble.ts";
import { say } from "../../words/say.ts";
import { DatasetShelf } from "../dataset-shelf.ts";
import type { ReadOptions } from "../read-content.ts";
import { estimateRun } from "../run-estimate.ts";
import type { RunKeeper } from "../run-keeper.ts";
import { refuseWhatDoesNotFit, worthwhileThreads } from "../run-limits.ts";
import { Telemetry } from "../telemetry.ts";
import type { RunTeam } from "../threads.ts";

export interface SessionParts {
  readonly load: (
    reference: DatasetReference,
    folder: string | null,
    options: ReadOptions,
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

/** What is known of the data of a run that cannot be had. */
export interface Missing {
  readonly trouble: Trouble;
  /** Examples as the network sees them, in place of the set's: one of them is the probe. */
  readonly examples: readonly Float32Array[];
  /** Makes the run anew with its data, where they were found. @throws TroubleError when they are none or others. */
  readonly reopen: (data: DatasetReference, folder: string | null) => Promise<void>;
}

export interface Run {
  readonly project: Project;
  /** From where the project names its own data. */
  readonly folder: string | null;
  readonly trainer: Trainer;
  readonly team: RunTeam;
  /** Keeps it on the disk; null for a run that is kept nowhere. */
  readonly keeper: RunKeeper | null;
  /** Null for a run that has its data. */
  readonly missing: Missing | null;
  result: RunResult | null;
}

/** What a run is made of. Nothing is kept, and nothing missing, where that is not said. */
export interface NewRun extends Pick<Run, "project" | "folder">, Partial<Pick<Run, "keeper" | "missing">> {
  readonly dataset: Dataset;
  /** As many as the session's default where left out. */
  readonly threads?: number | undefined;
}

/** Seconds between two words on how far a judgement is. */
const judgingInterval = 0.1;
/** How long the loop works before it looks for messages, in seconds: a request waits no longer than this. */
const slice = 0.008;
/** For how long small batches are trained without a look at anything else, in seconds. */
const stretch = 0.001;
/** The states in which the weights stay as they are and the threads wait for work. */
const resting: readonly RunState[] = ["paused", "stopped", "finished", "diverged"];

/**
 * The one run of a worker, its loop and its telemetry: what all calls of a session act on. Events are bounded in rate, and
 * pictures wait until the viewer has shown the last ones.
 */
export class RunControl {
  readonly parts: SessionParts;
  readonly shelf: DatasetShelf;
  readonly telemetry: Telemetry;
  run: Run | null = null;
  state: RunState = "idle";
  /** The example that pictures are of, and what is tried in its place. */
  probe = 0;
  tried: Float32Array | null = null;
  /** The loop was asked to pause before it began. */
  pauseWhenLoaded = false;
  /** What the loop is at; the window hears of it with the next progress, however often it changes. */
  private phase: RunState = "training";
  until: RunUntil = "end";
  /** The loop at work; null stops it. A loop that is not this one ends when it wakes up. */
  private loop: object | null = null;
  /** The latest start or import: an older one that is still loading gives up. */
  private latest: object = {};
  /** The judgement or projection at work; one that is not this one ends when it wakes up. */
  private judging: object | null = null;
  /** The search under way. */
  private seeking: object | null = null;

  constructor(parts: SessionParts) {
    const { load, emit, clock } = parts;
    this.parts = parts;
    this.telemetry = new Telemetry(emit, clock);
    this.shelf = new DatasetShelf((reference, folder, options) =>
      load(
        reference,
        folder,
        options ?? {
          onProgress: (done, total) =>
            emit({ event: "loading", what: describeReference(reference).name, done, total }),
        },
      ),
    );
  }

  get isLooping(): boolean {
    return this.loop !== null;
  }

  /** Makes a run, untrained. @throws TroubleError when it does not fit, or something else was begun meanwhile. */
  async begin(
    turn: object,
    { project, folder, dataset, threads, keeper = null, missing = null }: NewRun,
  ): Promise<void> {
    const { clock, newTeam, defaultThreads } = this.parts;
    const { graph, training: settings } = project;
    const size = worthwhileThreads(graph, settings.batchSize, threads ?? defaultThreads);
    const team = await newTeam(size, settings.maths ?? "reproducible");
    this.checkTurn(turn);
    refuseWhatDoesNotFit({ project, dataset, team, keeper });
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
    this.run = { project, folder, trainer, team, keeper, missing, result: null };
    this.telemetry.restart();
    this.probe = examplesOf(dataset, "validation")[0] ?? 0;
    this.tried = missing?.examples[0] ?? null;
  }

  startedRun(): StartedRun {
    const run = this.needRun();
    const { project, trainer, team } = run;
    return {
      parameters: trainer.memory.plan.parameterCount,
      epochs: trainer.epochs,
      batchesPerEpoch: trainer.batchesPerEpoch,
      trainingExamples: trainer.dataset.split.train.length,
      memory: estimateRun({ ...run, dataset: trainer.dataset }, project.training.batchSize),
      threads: team.size,
    };
  }

  private fail(error: unknown): void {
    this.loop = null;
    this.judging = null;
    this.setState("failed");
    this.parts.emit({ event: "failed", message: error instanceof Error ? error.message : String(error) });
  }

  needRun(): Run {
    if (this.run) return this.run;
    throw new TroubleError({
      title: say("Nothing has been trained yet"),
      reason: say("There is no run to act on."),
      next: say("Press Train first."),
    });
  }

  /** The run, after the probe went through it with the weights as they are. */
  probed(): Run {
    const run = this.needRun();
    runProbe(run.trainer.memory, run.trainer.dataset, this.tried ?? this.probe);
    return run;
  }

  /** The run with its data set. @throws TroubleError where that is missing. */
  needData(): Run {
    const run = this.needRun();
    if (!run.missing) return run;
    const { title, reason } = run.missing.trouble;
    throw new TroubleError({
      title: say("This needs the data set, which is missing"),
      reason: `${title}. ${reason}`,
      next: say("Find the data, then try again. The trained weights are kept meanwhile."),
    });
  }

  needResting(): Run {
    const run = this.needData();
    if (resting.includes(this.state)) return run;
    throw new TroubleError({
      title: say("The network cannot be judged now"),
      reason: say("Only a network that rests can: training changes its weights with every batch."),
      next: say("Pause, then look again."),
    });
  }

  /** Marks the beginning of something that makes what loads now give up. */
  newTurn(): object {
    this.latest = {};
    return this.latest;
  }

  /** Ends whatever runs or loads. Returns the mark of the new turn. */
  interrupt(): object {
    this.loop = null;
    this.judging = null;
    this.seeking = null;
    this.run?.team.end();
    this.run = null;
    this.pauseWhenLoaded = false;
    return this.newTurn();
  }

  isCurrent(turn: object): boolean {
    return this.latest === turn;
  }

  /** @throws TroubleError when another turn has begun since. */
  checkTurn(turn: object): void {
    if (this.isCurrent(turn)) return;
    throw new TroubleError({
      title: say("This start was replaced"),
      reason: say("Something else was started, or the run was stopped, while the data set was loading."),
      next: say("Nothing needs to be done."),
    });
  }

  /** Does long work on the resting run in slices, and tells how far it is. Null when something else ended it. */
  look<Result>(
    work: Generator<number, Result, void>,
    tell: (done: number) => WorkerEvent,
  ): Promise<Result | null> {
    const mine = {};
    this.judging = mine;
    return this.inSlices(work, () => this.judging === mine, tell);
  }

  /** Does a long search on a memory of its own beside whatever runs, a slice at a time. Null when it was given up. */
  seek<Result>(work: Generator<SeekProgress, Result, void>): Promise<Result | null> {
    const mine = {};
    this.seeking = mine;
    return this.inSlices(
      work,
      () => this.seeking === mine,
      ({ done, total, values = null }) => ({ event: "seeking", done, total, values }),
    );
  }

  private async inSlices<Step, Result>(
    work: Generator<Step, Result, void>,
    isWanted: () => boolean,
    tell: (step: Step) => WorkerEvent,
  ): Promise<Result | null> {
    const { clock, emit } = this.parts;
    let told = clock();
    for (;;) {
      await setImmediate();
      if (!isWanted()) return null;
      const end = clock() + slice;
      let step = work.next();
      while (!step.done && clock() < end) step = work.next();
      if (step.done) return step.value;
      if (clock() - told < judgingInterval) continue;
      told = clock();
      emit(tell(step.value));
    }
  }

  endSeeking(): void {
    this.seeking = null;
  }

  endLook(): void {
    this.judging = null;
  }

  sendPictures(): void {
    if (this.run) this.telemetry.sendPictures(this.run.trainer, this.tried ?? this.probe, false);
  }

  setState(state: RunState): void {
    if (state === this.state) return;
    this.state = state;
    this.parts.emit({ event: "state", state });
  }

  /** Ends the loop, and keeps the run as it is where it can go on from. */
  halt(state: "paused" | "stopped" | "finished" | "diverged"): void {
    const { run } = this;
    if (run && state !== "diverged") run.keeper?.save(run.trainer, state, run.result);
    this.rest(state);
  }

  rest(state: RunState): void {
    this.loop = null;
    if (this.run) this.telemetry.sendProgress(this.run.trainer);
    // The last pictures of a pause always go out: nothing newer will replace them.
    this.telemetry.viewerIsReady();
    this.sendPictures();
    this.setState(state);
  }

  go(until: RunUntil): void {
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
    const event = run.trainer.advance(this.until === "batch" ? 0 : stretch);
    if (!event) {
      this.halt("finished");
      return;
    }
    const addPoint = (at: number, loss: number, accuracy: number) => {
      this.telemetry.addPoint({ at, loss, accuracy });
      run.keeper?.addPoint({ at, loss, accuracy });
    };
    switch (event.kind) {
      case "batch":
        addPoint(event.at, event.loss, event.accuracy);
        this.phase = "training";
        if (this.until === "batch") this.halt("paused");
        return;
      case "batches":
        for (let point = 0; point < event.curve.length; point += 3)
          addPoint(event.curve[point] ?? 0, event.curve[point + 1] ?? 0, event.curve[point + 2] ?? 0);
        this.phase = "training";
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
