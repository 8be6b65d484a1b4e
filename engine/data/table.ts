import type { Dataset, Provenance, Split } from "./dataset-record.ts";
import { standardise } from "./standardise.ts";

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
  readonly split: Split;
  readonly provenance: Provenance;
}

/** A table as a data set: numbers stay as measured, and the network sees them standardised by the training part. */
export function tableDataset(parts: TableParts): Dataset {
  const { features, indicators = [], values, split, ...rest } = parts;
  const columns = features.map((name, index) => ({ name, indicator: indicators[index] ?? false }));
  return {
    ...rest,
    inputShape: [features.length],
    task: "classes",
    inputs: { kind: "floats", data: values },
    split,
    preprocessing: { scale: 1, offset: 0, features: standardise(values, columns, split.train) },
  };
}
