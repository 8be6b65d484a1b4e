import { texNumber } from "../formulas.ts";
import { outputNode } from "../graph/rule.ts";
import { type Optimizer, optimizer } from "../training/optimizers.ts";
import type { TrainingSettings } from "../training/settings.ts";
import { counted } from "../words/counted.ts";
import { formatNumber, numberFormat } from "../words/numbers.ts";
import { say, translate } from "../words/say.ts";
import type { ProjectFix } from "./problem.ts";
import { batchesPerEpoch, type ProjectRule, settingHint, trainingFix } from "./rule.ts";

/** Steps that are too long or too short for the optimiser, by what is usual with it. */
const rateRule: ProjectRule = ({ project, data }) => {
  const { training } = project;
  const { settings } = training.optimizer;
  const rule = optimizer(training.optimizer.name);
  const rate = Number(settings.learningRate);
  const step = rate * rule.reach.factor(settings);
  const [shortest, longest] = rule.reach.usual;
  const size = rule.reach.followsSize ? String.raw`\,|g|` : "";
  // Momentum close to 1 adds up within its limits: 1/(1 - 0.9) is not quite 10.
  if (step >= shortest * 0.999 && step <= longest * 1.001) return [];
  const title = say(
    "The learning rate {value} is very {isHigh, select, true {high} other {low}} for {optimiser}",
    {
      value: plain(rate),
      isHigh: step > longest,
      optimiser: translate(rule.title),
    },
  );
  if (step > longest) {
    const isMomentum = rate <= longest && settings.momentum !== undefined;
    return [
      {
        ...settingHint("rate-too-high", "optimizer", isMomentum ? "momentum" : "learningRate"),
        title: isMomentum
          ? say("The momentum {momentum} makes very long steps of the learning rate {value}", {
              momentum: plain(Number(settings.momentum)),
              value: plain(rate),
            })
          : title,
        explanation: say(
          "{step} Weights start at a few tenths, so such steps throw them far beyond any minimum: the loss will probably jump or grow.",
          { step: stepWords(rule, step) },
        ),
        formula: String.raw`${rule.reach.formula(settings)} \gg ${texNumber(longest)}${size}`,
        fixes: isMomentum ? [setMomentum(training), setRate(training, rule)] : [setRate(training, rule)],
      },
    ];
  }
  const batches = batchesPerEpoch(project, data);
  const steps = batches === null ? null : batches * training.epochs;
  const way =
    steps === null
      ? ""
      : say(
          " The {counted} of this run add up to {value}{followsSize, select, true { times} other {}} at most.",
          {
            counted: counted(steps, "step"),
            value: plain(steps * step),
            followsSize: Boolean(rule.reach.followsSize),
          },
        );
  return [
    {
      ...settingHint("rate-too-low", "optimizer", "learningRate"),
      title,
      explanation: say("{step}{way} The loss will hardly move.", { step: stepWords(rule, step), way }),
      formula:
        steps === null
          ? String.raw`${rule.reach.formula(settings)} \ll ${texNumber(shortest)}${size}`
          : String.raw`T \cdot |\Delta w| \approx ${texNumber(steps)} \cdot ${texNumber(step)}${size} = ${texNumber(steps * step)}${size}`,
      fixes: [setRate(training, rule)],
    },
  ];
};

function setMomentum({ optimizer: { name, settings } }: TrainingSettings): ProjectFix {
  return trainingFix(say("Set momentum to 0.9"), {
    optimizer: { name, settings: { ...settings, momentum: 0.9 } },
  });
}

function stepWords({ title, reach }: Optimizer, step: number): string {
  return reach.followsSize
    ? say("A gradient that stays moves a weight by {value} times its size.", { value: plain(step) })
    : say(
        "{optimiser} moves every weight by about {value} at each step, whatever the size of its gradient.",
        {
          optimiser: translate(title),
          value: plain(step),
        },
      );
}

