import path from "node:path";
import type { WorkerService } from "../../client.ts";
import type { Dataset } from "../../data/dataset.ts";
import { foldOf } from "../../data/folds.ts";
import { limitDataset } from "../../data/split.ts";
import { fixedPart, withLearningRate } from "../../project/trained-part.ts";
import type {
  CheckpointPlace,
  ReopenedRun,
  RunState,
  RunUntil,
  StartedRun,
  StartRequest,
  WorkerCalls,
} from "../../protocol.ts";
import { carryOver } from "../../training/carry-over.ts";
import type { TrainingSettings } from "../../training/settings.ts";
import { TroubleError } from "../../trouble.ts";
import { say } from "../../words/say.ts";
import { type CheckpointRecord, fingerprint, readCheckpoint } from "../checkpoint-file.ts";
import { RunKeeper } from "../run-keeper.ts";
import { refuseWhatDoesNotFit } from "../run-limits.ts";
import type { RunControl } from "./control.ts";

type KeptChoices = Pick<CheckpointRecord, "project" | "folder" | "limit" | "fold">;

/** The calls that start a run and steer it. */
export function runCalls(control: RunControl) {
  return {
    start: async ({
      project,
      folder = null,
      until,
      limit,
      fold,
      threads,
      checkpoints,
    }: StartRequest): Promise<StartedRun> => {
      const kept = { project, folder, limit: limit ?? null, fold: fold ?? null };
      await load(
        control,
        kept,
        threads,
        (dataset) => checkpoints && keeperOf(control, kept, dataset, checkpoints),
      );
      if (control.pauseWhenLoaded) control.halt("paused");
      else control.go(until);
      return control.startedRun();
    },

    openCheckpoint: async ({
      file,
      everySeconds,
      threads,
      epochs,
    }: Parameters<WorkerCalls["openCheckpoint"]>[0]): Promise<ReopenedRun> => {
      if (control.isLooping) control.halt("paused");
      await control.run?.keeper?.settle();
      const { record, numbers } = await readCheckpoint(file);
      const place = { folder: path.dirname(file), everySeconds, projectFile: record.projectFile };
      await load(control, record, threads, async (dataset) => {
        await refuseOtherData(record, dataset);
        return keeperOf(control, record, dataset, place, record);
      });
      const { trainer, keeper } = control.needRun();
      const state = { ...record.trainer, epochs: Math.max(record.trainer.epochs, epochs ?? 0) };
      try {
        trainer.restore(state, numbers);
      } catch (error) {
        reset(control);
        throw ofAnotherVersion(file, error);
      }
      for (const point of record.points) control.telemetry.addPoint(point);
      for (const result of record.results) control.telemetry.addResult(result);
      keeper?.tell();
      const result = trainer.epochs === record.trainer.epochs ? record.result : null;
      control.needRun().result = result;
      control.rest(result ? "finished" : "paused");
      if (result) control.parts.emit({ event: "finished", result });
      const { epoch, batch, learningRate } = trainer;
      const project = { ...record.project, training: withLearningRate(record.project, learningRate) };
      const { projectFile, folder } = record;
      return { ...control.startedRun(), project, epoch, batch, projectFile, folder };
    },

    settleCheckpoints: async (): Promise<RunState> => {
      await control.run?.keeper?.settle();
      return control.state;
    },

    resume: ({ until }: { readonly until: RunUntil }): RunState => {
      const { trainer } = control.needRun();
      if (control.isLooping) control.until = until;
      else if (control.state !== "finished") {
        if (control.state !== "paused") trainer.retry();
        control.go(until);
      }
      return control.state;
    },

    pause: (): RunState => {
      if (control.isLooping) control.halt("paused");
      else if (control.state === "loading") control.pauseWhenLoaded = true;
      return control.state;
    },

    stop: (): RunState => {
      if (control.state === "loading") return reset(control);
      if (control.run && control.state !== "finished") control.halt("stopped");
      return control.state;
    },

    reset: (): RunState => reset(control),

    changeTraining: async ({ training }: { readonly training: TrainingSettings }): Promise<RunState> => {
      const run = control.needResting();
      const { project, trainer, team, keeper } = run;
      const changed = { ...project, training };
      if (fixedPart(changed) !== fixedPart(project)) throw otherRun();
      // Before anything is given up: another optimiser may need more memory.
      refuseWhatDoesNotFit({ ...run, project: changed, dataset: trainer.dataset });
      const [state, probe, tried] = [control.state, control.probe, control.tried];
      const left = { state: trainer.state, numbers: trainer.memory.snapshot() };
      // A new run on the same data, laid out for the new settings, that begins where the old one is.
      await control.begin(
        control.interrupt(),
        { ...run, project: changed },
        trainer.dataset,
        team.size,
        keeper,
      );
      const { trainer: fresh } = control.needRun();
      const going = carryOver(left, project.training, training, fresh.memory);
      fresh.restore(going.state, going.numbers);
      keeper?.changeTraining(training);
      Object.assign(control, { probe, tried });
      control.rest(state);
      return control.state;
    },

    setLearningRate: ({ learningRate }: { readonly learningRate: number }): RunState => {
      control.needRun().trainer.learningRate = learningRate;
      return control.state;
    },

    extend: ({ epochs }: { readonly epochs: number }): RunState => {
      const run = control.needRun();
      run.trainer.extend(epochs);
      run.result = null;
      control.go("end");
      return control.state;
    },
  } satisfies Partial<WorkerService>;
}

