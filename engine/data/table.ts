import type { Dataset, Provenance, Split } from "./dataset-record.ts";
import { standardise } from "./standardise.ts";
import type { TargetSketch } from "./targets.ts";

export interface TableParts {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  /** Names of the columns that the network sees. */
  readonly features: readonly string[];
  /** For each feature whether it is 0 or 1 for a value of a category; none when left out. */
  readonly indicators?: readonly boolean[];
  readonly classNames: readonly string[];
  /** Row-major, as measured; not a number where the value is missing. */
  readonly values: Float32Array;
  readonly labels: Uint8Array;
  /** What is to be learnt where it is no class: row-major, as measured. */
  readonly targets?: (TargetSketch & { readonly values: Float32Array }) | undefined;
  readonly split: Split;
  readonly provenance: Provenance;
}

/** A table as a data set: numbers stay as measured, and the network sees them standardised by the training part. */
export function tableDataset(parts: TableParts): Dataset {
  const { features, indicators = [], values, split, targets, ...rest } = parts;
  const columns = features.map((name, index) => ({ name, indicator: indicators[index] ?? false }));
  return {
    ...rest,
    inputShape: [features.length],
    ...learnt(targets, split.train),
    inputs: { kind: "floats", data: values },
    split,
    preprocessing: { scale: 1, offset: 0, features: standardise(values, columns, split.train) },
  };
}

/** The part of a data set that says what is to be learnt: numbers are standardised, labels stay 0 and 1. */
export function learnt(
  targets: (TargetSketch & { readonly values: Float32Array }) | undefined,
  examples: Uint32Array,
): Pick<Dataset, "task" | "targets"> {
  if (!targets) return { task: "classes" };
  const { task, names, values } = targets;
  const columns =
    task === "regression"
      ? standardise(
          values,
          names.map((name) => ({ name })),
          examples,
        )
      : names.map((name) => ({ name, scale: 1, offset: 0 }));
  return { task, targets: { columns, values } };
}
