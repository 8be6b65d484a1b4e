import type { ReactNode } from "react";
import { type AnyFieldValue, type AnyFieldValues, defaultValues } from "../../engine/layers/fields.ts";
import { mathsModes } from "../../engine/training/maths.ts";
import { say, translate } from "../../engine/words/say.ts";
import { FieldForm, FieldRow } from "../design/field-form.tsx";
import { Formula } from "../design/formula.tsx";
import type { StepLabel, TrainingSettings } from "../document/command.ts";
import { run, useDocument } from "../document/store.ts";
import { AugmentationForm } from "./augmentation-form.tsx";
import { settingLines } from "./problem-lines.ts";
import { Section } from "./section.tsx";
import { mathsField, runFields, type TrainingRule, trainingRules } from "./training-fields.ts";

/** How the network is trained, and on what. The loss is a setting of the network's end. */
export function TrainingPanel({
  data,
  augmented,
  quietLine,
}: {
  readonly data: ReactNode;
  readonly augmented: ReactNode;
  readonly quietLine: ReactNode;
}) {
  const training = useDocument((state) => state.project.training);
  const problems = useDocument((state) => state.check.problems);
  const { epochs, batchSize, seed } = training;
  return (
    <>
      <header className="inspector-identity">
        <div>
          <h2 className="inspector-title">{say("Training")}</h2>
          <p>{say("Select a layer to see its settings.")}</p>
        </div>
      </header>
      {data ? (
        <Section title={say("Data set")} part="data">
          {data}
        </Section>
      ) : null}
      <Section title={say("Run")} part="run">
        <FieldForm
          fields={runFields}
          values={{ epochs, batchSize, seed }}
          problems={settingLines(problems, "run")}
          onChange={(name, value) => {
            if (typeof value === "number") set(name, () => runLabel(name), { [name]: value });
          }}
        />
        <FieldRow
          name="maths"
          field={mathsField()}
          value={training.maths ?? mathsModes[0].name}
          onChange={chooseMaths}
        />
        {quietLine}
      </Section>
      {trainingRules.map((rule) => (
        <Section key={rule.part} title={translate(rule.title)} part={rule.part}>
          <RuleForm rule={rule} chosen={training[rule.part]} />
        </Section>
      ))}
      <Section title={say("Augmentation")}>
        <p className="inspector-quiet">{say("Changes training examples at random, anew in every epoch.")}</p>
        <AugmentationForm />
        {augmented}
      </Section>
    </>
  );
}

/** A choice from a list of records, with the settings, formula and summary of the chosen one. */
function RuleForm(props: {
  readonly rule: TrainingRule;
  readonly chosen: { readonly name: string; readonly settings: AnyFieldValues } | undefined;
}) {
  const { part, records, field, isOptional } = props.rule;
  const record = records.find(({ name }) => name === props.chosen?.name) ?? records[0];
  const settings = props.chosen?.settings ?? defaultValues(record.fields);
  const lines = settingLines(
    useDocument((state) => state.check.problems),
    part,
  );
  const explained = !isOptional || record !== records[0];
  return (
    <>
      <FieldRow
        name={part}
        field={field}
        value={record.name}
        problem={lines[part] ?? null}
        onChange={(name) => choose(props.rule, String(name))}
      />
      <FieldForm
        fields={record.fields}
        values={settings}
        problems={lines}
        onChange={(name, value) =>
          set(
            `${part} ${name}`,
            () => labelOf(record.fields, name),
            choice(props.rule, record.name, { ...settings, [name]: value }),
          )
        }
      />
      {explained ? (
        <>
          <Formula tex={record.formula} />
          <p className="inspector-text">{translate(record.summary)}</p>
        </>
      ) : null}
    </>
  );
}

function choose(rule: TrainingRule, name: string): void {
  const record = rule.records.find((candidate) => candidate.name === name);
  if (!record) return;
  const label = () =>
    rule.part === "optimizer"
      ? say("train with {optimiser}", { optimiser: translate(record.title) })
      : say("set {setting} to {value}", {
          setting: translate(rule.title).toLowerCase(),
          value: translate(record.title).toLowerCase(),
        });
  run({
    command: "set-training",
    label,
    values: choice(rule, record.name, defaultValues(record.fields)),
  });
}

/** The rule's names are those of its records, which the list of rules no longer tells apart. */
function choice({ part }: TrainingRule, name: string, settings: AnyFieldValues): Partial<TrainingSettings> {
  return { [part]: { name, settings } };
}

function set(merge: string, label: StepLabel, values: Partial<TrainingSettings>): void {
  run({
    command: "set-training",
    label: () => say("set {setting}", { setting: label() }),
    values,
    merge: `training-${merge}`,
  });
}

function chooseMaths(value: AnyFieldValue): void {
  const mode = mathsModes.find(({ name }) => name === value);
  if (mode)
    run({
      command: "set-training",
      label: () =>
        say("set {setting} to {value}", {
          setting: say("Maths").toLowerCase(),
          value: translate(mode.title).toLowerCase(),
        }),
      values: { maths: mode.name },
    });
}

function runLabel(name: string): string {
  return labelOf(runFields, name);
}

function labelOf(fields: Readonly<Record<string, { readonly label: string }>>, name: string): string {
  return translate(fields[name]?.label ?? name).toLowerCase();
}