/** The optimiser's own rate, or the shorter one that makes up for more momentum than it starts with. */
function setRate({ optimizer: { name, settings } }: TrainingSettings, rule: Optimizer): ProjectFix {
  const usual = Object.fromEntries(Object.entries(rule.fields).map(([key, field]) => [key, field.default]));
  const share = rule.reach.factor(usual) / rule.reach.factor(settings);
  const rate = Number((rule.fields.learningRate.default * Math.min(1, share)).toPrecision(2));
  return trainingFix(say("Set the learning rate to {value}", { value: plain(rate) }), {
    optimizer: { name, settings: { ...settings, learningRate: rate } },
  });
}

/** The sum of the losses of a batch has a gradient as many times as large as it has examples. */
const summedLossRule: ProjectRule = ({ project, check }) => {
  const { batchSize, optimizer: chosen } = project.training;
  const output = outputNode(project.graph);
  const { reach, title } = optimizer(chosen.name);
  if (output?.fields.reduction !== "sum" || !reach.followsSize || !check.canTrain) return [];
  const step = Number(chosen.settings.learningRate) * reach.factor(chosen.settings);
  if (step > reach.usual[1] || step * batchSize <= reach.usual[1]) return [];
  return [
    {
      ...settingHint("summed-loss", "optimizer", "learningRate"),
      node: output.id,
      field: "reduction",
      title: say("The sum over a batch makes steps {batchSize} times as long", { batchSize }),
      explanation: say(
        "{name} adds up the losses of {counted}, so the gradient is {batchSize} times that of their mean, and {optimiser} steps as far as with a learning rate of {value}.",
        {
          name: output.name,
          counted: counted(batchSize, "example"),
          batchSize,
          optimiser: translate(title),
          value: plain(batchSize * Number(chosen.settings.learningRate)),
        },
      ),
      formula: String.raw`B \cdot \gamma = ${batchSize} \cdot ${texNumber(Number(chosen.settings.learningRate))} = ${texNumber(batchSize * Number(chosen.settings.learningRate))}`,
      fixes: [
        {
          label: say("Use the mean over a batch"),
          edits: [{ edit: "set-fields", id: output.id, values: { reduction: "mean" } }],
        },
      ],
    },
  ];
};

/** Weight decay that outweighs the data. */
const decayRule: ProjectRule = ({ project: { training } }) => {
  const { name, settings } = training.optimizer;
  const { mostDecay, title } = optimizer(name);
  const decay = Number(settings.weightDecay ?? 0);
  if (decay <= mostDecay) return [];
  const set = (value: number, label: string) =>
    trainingFix(label, { optimizer: { name, settings: { ...settings, weightDecay: value } } });
  return [
    {
      ...settingHint("decay-too-strong", "optimizer", "weightDecay"),
      title: say("A weight decay of {value} is very strong for {optimiser}", {
        value: plain(decay),
        optimiser: translate(title),
      }),
      explanation: say(
        "It pulls a weight of size 1 towards zero as hard as a gradient of {value} would. Weights that small cannot tell examples apart, so the network gives much the same answer to all.",
        { value: plain(decay) },
      ),
      formula: String.raw`\tfrac{\lambda}{2} \lVert w \rVert^2 = \tfrac{${texNumber(decay)}}{2} \lVert w \rVert^2, \quad \lambda = ${texNumber(decay)} \gg ${texNumber(mostDecay / 10)}`,
      fixes: [set(0.001, say("Set weight decay to 0.001")), set(0, say("Turn weight decay off"))],
    },
  ];
};

