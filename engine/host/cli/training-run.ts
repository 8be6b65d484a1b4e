import { availableParallelism } from "node:os";
import path from "node:path";
import type { WorkerClient } from "../../client.ts";
import { taskOf } from "../../data/describe.ts";
import type { Task } from "../../layers/output/tasks.ts";
import type { Project } from "../../project/project.ts";
import type {
  Divergence,
  EpochResult,
  Progress,
  ReopenedRun,
  RunResult,
  StartedRun,
  WorkerEvent,
} from "../../protocol.ts";
import { augmentationWords } from "../../training/augmentations.ts";
import { type Trouble, TroubleError } from "../../trouble.ts";
import { writeWhole } from "../files.ts";
import type { RunningWorker } from "../worker-thread.ts";
import { lastCheckpoint } from "./last-checkpoint.ts";
import { errorWords, flatTargets, scoreFields, scoreWords, targetLines } from "./measure-words.ts";
import { bar, duration, whole } from "./numbers.ts";
import type { PlacedProject } from "./project-source.ts";
import { type ExitCode, exitCodes } from "./subcommand.ts";
import type { Terminal } from "./terminal.ts";
import { withWorker } from "./with-worker.ts";

export interface TrainingRunOptions {
  readonly threads?: number | undefined;
  /** Train on the first so many examples only. */
  readonly limit?: number | undefined;
  /** Where the model goes. */
  readonly out?: string | undefined;
  /** Folder in which the run is kept. */
  readonly checkpoints?: string | undefined;
  /** Seconds. */
  readonly checkpointEvery: number;
  /** Go on from the last checkpoint, if there is one. */
  readonly resume: boolean;
  readonly json: boolean;
}

type End =
  | { readonly how: "finished"; readonly result: RunResult }
  | { readonly how: "diverged"; readonly divergence: Divergence }
  | { readonly how: "failed"; readonly message: string }
  | { readonly how: "stopped" };

/** One run in the same worker thread that the window uses, told as lines. */
export class TrainingRun {
  private readonly project: Project;
  private readonly folder: string | null;
  private readonly options: TrainingRunOptions;
  private readonly terminal: Terminal;
  private progress: Progress | null = null;
  private loss: number | null = null;
  /** Epochs that were over when the run was taken up again: they have been told. */
  private epochsBefore = 0;
  private early: WorkerEvent[] | null = [];
  private finish: (end: End) => void = () => {};

  constructor({ project, folder }: PlacedProject, options: TrainingRunOptions, terminal: Terminal) {
    this.project = project;
    this.folder = folder;
    this.options = options;
    this.terminal = terminal;
  }

  async run(): Promise<ExitCode> {
    const ended = new Promise<End>((resolve) => {
      this.finish = resolve;
    });
    const listeners = {
      onEvent: (event: WorkerEvent) => this.hear(event),
      onDeath: ({ reason, next }: Trouble) => this.finish({ how: "failed", message: `${reason} ${next}` }),
      onInterrupt: () => this.finish({ how: "stopped" }),
    };
    return withWorker(this.terminal, listeners, async ({ client, ...worker }) => {
      if (!(await this.goOn(client))) this.begin(await client.call("start", this.request()));
      return this.conclude(await ended, { client, ...worker });
    });
  }

  private request() {
    const { limit, checkpoints, checkpointEvery: everySeconds } = this.options;
    return {
      project: this.project,
      folder: this.folder,
      until: "end" as const,
      ...(limit === undefined ? {} : { limit }),
      threads: this.threads,
      ...(checkpoints
        ? { checkpoints: { folder: path.resolve(checkpoints), everySeconds, projectFile: null } }
        : {}),
    };
  }

  private get task(): Task {
    return taskOf(this.project);
  }

  /** Nobody waits for a window here: every core may work. */
  private get threads(): number {
    return this.options.threads ?? availableParallelism();
  }

