import path from "node:path";
import { decodeFloats, encodeFloats } from "../../base64.ts";
import type { WorkerService } from "../../client.ts";
import type { Dataset, DatasetReference } from "../../data/dataset.ts";
import { foldOf } from "../../data/folds.ts";
import { limitDataset } from "../../data/split.ts";
import { standIn, traitsOf } from "../../data/stand-in.ts";
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
import { sizeOf } from "../../tensor.ts";
import { carryOver } from "../../training/carry-over.ts";
import type { TrainingSettings } from "../../training/settings.ts";
import { type Trouble, TroubleError } from "../../trouble.ts";
import { say } from "../../words/say.ts";
import { type CheckpointRecord, fingerprint, readCheckpoint } from "../checkpoint-file.ts";
import { RunKeeper } from "../run-keeper.ts";
import { refuseWhatDoesNotFit } from "../run-limits.ts";
import type { Missing, RunControl } from "./control.ts";
import { cardOf } from "./data-calls.ts";

type KeptChoices = Pick<CheckpointRecord, "project" | "folder" | "limit" | "fold">;
type OpenRequest = Parameters<WorkerCalls["openCheckpoint"]>[0];

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

    openCheckpoint: (request: OpenRequest): Promise<ReopenedRun> => reopen(control, request, (kept) => kept),

    giveData: async ({
      data,
      folder = null,
    }: {
      readonly data: DatasetReference;
      readonly folder?: string | null;
    }): Promise<RunState> => {
      await control.needRun().missing?.reopen(data, folder);
      return control.state;
    },

    settleCheckpoints: async (): Promise<RunState> => {
      await control.run?.keeper?.settle();
      return control.state;
    },

    resume: ({ until }: { readonly until: RunUntil }): RunState => {
      const { trainer } = control.needData();
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
      await control.begin(control.interrupt(), {
        ...run,
        project: changed,
        dataset: trainer.dataset,
        threads: team.size,
      });
      const { trainer: fresh } = control.needRun();
      const going = carryOver(left, project.training, training, fresh.memory);
      fresh.restore(going.state, going.numbers);
      keeper?.changeTraining(training);
      control.probe = probe;
      control.tried = tried;
      control.rest(state);
      return control.state;
    },

    setLearningRate: ({ learningRate }: { readonly learningRate: number }): RunState => {
      control.needRun().trainer.learningRate = learningRate;
      return control.state;
    },

    extend: ({ epochs }: { readonly epochs: number }): RunState => {
      const run = control.needData();
      run.trainer.extend(epochs);
      run.result = null;
      control.go("end");
      return control.state;
    },
  } satisfies Partial<WorkerService>;
}

/** @param located the record with its data where they lie now. */
async function reopen(
  control: RunControl,
  request: OpenRequest,
  located: (record: CheckpointRecord) => CheckpointRecord,
): Promise<ReopenedRun> {
  const { file, everySeconds, threads, epochs } = request;
  if (control.isLooping) control.halt("paused");
  await control.run?.keeper?.settle();
  const { record: kept, numbers } = await readCheckpoint(file);
  const record = located(kept);
  const place = { folder: path.dirname(file), everySeconds, projectFile: record.projectFile };
  await load(
    control,
    record,
    threads,
    async (dataset) => {
      await refuseOtherData(record, dataset);
      return keeperOf(control, record, dataset, place, record);
    },
    (trouble) => {
      const { traits, project: of } = record;
      if (!traits || !of.data) return null;
      const example = decodeFloats(traits.input, sizeOf(traits.inputShape));
      return {
        trouble,
        dataset: standIn(of.data, traits),
        examples: example ? [example] : [],
        reopen: async (data, folder) => {
          await control.shelf.open(data, folder); // when it is none, what is there stays
          await reopen(control, request, (again) => ({
            ...again,
            folder,
            project: { ...again.project, data },
          }));
        },
      };
    },
  );
  const { trainer, keeper, missing } = control.needRun();
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
  return {
    ...control.startedRun(),
    project,
    epoch,
    batch,
    projectFile,
    folder,
    missing: missing && { trouble: missing.trouble, card: cardOf(trainer.dataset) },
  };
}

function reset(control: RunControl): RunState {
  control.interrupt();
  control.setState("idle");
  return control.state;
}

/**
 * Loads the data of a run and makes the run; what it was doing before ends.
 * @param keeperFor what keeps the run on the disk; undefined for one that is kept nowhere.
 * @param instead what stands for data that cannot be had; null when nothing does.
 */
async function load(
  control: RunControl,
  { project, folder, limit, fold }: KeptChoices,
  threads: number | undefined,
  keeperFor: (dataset: Dataset) => Promise<RunKeeper> | undefined,
  instead?: (trouble: Trouble) => (Missing & { readonly dataset: Dataset }) | null,
): Promise<void> {
  const { data } = project;
  if (!data)
    throw new TroubleError({
      title: say("No data set is chosen"),
      reason: say("A run needs examples to learn from."),
      next: say("Choose a data set, then train."),
    });
  // Trained weights without data must not be lost to a start that has none either.
  if (control.run?.missing && !instead) await control.shelf.open(data, folder);
  const turn = control.interrupt();
  control.setState("loading");
  try {
    const whole = await control.shelf.open(data, folder).catch((error: unknown) => {
      const missing = error instanceof TroubleError ? instead?.(error.trouble) : null;
      if (missing) return missing;
      throw error;
    });
    control.checkTurn(turn);
    if ("trouble" in whole)
      return await control.begin(turn, { project, folder, dataset: whole.dataset, threads, missing: whole });
    const chosen = fold === null ? whole : foldOf(whole, fold, project.training.seed);
    const dataset = limit === null ? chosen : limitDataset(chosen, limit);
    const keeper = (await keeperFor(dataset)) ?? null;
    await control.begin(turn, { project, folder, dataset, threads, keeper });
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
  const { inputs, ...traits } = traitsOf(dataset);
  const input = encodeFloats(inputs.subarray(0, sizeOf(dataset.inputShape)));
  const kept = { ...run, traits: { ...traits, input } };
  return RunKeeper.open({ ...place, run: kept, dataHash: fingerprint(dataset), emit, clock }, from);
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
