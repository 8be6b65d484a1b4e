import { texNumber } from "../formulas.ts";
import { type Schedule, schedule } from "../training/schedules.ts";
import type { TrainingSettings } from "../training/settings.ts";
import { counted } from "../words/counted.ts";
import { numberFormat } from "../words/numbers.ts";
import { say, translate } from "../words/say.ts";
import type { ProjectFix, SettingPlace } from "./problem.ts";
import { type ProjectRule, settingHint, trainingFix } from "./rule.ts";

/** Below this share of its learning rate, training stands still. */
const nothing = 1e-3;

/** A longer run is judged by so many of its epochs. */
const mostLooks = 10_000;

type Choice = NonNullable<TrainingSettings["schedule"]>;

/** From which epoch on (0 is the first) the rate is nothing until the end; the number of epochs where it never is. */
function endOf({ name, settings }: Choice, epochs: number): number {
  const { factor } = schedule(name);
  let end = epochs;
  while (end > 0 && epochs - end < mostLooks && factor(settings, end - 1, null) < nothing) end -= 1;
  return end;
}

/** Whether the rate is the full one from the first batch to the last. */
function isFlat({ name, settings }: Choice, epochs: number): boolean {
  const { factor } = schedule(name);
  const looks = Math.min(epochs, mostLooks);
  // The last look lies before the end: what happens at the end changes no step any more.
  for (let look = 0; look < looks; look++)
    if (factor(settings, (look * epochs) / looks, null) !== 1) return false;
  return factor(settings, epochs - 1e-6, null) === 1;
}

/** Candidates that change one setting of a schedule: an epoch count to the run's, a share to its default. */
function changes(record: Schedule, choice: Choice, epochs: number): readonly [string, Choice, ProjectFix][] {
  return Object.entries(record.fields).flatMap(([name, field]): [string, Choice, ProjectFix][] => {
    if (field.type !== "integer" && field.type !== "number") return [];
    const values = field.type === "integer" ? [epochs, Math.max(1, Math.floor(epochs / 3))] : [field.default];
    return values
      .filter((value) => value !== choice.settings[name])
      .map((value) => {
        const changed = { ...choice, settings: { ...choice.settings, [name]: value } };
        const label = say("Set “{field}” to {value}", {
          field: translate(field.label).replace(/ \(.*\)|,.*/, ""),
          value:
            field.type === "integer"
              ? counted(value, "epoch")
              : numberFormat({ maximumSignificantDigits: 6 }).format(value),
        });
        return [name, changed, trainingFix(label, { schedule: changed })];
      });
  });
}

const off = () =>
  trainingFix(say("Keep the learning rate as it is"), { schedule: { name: "constant", settings: {} } });

/** A rate that falls to nothing while epochs are still to come. */
const endsEarlyRule: ProjectRule = ({ project: { training } }) => {
  const { epochs, schedule: choice, optimizer } = training;
  if (!choice) return [];
  const end = endOf(choice, epochs);
  const lost = epochs - end;
  if (lost < Math.max(1, epochs / 10)) return [];
  const record = schedule(choice.name);
  const helping = changes(record, choice, epochs).filter(([, changed]) => endOf(changed, epochs) === epochs);
  const [field] = helping[0] ?? Object.keys(record.fields);
  const factor = record.factor(choice.settings, end, null);
  const rate = Number(optimizer.settings.learningRate);
  return [
    {
      ...settingHint("schedule-ends-early", "schedule", field ?? "schedule"),
      title: say("The learning rate is {isZero, select, true {zero} other {almost zero}} for {counted}", {
        isZero: factor === 0,
        counted: counted(lost, "epoch"),
      }),
      explanation: say(
        "After {counted} the schedule leaves {isZero, select, true {nothing} other {less than a thousandth}} of the learning rate, and the run has {epochs}: in the others no weight moves.",
        { counted: counted(end, "epoch"), isZero: factor === 0, epochs: counted(epochs, "epoch") },
      ),
      formula: String.raw`f(${end}) \cdot \gamma = ${texNumber(factor)} \cdot ${texNumber(rate)} = ${texNumber(factor * rate)}`,
      fixes: [...firstOfEach(helping), off()],
    },
  ];
};