/** Nesterov looks ahead along the momentum, of which there is none. */
const nesterovRule: ProjectRule = ({ project: { training } }) => {
  const { name, settings } = training.optimizer;
  if (settings.nesterov !== true || settings.momentum !== 0) return [];
  const set = (label: string, values: TrainingSettings["optimizer"]["settings"]) =>
    trainingFix(label, { optimizer: { name, settings: { ...settings, ...values } } });
  return [
    {
      ...settingHint("nesterov-alone", "optimizer", "nesterov"),
      title: say("Nesterov does nothing without momentum"),
      explanation: say(
        "It looks ahead to where momentum will carry the weights, and with a momentum of 0 they are carried nowhere: this is plain gradient descent.",
      ),
      formula: String.raw`g + \mu v = g + 0 \cdot v = g`,
      fixes: [
        set(say("Set momentum to 0.9"), { momentum: 0.9 }),
        set(say("Turn Nesterov off"), { nesterov: false }),
      ],
    },
  ];
};

/** A batch that takes in all examples, though the weights are to move after every batch. */
const batchRule: ProjectRule = ({ project, data }) => {
  const { batchSize, updating } = project.training;
  const examples = data?.sizes?.train;
  if (!data || !examples || batchSize <= examples || updating?.name === "epoch") return [];
  const smaller = batchForSteps(examples);
  return [
    {
      ...settingHint("batch-too-large", "run", "batchSize"),
      title: say("A batch of {batchSize} is more than the {counted}", {
        batchSize: formatNumber(batchSize),
        counted: counted(examples, "trainingExample"),
      }),
      explanation: say(
        "{name} has {counted} to train on, so every epoch is one single step over all of them. Smaller batches give more steps an epoch, and learn in fewer epochs.",
        { name: translate(data.name), counted: counted(examples, "example") },
      ),
      formula: String.raw`\left\lceil \frac{N}{B} \right\rceil = \left\lceil \frac{${texNumber(examples)}}{${texNumber(batchSize)}} \right\rceil = 1`,
      fixes: [
        trainingFix(
          say("Set the batch size to {smaller}", { smaller }),
          { batchSize: smaller },
          say("{counted} an epoch", { counted: counted(Math.ceil(examples / smaller), "step") }),
        ),
      ],
    },
  ];
};

/** A power of two that makes some ten steps of an epoch, 64 at the most. */
function batchForSteps(examples: number): number {
  return 2 ** Math.max(0, Math.min(6, Math.floor(Math.log2(examples / 8))));
}

/** Gradients of more batches than an epoch has are to run up before an update. */
const updatingRule: ProjectRule = ({ project, data }) => {
  const { updating } = project.training;
  const batches = batchesPerEpoch(project, data);
  const every = Number(updating?.settings.every ?? 0);
  if (updating?.name !== "batches" || batches === null || every <= batches) return [];
  const fitting = Math.max(2, Math.floor(batches / 4));
  const fixes: ProjectFix[] = [];
  if (fitting < batches)
    fixes.push(
      trainingFix(say("Set “Batches” to {fitting}", { fitting }), {
        updating: { name: "batches", settings: { ...updating.settings, every: fitting } },
      }),
    );
  fixes.push(
    trainingFix(say("Move the weights after every batch"), { updating: { name: "batch", settings: {} } }),
  );
  return [
    {
      ...settingHint("update-too-late", "updating", "every"),
      title: say("An epoch has only {counted}", { counted: counted(batches, "batch") }),
      explanation: say(
        "The weights are to move after {every} batches, and an epoch ends after {batches}: there is one update an epoch, as with a full batch.",
        { every: formatNumber(every), batches: formatNumber(batches) },
      ),
      formula: String.raw`\min(${texNumber(every)},\; ${texNumber(batches)}) = ${texNumber(batches)}`,
      fixes,
    },
  ];
};