  /** Goes on from the last checkpoint; false when it should not, or when there is none. */
  private async goOn(client: WorkerClient): Promise<boolean> {
    const { checkpoints, resume, limit, checkpointEvery: everySeconds } = this.options;
    if (!checkpoints || !resume) return false;
    const file = await lastCheckpoint(
      checkpoints,
      { project: this.project, limit: limit ?? null },
      (trouble) => this.terminal.problem(`${trouble.title}. ${trouble.reason}`),
    );
    if (file === null) return false;
    const { threads } = this;
    const { epochs } = this.project.training;
    const run = await client.call("openCheckpoint", { file, everySeconds, threads, epochs });
    this.epochsBefore = run.epoch;
    this.begin(run, run);
    await client.call("resume", { until: "end" });
    return true;
  }

  private tellStart(run: StartedRun, from: ReopenedRun | null): void {
    const { name, training } = this.project;
    if (this.options.json)
      this.terminal.json({
        event: "start",
        name,
        parameters: run.parameters,
        trainingExamples: run.trainingExamples,
        epochs: run.epochs,
        batchSize: training.batchSize,
        seed: training.seed,
        maths: training.maths ?? "reproducible",
        ...(training.augmentation?.length ? { augmentation: training.augmentation } : {}),
        ...(from ? { resumedAfter: { epoch: from.epoch, batch: from.batch } } : {}),
      });
    else {
      this.terminal.line(
        `${name}: ${whole(run.parameters)} parameters, ${whole(run.trainingExamples)} training examples, seed ${training.seed}${training.maths === "fast" ? ", fast maths" : ""}`,
      );
      const { augmentation = [] } = training;
      if (augmentation.length > 0)
        this.terminal.line(`Training examples are changed at random: ${augmentationWords(augmentation)}.`);
      if (from) this.terminal.line(`Goes on in epoch ${from.epoch + 1} after batch ${from.batch}.`);
    }
  }

  /** The first epochs of a small network can be over before the answer to "start" is here: they wait for it. */
  private hear(event: WorkerEvent): void {
    if (this.early && event.event !== "loading") this.early.push(event);
    else this.tell(event);
  }

  private begin(run: StartedRun, from: ReopenedRun | null = null): void {
    this.tellStart(run, from);
    const early = this.early ?? [];
    this.early = null;
    for (const event of early) this.tell(event);
  }

  private tell(event: WorkerEvent): void {
    switch (event.event) {
      case "loading":
        if (!this.options.json)
          this.terminal.setStatus(`Reading ${event.what} ${bar(event.done / event.total, 20)}`);
        return;
      case "progress": {
        this.progress = event.progress;
        const { points } = event;
        const losses = points.filter((_, index) => index % 3 === 1);
        if (losses.length > 0) this.loss = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
        this.showProgress(event.progress);
        return;
      }
      case "epochs":
        for (const result of event.results) if (result.epoch > this.epochsBefore) this.tellEpoch(result);
        return;
      case "finished":
        this.finish({ how: "finished", result: event.result });
        return;
      case "diverged":
        this.finish({ how: "diverged", divergence: event.divergence });
        return;
      case "failed":
        this.finish({ how: "failed", message: event.message });
        return;
      case "checkpoint-failed": {
        const { title, reason } = event.trouble;
        this.terminal.problem(`${title}. ${reason}`);
        return;
      }
      case "state":
      case "pictures":
      case "checkpoints":
      case "importing":
        return;
    }
  }

  private showProgress(progress: Progress): void {
    if (this.options.json) return;
    const { epoch, epochs, batch, batches, imagesPerSecond, secondsLeft } = progress;
    const parts = [
      `Epoch ${epoch} of ${epochs} ${bar(batch / batches, 24)} batch ${batch}/${batches}`,
      this.loss === null ? null : `loss ${this.loss.toFixed(3)}`,
      secondsLeft === null ? null : `${duration(secondsLeft)} left`,
      imagesPerSecond === null ? null : `${whole(imagesPerSecond)} images/s`,
    ];
    this.terminal.setStatus(parts.filter((part) => part !== null).join(", "));
  }

  private tellEpoch(result: EpochResult): void {
    if (this.options.json) {
      this.terminal.json(epochEvent(this.task, result));
      return;
    }
    this.terminal.line(
      `Epoch ${result.epoch} of ${this.project.training.epochs}: training loss ${result.trainLoss.toFixed(4)}, ${scoreWords(this.task, result.trainAccuracy)}; validation loss ${result.validationLoss.toFixed(4)}, ${scoreWords(this.task, result.validationAccuracy)}${errorWords(result.validationTargets)}`,
    );
  }

