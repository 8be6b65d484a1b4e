import { useEffect, useMemo, useState } from "react";
import type { AnyFieldValues, ArrivingShapes, NumbersField } from "../../engine/layers/fields.ts";
import { say, translate } from "../../engine/words/say.ts";
import { numbersText, parseNumbers } from "./number-text.ts";

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
  const [typed, setTyped] = useState(text);
  const [isRefused, setRefused] = useState(false);
  const settle = (reason: string | null) => {
    setRefused(reason !== null);
    onRefused(reason);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new value from outside replaces the text
  useEffect(() => {
    setTyped(text);
    settle(null);
  }, [text]);

  const commit = () => {
    if (typed === text) return settle(null);
    const parsed = parseNumbers(typed, field);
    if ("reason" in parsed) return settle(parsed.reason);
    settle(null);
    setTyped(text); // the new value comes back as `text`; the same value leaves the old one
    onCommit(parsed.value);
  };
  return (
    <div className="control-table">
      <textarea
        rows={Math.min(12, Math.max(3, typed.split("\n").length))}
        wrap="off"
        spellCheck={false}
        autoComplete="off"
        aria-label={field.label}
        aria-invalid={isRefused || undefined}
        aria-describedby={describedBy}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          setTyped(text);
          settle(null);
          if (typed !== text) event.stopPropagation();
        }}
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