/** Batch norm over a single example of plain numbers: every number is its own mean. */
const normBatchRule: ProjectRule = ({ project, check, data }) => {
  const { batchSize } = project.training;
  const examples = data?.sizes?.train;
  const left = examples === undefined ? 0 : examples % batchSize;
  if (batchSize > 1 && left !== 1) return [];
  const norm = project.graph.nodes.find(
    ({ id, kind }) => kind === "batch-norm" && check.nodes[id]?.inputs[0]?.length === 1,
  );
  if (!norm) return [];
  const base = {
    ...settingHint(batchSize > 1 ? "last-batch-of-one" : "norm-of-one", "run", "batchSize"),
    node: norm.id,
    formula: String.raw`\frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} = \frac{x - x}{\sqrt{0 + ${texNumber(Number(norm.fields.epsilon))}}} = 0`,
  };
  const fix = (value: number) =>
    trainingFix(say("Set the batch size to {value}", { value }), { batchSize: value });
  if (batchSize === 1)
    return [
      {
        ...base,
        title: say("{name} sees one example at a time", { name: norm.name }),
        explanation: say(
          "The batch size is 1, so the mean over the batch is the example itself: {name} gives the same numbers for every example, and no layer before it can learn.",
          { name: norm.name },
        ),
        fixes: [fix(batchThatDivides(examples ?? 0, 16))],
      },
    ];
  return [
    {
      ...base,
      title: say("The last batch of an epoch has one example for {name}", { name: norm.name }),
      explanation: say(
        "{count} examples in batches of {batchSize} leave one over. Its mean is the example itself, so {name} gives 0 for it before scale and shift.",
        { count: formatNumber(examples ?? 0), batchSize, name: norm.name },
      ),
      formula: String.raw`${texNumber(examples ?? 0)} = ${Math.floor((examples ?? 0) / batchSize)} \cdot ${batchSize} + 1, \quad ${base.formula}`,
      fixes: [fix(batchThatDivides(examples ?? 0, batchSize))],
    },
  ];
};

/** The batch size from `most` downwards that leaves no single example over. */
function batchThatDivides(examples: number, most: number): number {
  for (let size = most; size > 2; size--) if (examples % size !== 1) return size;
  return 2;
}

/** Early stopping that cannot act within the run. */
const patienceRule: ProjectRule = ({ project: { training } }) => {
  const { epochs, stopping } = training;
  const patience = Number(stopping?.settings.patience ?? 0);
  // The first epoch is always the best so far: the run can end after one more than the patience at the earliest.
  if (stopping?.name !== "patience" || patience < epochs) return [];
  const fitting = Math.max(1, Math.floor(epochs / 3));
  const longer = Math.min(100_000, 10 * patience);
  const fixes: ProjectFix[] = [];
  if (fitting < epochs)
    fixes.push(
      trainingFix(say("Set “Patience” to {counted}", { counted: counted(fitting, "epoch") }), {
        stopping: { name: "patience", settings: { ...stopping.settings, patience: fitting } },
      }),
    );
  fixes.push(
    trainingFix(say("Train for up to {longer} epochs", { longer: formatNumber(longer) }), {
      epochs: longer,
    }),
  );
  return [
    {
      ...settingHint("patience-too-long", "stopping", "patience"),
      title: say("Early stopping cannot end a run of {counted}", { counted: counted(epochs, "epoch") }),
      explanation: say(
        "It waits for {counted} without a lower loss, and the first that can have none is the second. The run keeps the weights of its best epoch all the same.",
        { counted: counted(patience, "epoch") },
      ),
      formula: `1 + ${texNumber(patience)} = ${texNumber(1 + patience)} > ${texNumber(epochs)}`,
      fixes,
    },
  ];
};

/** A number in words: no more than four digits, no exponent where it can be read without. */
function plain(value: number): string {
  return value !== 0 && (Math.abs(value) < 1e-7 || Math.abs(value) >= 1e9)
    ? value.toExponential(1)
    : numberFormat({ maximumSignificantDigits: 4 }).format(value);
}

export const trainingRules: readonly ProjectRule[] = [
  rateRule,
  summedLossRule,
  decayRule,
  nesterovRule,
  batchRule,
  updatingRule,
  normBatchRule,
  patienceRule,
];
