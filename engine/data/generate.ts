import { say } from "../words/say.ts";
import type { Dataset, GeneratedReference } from "./dataset.ts";
import { letteredClasses } from "./describe.ts";
import { generatedSet } from "./registry.ts";
import { shares, stratifiedSplit } from "./split.ts";
import { learnt } from "./table.ts";

/**
 * Computes a generated set: 70 % of each class for training, 15 % for validation and 15 % for the test, drawn from the
 * set's seed. Coordinates are raw (no scaling); each set's record says how far they reach.
 */
export function generateDataset(reference: GeneratedReference): Dataset {
  const set = generatedSet(reference.id);
  const { coordinates, labels, classes, targets: values } = set.generate(reference);
  const split = stratifiedSplit(labels, 0, labels.length, shares(0.15, 0.15), reference.seed);
  const targets = set.targetNames &&
    values && { task: "regression" as const, names: set.targetNames, values };
  return {
    id: set.id,
    name: set.title,
    summary: set.summary,
    inputShape: set.inputShape,
    ...learnt(targets, split.train),
    classNames: letteredClasses(classes),
    inputs: { kind: "floats", data: coordinates },
    labels,
    split,
    preprocessing: { scale: 1, offset: 0 },
    provenance: {
      source: say("Computed by Layerlab from its settings."),
      licence: say("No licence needed."),
    },
  };
}
