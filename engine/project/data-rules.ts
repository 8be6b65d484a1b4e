import { type DatasetReference, isPlane } from "../data/dataset.ts";
import type { ScalingName } from "../data/dataset-record.ts";
import { availableReferences, describeReference } from "../data/describe.ts";
import { paintedName, whyTooFew } from "../data/painted.ts";
import { splitFields } from "../data/preparation.ts";
import { check, type DataContext } from "../graph/check.ts";
import { blocksTraining, type Problem } from "../graph/problem.ts";
import { defaultValues } from "../layers/fields.ts";
import { sameShape, sizeOf } from "../tensor.ts";
import { formatNumber } from "../words/numbers.ts";
import { say, translate } from "../words/say.ts";
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
      {
        label: say("Use {name}", { name: sketch.name }),
        detail: say("and leave the network as it is"),
        edits: [],
        data: reference,
      },
    ];
  });
  return { ...problem, fixes: [...problem.fixes, ...offers.slice(0, mostOffers)] };
}

/** Painted points that nothing can be learnt from yet: more are still to come. */
export const paintedRule: ProjectRule = ({ project: { data } }) => {
  const why = data?.kind === "painted" ? whyTooFew(data) : null;
  if (why === null) return [];
  return [
    {
      severity: "to-do",
      code: "painted-too-few",
      node: null,
      causes: [],
      title: say("{name} are not enough yet", { name: translate(paintedName) }),
      explanation: say("{why} Paint more of them.", { why }),
      fixes: [],
    },
  ];
};

/** What the validation loss is to steer, where there are no validation examples. */
export const splitRule: ProjectRule = ({ project, data }) => {
  const sizes = data?.sizes;
  const part = steeredByValidation(project.training);
  if (!data || !sizes || sizes.validation > 0 || sizes.train === 0 || part === null) return [];
  const { data: reference } = project;
  // Points that are too few to divide stay that, however they are divided.
  const more =
    reference?.kind === "generated" && !reference.preparation?.split
      ? [{ label: say("Make 200 points"), edits: [], data: { ...reference, points: 200 } }]
      : reference
        ? [{ label: say("Keep 10 % of the examples to validate on"), edits: [], data: keptApart(reference) }]
        : [];
  const off =
    part === "stopping"
      ? trainingFix(say("Turn early stopping off"), { stopping: { name: "never", settings: {} } })
      : trainingFix(say("Keep the learning rate as it is"), { schedule: { name: "constant", settings: {} } });
  return [
    {
      ...settingHint("no-validation", part, part),
      title: say("{name} has no validation examples", { name: translate(data.name) }),
      explanation: say(
        "{part, select, stopping {Early stopping} other {The schedule}} watches the loss on examples that are not trained on, and all {train} are: it watches the training loss in its place, which falls even when the network only learns by heart.",
        { part, train: sizes.train },
      ),
      formula: String.raw`N_{val} = 0 \quad \Rightarrow \quad E_{val} := E_{train}`,
      fixes: [...more, off],
    },
  ];
};

/** The same data with a tenth of the examples for validation, and else divided as before. */
function keptApart(reference: DatasetReference): DatasetReference {
  const before = reference.preparation?.split ?? defaultValues(splitFields);
  const preparation = { ...reference.preparation, split: { ...before, validation: 10 } };
  return { ...reference, preparation };
}

/** Numbers as they are stored, which are far from the size that weights start for. */
export const scalingRule: ProjectRule = ({ project: { data: reference }, data }) => {
  if (!data || !reference || isPlane(reference) || reference.preparation?.scaling !== "none") return [];
  const { preparation } = reference;
  const count = sizeOf(data.inputShape);
  const isImage = data.inputShape.length === 3;
  const scaled = (scaling: ScalingName): DatasetReference => ({
    ...reference,
    preparation: { ...preparation, scaling },
  });
  return [
    {
      ...settingHint("unscaled-inputs", "data", "scaling"),
      title: say("The numbers of {name} are not scaled", { name: translate(data.name) }),
      explanation: isImage
        ? say(
            "Its {count} pixels go from 0 to 255, and weights start for inputs of about 1: the first sums are some hundred times too large, and so are their gradients.",
            { count: formatNumber(count) },
          )
        : say(
            "Its {count} columns come in their own units, so the one with the largest numbers rules the sums and their gradients, and the others hardly count.",
            { count: formatNumber(count) },
          ),
      formula: isImage
        ? String.raw`0 \le x \le 255, \quad a = \sum_{i=1}^{${count}} w_i x_i, \quad \frac{\partial E}{\partial w_i} = \delta\, x_i`
        : String.raw`a = \sum_{i=1}^{${count}} w_i x_i, \quad \frac{\partial E}{\partial w_i} = \delta\, x_i`,
      fixes: [
        { label: say("Scale to mean 0, deviation 1"), edits: [], data: scaled("standard") },
        { label: say("Scale from 0 to 1"), edits: [], data: scaled("range") },
      ],
    },
  ];
};
