import type { ReactNode } from "react";
import {
  type AnyFieldValue,
  type AnyFieldValues,
  type ChoiceField,
  defaultValues,
  type Fields,
} from "../../engine/layers/fields.ts";
import { mathsModes } from "../../engine/training/maths.ts";
import { optimizers } from "../../engine/training/optimizers.ts";
import { newSchedule, schedules } from "../../engine/training/schedules.ts";
import { FieldForm, FieldRow } from "../design/field-form.tsx";
import { Formula } from "../design/formula.tsx";
import type { TrainingSettings } from "../document/command.ts";
import { run, useDocument } from "../document/store.ts";
import { Section } from "./section.tsx";
import { mathsField, optimizerField, runFields, scheduleField } from "./training-fields.ts";

/** How the network is trained, and on what. The loss is a setting of the network's end. */
export function TrainingPanel({
  data,
  quietLine,
}: {
  readonly data: ReactNode;
  readonly quietLine: ReactNode;
}) {
  const training = useDocument((state) => state.project.training);
  const { epochs, batchSize, seed } = training;
  const record = optimizers.find(({ name }) => name === training.optimizer.name) ?? optimizers[0];
  const chosenSchedule = training.schedule ?? newSchedule(schedules[0].name);
  const schedule = schedules.find(({ name }) => name === chosenSchedule.name) ?? schedules[0];
  return (
    <>
      <header className="inspector-identity">
        <div>
          <h2 className="inspector-title">Training</h2>
          <p>Select a layer to see its settings.</p>
        </div>
      </header>
      {data ? <Section title="Data set">{data}</Section> : null}
      <Section title="Run">
        <FieldForm
          fields={runFields}
          values={{ epochs, batchSize, seed }}
          onChange={(name, value) => {
            if (typeof value === "number") set(name, runLabel(name), { [name]: value });
          }}
        />
        <FieldRow
          name="maths"
          field={mathsField}
          value={training.maths ?? mathsField.default}
          onChange={chooseMaths}
        />
        {quietLine}
      </Section>
      <Section title="Optimiser">
        <RecordForm
          part="optimizer"
          field={optimizerField}
          record={record}
          settings={training.optimizer.settings}
          onChoose={chooseOptimizer}
          onSet={(settings) => ({ optimizer: { name: record.name, settings } })}
        />
      </Section>
      <Section title="Learning-rate schedule">
        <RecordForm
          part="schedule"
          field={scheduleField}
          record={schedule}
          settings={chosenSchedule.settings}
          onChoose={chooseSchedule}
          onSet={(settings) => ({ schedule: { name: schedule.name, settings } })}
        />
      </Section>
    </>
  );
}

/** A choice from a list of records, with the settings, formula and summary of the chosen one. */
function RecordForm(props: {
  readonly part: "optimizer" | "schedule";
  readonly field: ChoiceField;
  readonly record: {
    readonly name: string;
    readonly fields: Fields;
    readonly formula: string;
    readonly summary: string;
  };
  readonly settings: AnyFieldValues;
  readonly onChoose: (value: AnyFieldValue) => void;
  /** The training settings with these settings of the record. */
  readonly onSet: (settings: AnyFieldValues) => Partial<TrainingSettings>;
}) {
  const { part, field, record, settings, onChoose, onSet } = props;
  return (
    <>
      <FieldRow name={part} field={field} value={record.name} onChange={onChoose} />
      <FieldForm
        fields={record.fields}
        values={settings}
        onChange={(name, value) =>
          set(`${part} ${name}`, labelOf(record.fields, name), onSet({ ...settings, [name]: value }))
        }
      />
      <Formula tex={record.formula} />
      <p className="inspector-text">{record.summary}</p>
    </>
  );
}

function set(merge: string, label: string, values: Partial<TrainingSettings>): void {
  run({ command: "set-training", label: `set ${label}`, values, merge: `training ${merge}` });
}

function chooseMaths(value: AnyFieldValue): void {
  const mode = mathsModes.find(({ name }) => name === value);
  if (mode)
    run({
      command: "set-training",
      label: `set maths to ${mode.title.toLowerCase()}`,
      values: { maths: mode.name },
    });
}

function chooseOptimizer(value: AnyFieldValue): void {
  const record = optimizers.find(({ name }) => name === value);
  if (record)
    run({
      command: "set-training",
      label: `train with ${record.title}`,
      values: { optimizer: { name: record.name, settings: defaultValues(record.fields) } },
    });
}

function chooseSchedule(value: AnyFieldValue): void {
  const record = schedules.find(({ name }) => name === value);
  if (record)
    run({
      command: "set-training",
      label: `use the schedule ${record.title.toLowerCase()}`,
      values: { schedule: newSchedule(record.name) },
    });
}

function runLabel(name: string): string {
  return labelOf(runFields, name);
}

function labelOf(fields: Readonly<Record<string, { readonly label: string }>>, name: string): string {
  return (fields[name]?.label ?? name).toLowerCase();
}
