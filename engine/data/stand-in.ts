import { type Shape, sizeOf } from "../tensor.ts";
import { gather } from "./batches.ts";
import type { Dataset, DatasetReference, FeatureScaling, Preprocessing } from "./dataset.ts";
import { describeReference } from "./describe.ts";
import { examplesOf } from "./split.ts";

/** What a trained network keeps of its data, so that it can be run where they are missing. */
export interface DataTraits {
  readonly inputShape: Shape;
  readonly classNames: readonly string[];
  /** Where it has no classes. */
  readonly targets?:
    | { readonly task: "regression" | "multi-label"; readonly columns: readonly FeatureScaling[] }
    | undefined;
  readonly preprocessing: Preprocessing;
  /** A few examples as the network sees them, one after another. */
  readonly inputs: Float32Array;
}

/** Examples that stand for a data set where it is missing. */
const keptExamples = 4;

/** What a network keeps of its data: their shape, names and scaling, and the first examples of the test part. */
export function traitsOf(dataset: Dataset): DataTraits {
  const { inputShape, classNames, task, targets, preprocessing } = dataset;
  const examples = examplesOf(dataset, "test").subarray(0, keptExamples);
  const inputs = new Float32Array(examples.length * sizeOf(inputShape));
  gather(dataset, examples, 0, examples.length, inputs, 0, new Uint8Array(examples.length));
  const isAsked = targets && (task === "regression" || task === "multi-label");
  return {
    inputShape,
    classNames,
    preprocessing,
    inputs,
    ...(isAsked ? { targets: { task, columns: targets.columns } } : {}),
  };
}

/** A data set without examples, in the place of one that is missing: what is tried is seen as the network learnt to. */
export function standIn(reference: DatasetReference, traits: Omit<DataTraits, "inputs">): Dataset {
  const { inputShape, classNames, targets, preprocessing } = traits;
  const none = new Uint32Array();
  return {
    id: reference.kind,
    name: describeReference(reference).name,
    summary: "",
    inputShape,
    task: targets?.task ?? "classes",
    classNames,
    inputs:
      inputShape.length === 3
        ? { kind: "bytes", data: new Uint8Array() }
        : { kind: "floats", data: new Float32Array() },
    labels: new Uint8Array(),
    ...(targets ? { targets: { columns: targets.columns, values: new Float32Array() } } : {}),
    split: { train: none, validation: none, test: none },
    preprocessing,
    ...(reference.kind === "picture-folder" ? { fit: reference.fit } : {}),
    provenance: { source: "", licence: "" },
  };
}

/** Examples that lie one after another, each on its own. */
export function exampleByExample(inputs: Float32Array, inputShape: Shape): Float32Array[] {
  const size = sizeOf(inputShape);
  return Array.from({ length: inputs.length / size }, (_, at) => inputs.slice(at * size, (at + 1) * size));
}

/** The same back. */
export function oneAfterAnother(examples: readonly Float32Array[]): Float32Array {
  return Float32Array.from(examples.flatMap((example) => [...example]));
}
