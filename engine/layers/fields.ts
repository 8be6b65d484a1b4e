import { z } from "zod";
import type { Shape } from "../tensor.ts";
import { exactNumber } from "../words/numbers.ts";
import { say, translate } from "../words/say.ts";

interface FieldBase {
  readonly label: string;
  /** One sentence in plain words, shown under the form and in the help. */
  readonly help: string;
  readonly unit?: string;
  /** Shown only while another field of the same layer has this value. */
  readonly visibleWhen?: { readonly field: string; readonly equals: string | boolean };
}

export interface IntegerField extends FieldBase {
  readonly type: "integer";
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
}
export interface NumberField extends FieldBase {
  readonly type: "number";
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly default: number;
}
/** Two whole numbers, rows before columns: kernel, stride, dilation. */
export interface PairField extends FieldBase {
  readonly type: "pair";
  readonly minimum: number;
  readonly maximum: number;
  readonly default: readonly [number, number];
}
/** Whole numbers for top, bottom, left, right. */
export interface SidesField extends FieldBase {
  readonly type: "sides";
  readonly maximum: number;
  readonly default: readonly [number, number, number, number];
}
export interface ChoiceField<Value extends string = string> extends FieldBase {
  readonly type: "choice";
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly default: Value;
}
export interface ToggleField extends FieldBase {
  readonly type: "toggle";
  readonly default: boolean;
}
/** A tensor shape, `[C, H, W]` or `[N]`. */
export interface ShapeField extends FieldBase {
  readonly type: "shape";
  readonly default: readonly number[];
}
/** The shapes that arrive at a layer; null where nothing is connected or the shape is not known. */
export type ArrivingShapes = readonly (Shape | null)[];

/** Any count of numbers, laid out in rows and in blocks of rows. */
export interface NumbersField extends FieldBase {
  readonly type: "numbers";
  /** No number is further from zero. */
  readonly limit: number;
  /** How many there can be. */
  readonly most: number;
  readonly default: readonly number[];
  rowLength(values: AnyFieldValues, inputs: ArrivingShapes): number;
  /** Their count is a multiple of this; null while that is not known, or where no numbers are needed. */
  blockLength(values: AnyFieldValues, inputs: ArrivingShapes): number | null;
  /** For what is exactly one block, or empty: what its numbers are, and how they lie, such as `a row for each unit`. */
  readonly table?: { readonly of: string; readonly layout: string };
  /** Blocks that one click adds, or puts in the place of a table. */
  readonly presets: readonly {
    readonly label: string;
    numbers(values: AnyFieldValues, inputs: ArrivingShapes): readonly number[];
  }[];
}

export type Field =
  | IntegerField
  | NumberField
  | PairField
  | SidesField
  | ChoiceField
  | ToggleField
  | ShapeField
  | NumbersField;
export type Fields = Readonly<Record<string, Field>>;

/** The value that a field holds in a node. */
export type FieldValue<F extends Field> =
  F extends ChoiceField<infer Value>
    ? Value
    : F extends IntegerField | NumberField
      ? number
      : F extends ToggleField
        ? boolean
        : F extends PairField
          ? readonly [number, number]
          : F extends SidesField
            ? readonly [number, number, number, number]
            : readonly number[];

export type FieldValues<F extends Fields> = { readonly [Name in keyof F]: FieldValue<F[Name]> };
export type AnyFieldValue = number | boolean | string | readonly number[];
export type AnyFieldValues = Readonly<Record<string, AnyFieldValue>>;

/** The values that a new node starts with. */
export function defaultValues<const Form extends Fields>(fields: Form): FieldValues<Form> {
  const values = Object.entries(fields).map(([name, field]) => [name, field.default]);
  return Object.fromEntries(values) as FieldValues<Form>;
}

/** The schema of one saved field; its messages name the limits. */
export function fieldSchema(field: Field): z.ZodType<AnyFieldValue> {
  switch (field.type) {
    case "integer": {
      const { label, minimum, maximum } = field;
      const error = () =>
        say("{field} must be a whole number from {minimum} to {maximum}.", {
          field: translate(label),
          minimum,
          maximum,
        });
      return z.int({ error }).min(minimum, { error }).max(maximum, { error });
    }
    case "number": {
      const { label, minimum, maximum } = field;
      const error = () =>
        say("{field} must be a number from {minimum} to {maximum}.", {
          field: translate(label),
          minimum: exactNumber(minimum),
          maximum: exactNumber(maximum),
        });
      return z.number({ error }).min(minimum, { error }).max(maximum, { error });
    }
    case "pair": {
      const part = z.int().min(field.minimum).max(field.maximum);
      return z.tuple([part, part]).readonly();
    }
    case "sides": {
      const part = z.int().min(0).max(field.maximum);
      return z.tuple([part, part, part, part]).readonly();
    }
    case "choice":
      return z.enum(field.options.map((option) => option.value));
    case "toggle":
      return z.boolean();
    case "numbers":
      return z.array(z.number().min(-field.limit).max(field.limit)).max(field.most).readonly();
    case "shape":
      return z.array(z.int().min(1).max(1_000_000)).min(1).max(3).readonly();
  }
}

/** The schema of all fields of a layer. A missing field takes its default: older files stay readable. */
export function fieldsSchema<const Form extends Fields>(fields: Form): z.ZodType<FieldValues<Form>> {
  const schema = z
    .strictObject(
      Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [name, fieldSchema(field).default(field.default)]),
      ),
    )
    .readonly();
  // Each field's schema gives the value that its type names; zod cannot see that through the list of entries.
  return schema as z.ZodType<unknown> as z.ZodType<FieldValues<Form>>;
}
