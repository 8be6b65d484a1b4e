import { useMemo } from "react";
import type { AnyFieldValues, ArrivingShapes, NumbersField } from "../../engine/layers/fields.ts";
import { say, translate } from "../../engine/words/say.ts";
import { numbersText, parseNumbers } from "./number-text.ts";
import { useTyped } from "./use-typed.ts";

export interface NumberTableProps {
  readonly field: NumbersField;
  readonly value: readonly number[];
  /** The other settings, which say how long a row is. */
  readonly values: AnyFieldValues;
  /** What arrives at the layer, which can say it too. */
  readonly inputs: ArrivingShapes;
  readonly describedBy?: string | undefined;
  readonly onCommit: (value: readonly number[]) => void;
  readonly onRefused: (reason: string | null) => void;
}

/** Numbers in rows, typed or pasted, and buttons that add whole blocks or fill a table. Leaving the field commits, Escape goes back. */
export function NumberTable(props: NumberTableProps) {
  const { field, value, values, inputs, describedBy, onCommit, onRefused } = props;
  const rowLength = field.rowLength(values, inputs);
  const text = useMemo(() => numbersText(value, rowLength), [value, rowLength]);
  const block = field.blockLength(values, inputs);
  const {
    typed,
    field: typedField,
    goBackAtEscape,
  } = useTyped({
    text,
    parse: (words) => parseNumbers(words, field),
    onCommit,
    onRefused,
  });
  return (
    <div className="control-table">
      <textarea
        rows={Math.min(12, Math.max(3, typed.split("\n").length))}
        wrap="off"
        {...typedField}
        aria-label={field.label}
        aria-describedby={describedBy}
        onKeyDown={goBackAtEscape}
      />
      {field.presets.length > 0 ? (
        <div className="control-presets">
          {field.presets.map(({ label, numbers }) => (
            <button
              key={label}
              type="button"
              className="button"
              aria-label={
                field.table
                  ? say("Fill with {numbers}", { numbers: translate(label) })
                  : say("Add {numbers}", { numbers: translate(label) })
              }
              disabled={block === null || block > field.most}
              onClick={() => onCommit([...(field.table ? [] : value), ...numbers(values, inputs)])}
            >
              {translate(label)}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
