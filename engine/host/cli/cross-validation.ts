import { availableParallelism } from "node:os";
import { taskOf } from "../../data/describe.ts";
import type { Fold } from "../../data/folds.ts";
import type { Task } from "../../layers/output/tasks.ts";
import type { Project } from "../../project/project.ts";
import type { RunResult, WorkerEvent } from "../../protocol.ts";
import { type Trouble, TroubleError } from "../../trouble.ts";
import { scoreFields, scoreText, scoreWords } from "./measure-words.ts";
import { bar, whole } from "./numbers.ts";
import type { PlacedProject } from "./project-source.ts";
import { type ExitCode, exitCodes } from "./subcommand.ts";
import type { Terminal } from "./terminal.ts";
import { withWorker } from "./with-worker.ts";

export interface CrossValidationOptions {
  readonly folds: number;
  readonly threads?: number | undefined;
  readonly limit?: number | undefined;
  readonly json: boolean;
}

/**
 * Trains as many times as there are folds, each time tested on another one, and tells mean and spread. The folds
 * depend on the data set and the project's seed alone.
 * @throws TroubleError when a class is too small or a run fails.
 */
export async function crossValidate(
  { project, folder }: PlacedProject,
  options: CrossValidationOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { folds, json, limit, threads = availableParallelism() } = options;
  let heard: (event: WorkerEvent) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const listeners = {
    onEvent: (event: WorkerEvent) => heard(event),
    onDeath: (trouble: Trouble) => fail(new TroubleError(trouble)),
    onInterrupt: () => fail(new Interruption()),
  };
  const task = taskOf(project);
  const results: RunResult[] = [];
  try {
    return await withWorker(terminal, listeners, async ({ client }) => {
      for (let index = 0; index < folds; index++) {
        const ended = new Promise<RunResult>((resolve, reject) => {
          fail = reject;
          heard = (event) => {
            if (event.event === "finished") resolve(event.result);
            else if (event.event === "failed") reject(foldTrouble(index, folds, `${event.message}.`));
            else if (event.event === "diverged")
              reject(
                foldTrouble(
                  index,
                  folds,
                  `The numbers stopped being finite in epoch ${event.divergence.epoch}.`,
                  `Try the learning rate ${event.divergence.suggestedLearningRate}.`,
                ),
              );
            else if (event.event === "progress" && !json) {
              const { epoch, epochs } = event.progress;
              terminal.setStatus(
                `Fold ${index + 1} of ${folds} ${bar(epoch / epochs, 24)} epoch ${epoch} of ${epochs}`,
              );
            }
          };
        });
        ended.catch(() => {}); // a start that fails is told first
        const fold = { index, of: folds };
        await client.call("start", {
          project,
          folder,
          until: "end",
          fold,
          threads,
          ...(limit === undefined ? {} : { limit }),
        });
        const result = await ended;
        results.push(result);
        tellFold(result, { index, of: folds }, task, json, terminal);
      }
      tellAll(results, project, json, terminal);
      return exitCodes.done;
    });
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    terminal.problem(`Stopped after ${results.length} of ${folds} folds.`);
    return exitCodes.interrupted;
  }
}

/** Ctrl+C, on its way out of the loop over the folds. */
class Interruption extends Error {}

function foldTrouble(
  index: number,
  folds: number,
  reason: string,
  next = "Train without folds to see more.",
) {
  return new TroubleError({ title: `Fold ${index + 1} of ${folds} failed`, reason, next });
}

function tellFold(
  result: RunResult,
  { index, of }: Fold,
  task: Task,
  json: boolean,
  terminal: Terminal,
): void {
  const { testAccuracy, testLoss, weightsHash } = result;
  if (json)
    terminal.json({
      event: "fold",
      fold: index + 1,
      folds: of,
      ...scoreFields("test", task, testAccuracy),
      testLoss,
      weightsHash,
    });
  else
    terminal.line(
      `Fold ${index + 1} of ${of}: test ${scoreWords(task, testAccuracy)}, test loss ${testLoss.toFixed(4)}`,
    );
}

function tellAll(results: readonly RunResult[], project: Project, json: boolean, terminal: Terminal): void {
  const task = taskOf(project);
  const accuracy = spreadOf(results.map(({ testAccuracy }) => testAccuracy));
  const loss = spreadOf(results.map(({ testLoss }) => testLoss));
  const { seed } = project.training;
  if (json)
    terminal.json({
      event: "done",
      folds: results.length,
      ...scoreFields("test", task, accuracy.mean),
      [`${Object.keys(scoreFields("test", task, 0))[0]}Deviation`]: accuracy.deviation,
      testLoss: loss.mean,
      testLossDeviation: loss.deviation,
      seed,
    });
  else
    terminal.line(
      `Mean of ${whole(results.length)} folds, seed ${seed}: test ${scoreWords(task, accuracy.mean)} (standard deviation ${scoreText(task, accuracy.deviation)}), test loss ${loss.mean.toFixed(4)} (${loss.deviation.toFixed(4)})`,
    );
}

/** Mean and sample standard deviation (n - 1 in the denominator) of two numbers or more. */
export function spreadOf(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
