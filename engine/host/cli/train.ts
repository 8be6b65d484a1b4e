import { access } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { blocksTraining } from "../../graph/problem.ts";
import type { Project } from "../../project/project.ts";
import { TroubleError } from "../../trouble.ts";
import { crossValidate } from "./cross-validation.ts";
import { parseOptions, wholeNumber } from "./options.ts";
import { ownDataShape, ownDataWords, withOwnData } from "./own-data.ts";
import { checkAlone, problemLines } from "./problems.ts";
import { type PlacedProject, projectFrom, projectWord } from "./project-source.ts";
import { exitCodes, type Subcommand } from "./subcommand.ts";
import type { Terminal } from "./terminal.ts";
import { TrainingRun } from "./training-run.ts";

const optionsSchema = z.object({
  epochs: wholeNumber(1, 100_000).optional(),
  seed: wholeNumber(0, 0xffff_ffff).optional(),
  threads: wholeNumber(1, 256).optional(),
  limit: wholeNumber(1, 1_000_000_000).optional(),
  fastMaths: z.boolean().default(false),
  folds: wholeNumber(2, 100).optional(),
  out: z.string().min(1).optional(),
  checkpoints: z.string().min(1).optional(),
  checkpointEvery: wholeNumber(0, 86_400).default(60),
  resume: z.boolean().default(false),
  data: z.string().min(1).optional(),
  ...ownDataShape,
  json: z.boolean().default(false),
});

type Options = z.output<typeof optionsSchema>;

export const trainCommand: Subcommand = {
  name: "train",
  summary: "train a network on its data set and test it",
  words: [projectWord],
  options: [
    { flags: "--data <file>", help: "train on this data of your own instead: as `layerlab data` reads it" },
    ...ownDataWords,
    { flags: "--epochs <number>", help: "how often to go through the training examples" },
    { flags: "--seed <number>", help: "seed of weights, order and dropout" },
    { flags: "--threads <number>", help: "how many threads may compute" },
    { flags: "--limit <number>", help: "train on the first so many examples only" },
    {
      flags: "--fast-maths",
      help: "multiply and add in one rounding: faster, and other computers may give slightly other weights",
    },
    { flags: "--folds <number>", help: "cross-validate: train so many times, tested on another part each" },
    { flags: "--out <file>", help: "write the trained model here, as model JSON" },
    { flags: "--checkpoints <folder>", help: "keep the run there while it trains; one folder for each run" },
    { flags: "--checkpoint-every <seconds>", help: "between two checkpoints (60 when left out)" },
    {
      flags: "--resume",
      help: "go on from the last checkpoint there, with the same bits as without a break; begin when there is none",
    },
    { flags: "--json", help: "one JSON object a line; the last one has the result" },
  ],
  async run([source = ""], typed, terminal) {
    const options = parseOptions(optionsSchema, typed);
    const { project: saved, folder } = await placed(await projectFrom(source), options, terminal);
    const project = withOptions(saved, options);
    const problems = checkAlone(project).problems.filter(blocksTraining);
    if (problems.length > 0) {
      for (const line of problems.flatMap((problem) => problemLines(problem, project)))
        terminal.problem(line);
      terminal.problem("This network cannot train yet.");
      return exitCodes.badInput;
    }
    if (options.resume && !options.checkpoints) throw resumeFromWhere();
    if (options.folds !== undefined) {
      if (options.out) throw foldsKeepNothing("--out");
      if (options.checkpoints) throw foldsKeepNothing("--checkpoints");
      return crossValidate({ project, folder }, { ...options, folds: options.folds }, terminal);
    }
    if (options.out) await requireFolder(options.out);
    return new TrainingRun({ project, folder }, options, terminal).run();
  },
};

/** On data of one's own the project is as if it had been saved with it. */
async function placed(given: PlacedProject, options: Options, terminal: Terminal): Promise<PlacedProject> {
  if (options.data === undefined) return given;
  const folder = given.folder ?? process.cwd();
  // What is told of the data would stand among the lines of JSON.
  const quiet = { line: () => {}, setStatus: () => {}, problem: (text: string) => terminal.problem(text) };
  const project = await withOwnData(
    given.project,
    options.data,
    folder,
    options,
    options.json ? quiet : terminal,
  );
  return { project, folder };
}

function withOptions(project: Project, { epochs, seed, fastMaths }: Options): Project {
  const { training } = project;
  return {
    ...project,
    training: {
      ...training,
      epochs: epochs ?? training.epochs,
      seed: seed ?? training.seed,
      ...(fastMaths ? { maths: "fast" } : {}),
    },
  };
}

function resumeFromWhere(): TroubleError {
  return new TroubleError({
    title: "--resume cannot be used alone",
    reason: "It does not say where the checkpoints are.",
    next: "Name their folder with --checkpoints.",
  });
}

function foldsKeepNothing(option: "--out" | "--checkpoints"): TroubleError {
  return new TroubleError({
    title: `${option} cannot be used with --folds`,
    reason: "A cross-validation trains a network for each fold and keeps none of them.",
    next: "Leave one of the two out.",
  });
}

/** Better told before an hour of training than after it. */
async function requireFolder(file: string): Promise<void> {
  const folder = path.dirname(path.resolve(file));
  await access(folder).catch(() => {
    throw new TroubleError({
      title: "--out cannot be used",
      reason: `There is no folder ${folder}.`,
      next: "Make it first, or choose another.",
    });
  });
}
