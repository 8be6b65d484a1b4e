import { availableReferences, describeReference } from "../data/describe.ts";
import { check, type DataContext } from "../graph/check.ts";
import { blocksTraining, type Problem } from "../graph/problem.ts";
import { sameShape } from "../tensor.ts";
import type { ProjectFix, ProjectProblem } from "./problem.ts";
import type { Project } from "./project.ts";
import { type ProjectRule, settingHint, trainingFix } from "./rule.ts";
import { steeredByValidation } from "./schedule-rules.ts";

/** So many other data sets are offered at most. */
const mostOffers = 2;

/** For an input that is not the data's: the data sets that come with the app and fit the network as it is drawn. */
export function otherDataFixes(
  problem: Problem,
  { graph, data: chosen }: Project,
  data: DataContext | null,
): ProjectProblem {
  if (problem.code !== "input-data" || !data || !chosen) return problem;
  const shape = problem.shapes?.find(({ wrong }) => wrong)?.shape ?? [];
  const offers = availableReferences().flatMap((reference): ProjectFix[] => {
    const sketch = describeReference(reference);
    if (!sameShape(sketch.inputShape, shape)) return [];
    if (check(graph, sketch).problems.some(blocksTraining)) return [];
    return [
      { label: `Use ${sketch.name}`, detail: "and leave the network as it is", edits: [], data: reference },
    ];
  });
  return { ...problem, fixes: [...problem.fixes, ...offers.slice(0, mostOffers)] };
}

/** What the validation loss is to steer, where there are no validation examples. */
export const splitRule: ProjectRule = ({ project, data }) => {
  const sizes = data?.sizes;
  const part = steeredByValidation(project.training);
  if (!data || !sizes || sizes.validation > 0 || sizes.train === 0 || part === null) return [];
  const { data: reference } = project;
  const more =
    reference?.kind === "generated"
      ? [{ label: "Make 200 points", edits: [], data: { ...reference, points: 200 } }]
      : [];
  const off =
    part === "stopping"
      ? trainingFix("Turn early stopping off", { stopping: { name: "never", settings: {} } })
      : trainingFix("Keep the learning rate as it is", { schedule: { name: "constant", settings: {} } });
  return [
    {
      ...settingHint("no-validation", part, part),
      title: `${data.name} has no validation examples`,
      explanation: `${part === "stopping" ? "Early stopping" : "The schedule"} watches the loss on examples that are not trained on, and all ${sizes.train} are: it watches the training loss in its place, which falls even when the network only learns by heart.`,
      formula: String.raw`N_{val} = 0 \quad \Rightarrow \quad E_{val} := E_{train}`,
      fixes: [...more, off],
    },
  ];
};
