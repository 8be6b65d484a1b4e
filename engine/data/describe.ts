import { taskFor } from "../graph/asked.ts";
import type { Graph } from "../graph/graph.ts";
import { defaultValues } from "../layers/fields.ts";
import type { Task } from "../layers/output/tasks.ts";
import type { Shape } from "../tensor.ts";
import { say, translate } from "../words/say.ts";
import { type DatasetReference, datasetReferenceSchema } from "./dataset.ts";
import { fileName } from "./own-file.ts";
import { paintedName } from "./painted.ts";
import { picturesName } from "./picture-reference.ts";
import { builtInSet, builtInSets, generatedSet, generatedSets } from "./registry.ts";
import { featureNames, tableTargets, targetValues } from "./table-reference.ts";
import { askedNames, type TargetSketch } from "./targets.ts";

/** What is known of a data set before it is loaded: enough to check a network against it. */
export interface DatasetSketch {
  readonly name: string;
  readonly inputShape: Shape;
  readonly classNames: readonly string[];
  /** Where it has no classes. */
  readonly targets?: TargetSketch | undefined;
}

/** Name, input shape and classes of a set, without reading or computing it. */
export function describeReference(reference: DatasetReference): DatasetSketch {
  if (reference.kind === "built-in") {
    const { title, inputShape, classNames } = builtInSet(reference.id);
    return { name: translate(title), inputShape, classNames };
  }
  if (reference.kind === "pictures") {
    const { inputShape, classNames } = reference;
    return { name: picturesName(reference), inputShape, classNames };
  }
  if (reference.kind === "picture-folder") {
    const { file, inputShape, classNames } = reference;
    return { name: fileName(file), inputShape, classNames };
  }
  if (reference.kind === "painted")
    return { name: translate(paintedName), inputShape: [2], classNames: letteredClasses(reference.classes) };
  if (reference.kind === "table") {
    const { file, columns } = reference;
    return {
      name: fileName(file),
      inputShape: [featureNames(columns).length],
      classNames: targetValues(columns),
      targets: tableTargets(columns),
    };
  }
  const { title, inputShape, countClasses, targetNames } = generatedSet(reference.id);
  return {
    name: translate(title),
    inputShape,
    classNames: letteredClasses(countClasses(reference)),
    ...(targetNames ? { targets: { task: "regression", names: targetNames } } : {}),
  };
}

/** Names for classes that have none of their own: "Class A", "Class B" and so on. */
export function letteredClasses(count: number): string[] {
  return Array.from({ length: count }, (_, label) => `Class ${String.fromCharCode(65 + label)}`);
}

/** One reference to every known set, generated ones with the values that their forms start with. */
export function availableReferences(): DatasetReference[] {
  return [
    ...builtInSets.map((set) => ({ kind: set.kind, id: set.id })),
    ...generatedSets.map((set) => ({ kind: set.kind, id: set.id, ...defaultValues(set.fields) })),
  ].map((reference) => datasetReferenceSchema.parse(reference));
}

/** What the examples of a project are to be answered with; classes where no data set is chosen. */
export function taskOf({
  graph,
  data,
}: {
  readonly graph: Graph;
  readonly data: DatasetReference | null;
}): Task {
  return taskFor(graph, data && describeReference(data));
}

/** What a data set asks of a network, in a few words: `10 classes`, `predicts y`, `5 labels`. */
export function askedWords(data: Parameters<typeof askedNames>[0]): string {
  const names = askedNames(data);
  if (data.targets?.task !== "regression")
    return data.targets
      ? say("{count} labels", { count: names.length })
      : say("{count} classes", { count: names.length });
  return names.length === 1
    ? say("predicts {name}", { name: names[0] })
    : say("predicts {count} numbers", { count: names.length });
}
