import { CircleAlert, Info } from "lucide-react";
import { type ReactNode, useCallback, useId, useState } from "react";
import type {
  AnyFieldValue,
  AnyFieldValues,
  ArrivingShapes,
  Field,
  Fields,
} from "../../engine/layers/fields.ts";
import { translate } from "../../engine/words/say.ts";
import { NumberField } from "./number-field.tsx";
import { NumberTable } from "./number-table.tsx";
import { PairField, ShapeInput, SidesField } from "./numbers-field.tsx";
import { Segmented } from "./segmented.tsx";
import { SelectField } from "./select-field.tsx";
import { Switch } from "./switch.tsx";
import { Tooltip } from "./tooltip.tsx";

/** What is to be said of fields, in one line each: a fault outlines its field, a hint only stands below it. */
export type FieldLines = Readonly<Record<string, { readonly text: string; readonly isHint: boolean }>>;

export interface FieldFormProps {
  readonly fields: Fields;
  readonly values: AnyFieldValues;
  /** What arrives at a layer, where its fields depend on it. */
  readonly inputs?: ArrivingShapes;
  readonly problems?: FieldLines;
  readonly onChange: (name: string, value: AnyFieldValue) => void;
}

const noInputs: ArrivingShapes = [];

/** The form of a record: its fields with labels, units, limits and help, as far as they apply now. */
export function FieldForm({ fields, values, inputs = noInputs, problems = {}, onChange }: FieldFormProps) {
  return Object.entries(fields).map(([name, field]) =>
    isVisible(field, values) ? (
      <FieldRow
        key={name}
        name={name}
        field={field}
        value={values[name] ?? field.default}
        values={values}
        inputs={inputs}
        problem={problems[name] ?? null}
        onChange={(value) => onChange(name, value)}
      />
    ) : null,
  );
}

/** Whether a field applies to the other settings. */
export function isVisible(field: Field, values: AnyFieldValues): boolean {
  return field.visibleWhen === undefined || values[field.visibleWhen.field] === field.visibleWhen.equals;
}

export interface FieldRowProps {
  readonly name: string;
  readonly field: Field;
  readonly value: AnyFieldValue;
  /** All settings of the record, where the field depends on others. */
  readonly values?: AnyFieldValues;
  readonly inputs?: ArrivingShapes;
  readonly problem?: FieldLines[string] | null;
  readonly onChange: (value: AnyFieldValue) => void;
}

/** One row: name, control, and the line that says what is wrong. */
export function FieldRow(props: FieldRowProps) {
  const { name, value, values = {}, inputs = noInputs, problem = null, onChange } = props;
  const field = translatedField(props.field);
  const [refused, setRefused] = useState<string | null>(null);
  const describedBy = useId();
  const note = refused ?? problem?.text ?? null;
  const isHint = refused === null && problem?.isHint === true;
  const refuse = useCallback((reason: string | null) => setRefused(reason), []);
  const isWide =
    field.type === "sides" ||
    field.type === "numbers" ||
    (field.type === "choice" && !fitsBesideLabel(field.options));
  return (
    <div
      className={`field ${isWide ? "is-wide" : ""} ${note && !isHint ? "is-wrong" : ""}`}
      data-field={name}
    >
      <Tooltip text={field.help} side="left">
        <span className="field-label">{field.label}</span>
      </Tooltip>
      <FieldControl
        field={field}
        value={value}
        values={values}
        inputs={inputs}
        describedBy={describedBy}
        onChange={onChange}
        onRefused={refuse}
      />
      <span id={describedBy} className="unseen">
        {field.help} {note}
      </span>
      {note ? <FieldNote isHint={isHint}>{note}</FieldNote> : null}
    </div>
  );
}

/** The same field with its words in the person's language. */
function translatedField(field: Field): Field {
  const words = {
    label: translate(field.label),
    help: translate(field.help),
    ...(field.unit ? { unit: translate(field.unit) } : {}),
  };
  if (field.type !== "choice") return { ...field, ...words };
  const options = field.options.map(({ value, label }) => ({ value, label: translate(label) }));
  return { ...field, ...words, options };
}

function FieldNote({ isHint, children }: { readonly isHint: boolean; readonly children: ReactNode }) {
  const Icon = isHint ? Info : CircleAlert;
  return (
    // A hint can wait: it is read with its field, and interrupts nobody.
    <span className={`field-note ${isHint ? "is-hint" : ""}`} role={isHint ? undefined : "alert"}>
      <Icon size={14} aria-hidden />
      <span>{children}</span>
    </span>
  );
}

interface FieldControlProps {
  readonly field: Field;
  readonly value: AnyFieldValue;
  readonly values: AnyFieldValues;
  readonly inputs: ArrivingShapes;
  readonly describedBy: string;
  readonly onChange: (value: AnyFieldValue) => void;
  readonly onRefused: (reason: string | null) => void;
}

function FieldControl(props: FieldControlProps) {
  const { field, value, values, inputs, describedBy, onChange, onRefused } = props;
  const common = { label: field.label, describedBy, onRefused, onCommit: onChange };
  switch (field.type) {
    case "integer":
    case "number":
      return (
        <NumberField
          {...common}
          value={Number(value)}
          minimum={field.minimum}
          maximum={field.maximum}
          integer={field.type === "integer"}
          step={field.type === "number" ? field.step : 1}
          unit={field.unit}
        />
      );
    case "pair": {
      const [rows = 0, columns = 0] = numbersOf(value);
      return (
        <PairField {...common} value={[rows, columns]} minimum={field.minimum} maximum={field.maximum} />
      );
    }
    case "sides": {
      const [top = 0, bottom = 0, left = 0, right = 0] = numbersOf(value);
      return <SidesField {...common} value={[top, bottom, left, right]} maximum={field.maximum} />;
    }
    case "numbers": {
      const { onRefused, onCommit } = common;
      const table = { field, values, inputs, describedBy, onRefused, onCommit };
      return <NumberTable {...table} value={numbersOf(value)} />;
    }
    case "shape":
      return <ShapeInput {...common} value={numbersOf(value)} />;
    case "toggle":
      return (
        <Switch label={field.label} describedBy={describedBy} checked={value === true} onChange={onChange} />
      );
    case "choice": {
      const choice = {
        label: field.label,
        describedBy,
        value: String(value),
        options: field.options,
        onChange,
      };
      return isShort(field.options) ? <Segmented {...choice} /> : <SelectField {...choice} />;
    }
  }
}

function numbersOf(value: AnyFieldValue): readonly number[] {
  return typeof value === "object" ? value : [];
}

type Options = readonly { readonly label: string }[];

/** Few and short choices are all in sight, others open a list. */
function isShort(options: Options): boolean {
  return options.length <= 4 && options.reduce((sum, { label }) => sum + label.length, 0) <= 26;
}

function fitsBesideLabel(options: Options): boolean {
  return isShort(options) || options.every(({ label }) => label.length <= 14);
}
