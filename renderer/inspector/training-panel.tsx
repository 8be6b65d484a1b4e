import type { ReactNode } from "react";
import { type AnyFieldValue, defaultValues } from "../../engine/layers/fields.ts";
import { optimizers } from "../../engine/training/optimizers.ts";
import { newSchedule, schedules } from "../../engine/training/schedules.ts";
import { FieldForm, FieldRow } from "../design/field-form.tsx";
import { Formula } from "../design/formula.tsx";
import type { TrainingSettings } from "../document/command.ts";
import { run, useDocument } from "../document/store.ts";
import { Section } from "./section.tsx";
import { optimizerField, runFields, scheduleField } from "./training-fields.ts";

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
        {quietLine}
      </Section>
      <Section title="Optimiser">
        <FieldRow
          name="optimizer"
          field={optimizerField}
          value={record.name}
          onChange={(value) => chooseOptimizer(value)}
        />
        <FieldForm
          fields={record.fields}
          values={training.optimizer.settings}
          onChange={(name, value) => {
            const settings = { ...training.optimizer.settings, [name]: value };
            set(name, labelOf(record.fields, name), { optimizer: { name: record.name, settings } });
          }}
        />
        <Formula tex={record.formula} />
        <p className="inspector-text">{record.summary}</p>
      </Section>
      <ScheduleSection chosen={training.schedule ?? newSchedule(schedules[0].name)} />
    </>
  );
}

/** What becomes of the learning rate in the course of the run. */
function ScheduleSection({ chosen }: { readonly chosen: NonNullable<TrainingSettings["schedule"]> }) {
  const record = schedules.find(({ name }) => name === chosen.name) ?? schedules[0];
  return (
    <Section title="Learning-rate schedule">
      <FieldRow
        name="schedule"
        field={scheduleField}
        value={record.name}
        onChange={(value) => chooseSchedule(value)}
      />
      <FieldForm
        fields={record.fields}
        values={chosen.settings}
        onChange={(name, value) => {
          const settings = { ...chosen.settings, [name]: value };
          set(`schedule ${name}`, labelOf(record.fields, name), {
            schedule: { name: record.name, settings },
          });
        }}
      />
      <Formula tex={record.formula} />
      <p className="inspector-text">{record.summary}</p>
    </Section>
  );
}

function set(merge: string, label: string, values: Partial<TrainingSettings>): void {
  run({ command: "set-training", label: `set ${label}`, values, merge: `training ${merge}` });
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