  private async conclude(end: End, worker: RunningWorker): Promise<ExitCode> {
    const { json } = this.options;
    switch (end.how) {
      case "finished": {
        const { result } = end;
        if (!json && result.bestEpoch !== null)
          this.terminal.line(`Kept the weights of epoch ${result.bestEpoch}, the best of ${result.epochs}.`);
        if (!json)
          this.terminal.line(
            `Test ${scoreWords(this.task, result.testAccuracy)}, test loss ${result.testLoss.toFixed(4)}, in ${duration(result.seconds)} (${whole(result.imagesPerSecond)} images/s)`,
          );
        if (!json) for (const line of targetLines(result.testTargets ?? [])) this.terminal.line(line);
        await worker.client.call("settleCheckpoints");
        const saved = await this.save(worker);
        if (json) this.terminal.json(doneEvent(this.task, result));
        return saved ? exitCodes.done : exitCodes.failed;
      }
      case "stopped": {
        await worker.client.call("stop");
        await worker.client.call("settleCheckpoints");
        const { epoch = 1, batch = 0 } = this.progress ?? {};
        if (json) this.terminal.json({ event: "stopped", epoch, batch });
        this.terminal.problem(`Stopped in epoch ${epoch} after batch ${batch}.`);
        await this.save(worker);
        return exitCodes.interrupted;
      }
      case "diverged": {
        const { divergence } = end;
        if (json) this.terminal.json({ event: "diverged", ...divergence });
        this.terminal.problem(divergenceWords(divergence));
        return exitCodes.failed;
      }
      case "failed":
        if (json) this.terminal.json({ event: "failed", message: end.message });
        this.terminal.problem(`Training failed. ${end.message}`);
        return exitCodes.failed;
    }
  }

  /** Writes the model where `--out` says; false when that fails. */
  private async save(worker: RunningWorker): Promise<boolean> {
    const { out, json } = this.options;
    if (!out) {
      if (!json) this.terminal.line("The model was not kept. Add --out model.json to keep it.");
      return true;
    }
    try {
      const { text, weightsHash } = await worker.client.call("exportModel", {
        folder: path.dirname(path.resolve(out)),
      });
      await writeWhole(out, text);
      if (!json) this.terminal.line(`Model written to ${out} (weights ${weightsHash.slice(0, 12)})`);
      return true;
    } catch (error) {
      if (!(error instanceof TroubleError)) throw error;
      this.terminal.problem(`${error.trouble.title}. ${error.trouble.reason} ${error.trouble.next}`);
      return false;
    }
  }
}

function epochEvent(task: Task, result: EpochResult) {
  const { epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy, validationTargets } = result;
  return {
    event: "epoch",
    epoch,
    trainLoss,
    ...scoreFields("train", task, trainAccuracy),
    validationLoss,
    ...scoreFields("validation", task, validationAccuracy),
    ...(validationTargets ? { validationTargets: flatTargets(validationTargets) } : {}),
  };
}

function doneEvent(task: Task, result: RunResult) {
  const { testAccuracy, testTargets, testLoss, epochs, seed, imagesPerSecond, parameters, weightsHash } =
    result;
  const best = result.bestEpoch === null ? {} : { bestEpoch: result.bestEpoch };
  return {
    event: "done",
    ...scoreFields("test", task, testAccuracy),
    testLoss,
    ...(testTargets ? { testTargets: flatTargets(testTargets) } : {}),
    epochs,
    ...best,
    seed,
    imagesPerSecond,
    parameters,
    weightsHash,
  };
}

function divergenceWords({
  layer,
  where,
  epoch,
  batch,
  learningRate,
  suggestedLearningRate,
}: Divergence): string {
  const what = where === "loss" ? "The loss" : `The ${where} of ${layer}`;
  return `${what} became infinite or not a number in epoch ${epoch}, batch ${batch}. The learning rate ${learningRate} is probably too high; try ${suggestedLearningRate}.`;
}