function reset(control: RunControl): RunState {
  control.interrupt();
  control.setState("idle");
  return control.state;
}

/** Loads the data of a run and makes the run; what it was doing before ends. */
async function load(
  control: RunControl,
  { project, folder, limit, fold }: KeptChoices,
  threads: number | undefined,
  keeperFor: (dataset: Dataset) => Promise<RunKeeper> | undefined,
): Promise<void> {
  if (!project.data)
    throw new TroubleError({
      title: say("No data set is chosen"),
      reason: say("A run needs examples to learn from."),
      next: say("Choose a data set, then train."),
    });
  const turn = control.interrupt();
  control.setState("loading");
  try {
    const whole = await control.shelf.open(project.data, folder);
    control.checkTurn(turn);
    const chosen = fold === null ? whole : foldOf(whole, fold, project.training.seed);
    const dataset = limit === null ? chosen : limitDataset(chosen, limit);
    const keeper = await keeperFor(dataset);
    await control.begin(turn, { project, folder }, dataset, threads, keeper);
  } catch (error) {
    if (control.isCurrent(turn)) control.setState("idle");
    throw error;
  }
}

function keeperOf(
  control: RunControl,
  run: KeptChoices,
  dataset: Dataset,
  place: CheckpointPlace,
  from?: CheckpointRecord,
): Promise<RunKeeper> {
  const { emit, clock } = control.parts;
  return RunKeeper.open({ ...place, run, dataHash: fingerprint(dataset), emit, clock }, from);
}

function otherRun(): TroubleError {
  return new TroubleError({
    title: say("This run cannot go on with these settings"),
    reason: say("Batch size, seed and maths are those that a run was begun with."),
    next: say("Train anew with them."),
  });
}

async function refuseOtherData({ dataHash }: CheckpointRecord, dataset: Dataset): Promise<void> {
  if ((await fingerprint(dataset)) === dataHash) return;
  throw new TroubleError({
    title: say("This run cannot go on"),
    reason: say("Its data set {name} has changed since.", { name: dataset.name }),
    next: say("Bring the data back as it was, or train anew."),
  });
}

function ofAnotherVersion(file: string, cause: unknown): TroubleError {
  return new TroubleError(
    {
      title: say("{name} cannot be opened", { name: path.basename(file) }),
      reason: say("It does not fit this version of Layerlab: {reason}", {
        reason: cause instanceof Error ? cause.message : String(cause),
      }),
      next: say("Train anew; the network itself is in the project."),
    },
    { cause },
  );
}
