import { Random } from "../random.ts";
import { TroubleError } from "../trouble.ts";
import { say } from "../words/say.ts";
import type { Dataset } from "./dataset-record.ts";
import { scaledByTraining } from "./prepare.ts";
import { alternate, shares, stratifiedSplit } from "./split.ts";

/** The random stream that folds are drawn from. */
const FOLD_STREAM = 0xf01d;
/** Of what is not tested on: for the curves; nothing is chosen by it. */
const VALIDATION_SHARE = 0.1;

/** One of `of` equal parts, `index` from 0: the one that is tested on. */
export interface Fold {
  readonly index: number;
  readonly of: number;
}

/**
 * The data set as one turn of a cross-validation sees it: of all examples one fold for the test, of the rest a tenth for
 * validation, all else for training. Every example is in exactly one fold; folds differ by at most one example
 * of each class. A table is standardised anew by the training part. Equal seeds give equal folds.
 * @throws TroubleError when a class has fewer examples than there are folds.
 */
export function foldOf(dataset: Dataset, { index, of }: Fold, seed: number): Dataset {
  const { labels, classNames, targets } = dataset;
  const byClass: number[][] = classNames.map(() => []);
  // Without classes every example is of one kind.
  if (targets) byClass.push([]);
  labels.forEach((label, example) => {
    byClass[label]?.push(example);
  });
  const test: number[][] = [];
  const rest: number[] = [];
  let dealt = 0;
  for (const [label, examples] of byClass.entries()) {
    if (examples.length < of) throw tooFew(classNames[label] ?? null, examples.length, of);
    Random.fromSeed(seed, FOLD_STREAM, label).shuffle(examples);
    const held: number[] = [];
    // The deal goes on from class to class, so that the folds are of one size, too.
    for (const example of examples) (dealt++ % of === index ? held : rest).push(example);
    test.push(held);
  }
  rest.sort((a, b) => a - b);
  const restLabels = Uint8Array.from(rest, (example) => labels[example] ?? 0);
  const learning = stratifiedSplit(restLabels, 0, rest.length, shares(VALIDATION_SHARE, 0), seed);
  const original = (positions: Uint32Array) => positions.map((position) => rest[position] ?? 0);
  const split = {
    train: original(learning.train),
    validation: original(learning.validation),
    test: alternate(test),
  };
  return scaledByTraining({ ...dataset, split });
}

function tooFew(className: string | null, examples: number, folds: number): TroubleError {
  return new TroubleError({
    title: say("There are too few examples for {folds} folds", { folds }),
    reason: say(
      "{isClass, select, true {The class {className}} other {The data set}} has {examples}, and every fold needs one.",
      { isClass: className !== null, className, examples },
    ),
    next: examples < 2 ? say("Train without folds.") : say("Use {examples} folds at most.", { examples }),
  });
}