/** A schedule that begins to act only after the run has ended. */
const neverActsRule: ProjectRule = ({ project: { training } }) => {
  const { epochs, schedule: choice } = training;
  if (!choice || choice.name === "constant") return [];
  const record = schedule(choice.name);
  const waits = Number(choice.settings.patience ?? 0);
  // What answers to the loss has its first epoch to compare with, and then waits for one more than its patience.
  const isLate = record.after ? waits + 2 >= epochs : isFlat(choice, epochs);
  if (!isLate) return [];
  const helping = changes(record, choice, epochs).filter(([, changed]) =>
    record.after ? Number(changed.settings.patience) + 2 < epochs : !isFlat(changed, epochs),
  );
  const [field] = helping[0] ?? Object.keys(record.fields);
  const first = field === undefined ? undefined : choice.settings[field];
  const late = record.after ? waits + 2 : Number(first);
  return [
    {
      ...settingHint("schedule-too-late", "schedule", field ?? "schedule"),
      title: say("The schedule does not act within {counted}", { counted: counted(epochs, "epoch") }),
      explanation: record.after
        ? say(
            "It compares with the epochs before and waits for more than {counted}, so it can lower the learning rate after epoch {late} at the earliest, and the run ends after {epochs}.",
            { counted: counted(waits, "epoch"), late, epochs },
          )
        : say("It keeps the learning rate as it is for {counted}, and the run ends after {epochs}.", {
            counted: counted(late, "epoch"),
            epochs,
          }),
      formula: record.after
        ? String.raw`1 + (${waits} + 1) = ${late} \ge ${epochs}`
        : String.raw`f(t) = 1 \quad \text{for } t < ${texNumber(late)}, \quad T = ${texNumber(epochs)}`,
      fixes: [...firstOfEach(helping), off()],
    },
  ];
};

/** A warm-up that lasts as long as the run. */
const neverFullRule: ProjectRule = ({ project: { training } }) => {
  const { epochs, schedule: choice } = training;
  if (choice?.name !== "warmUp" || Number(choice.settings.over) < epochs || epochs === 1) return [];
  const over = Number(choice.settings.over);
  const fitting = Math.max(1, Math.floor(epochs / 5));
  const share = schedule("warmUp").factor(choice.settings, epochs, null);
  return [
    {
      ...settingHint("warm-up-too-long", "schedule", "over"),
      title: say("The warm-up takes up the whole run"),
      explanation: say(
        "It rises for {counted}, and the run ends after {epochs}: the full learning rate is there for no step.",
        { counted: counted(over, "epoch"), epochs },
      ),
      formula: String.raw`f(${epochs}) = \min\left(1,\; ${texNumber(Number(choice.settings.start))} + ${texNumber(1 - Number(choice.settings.start))} \cdot \tfrac{${epochs}}{${texNumber(over)}}\right) = ${texNumber(share)}`,
      fixes: [
        trainingFix(say("Set “Over” to {counted}", { counted: counted(fitting, "epoch") }), {
          schedule: { ...choice, settings: { ...choice.settings, over: fitting } },
        }),
      ],
    },
  ];
};

/** One remedy for each setting. */
function firstOfEach(found: readonly [string, Choice, ProjectFix][]): readonly ProjectFix[] {
  return found
    .filter(([name], index) => found.findIndex(([other]) => other === name) === index)
    .map(([, , fix]) => fix);
}

export const scheduleRules: readonly ProjectRule[] = [endsEarlyRule, neverActsRule, neverFullRule];

/** The parts of the training that a validation loss steers. */
export function steeredByValidation(training: TrainingSettings): SettingPlace["part"] | null {
  if (training.stopping?.name === "patience") return "stopping";
  return training.schedule && schedule(training.schedule.name).after ? "schedule" : null;
}
