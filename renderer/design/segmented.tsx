import { type ReactNode, useId } from "react";

export interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: ReactNode }[];
  readonly onChange: (value: Value) => void;
  /** The id of a text that says more. */
  readonly describedBy?: string | undefined;
}

/** One of a few choices, all in sight. Radio buttons underneath: arrow keys move the choice. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const group = useId();
  return (
    <div
      className="segmented"
      role="radiogroup"
      aria-label={props.label}
      aria-describedby={props.describedBy}
    >
      {props.options.map(({ value, label }) => (
        <label key={value}>
          <input
            type="radio"
            name={group}
            checked={value === props.value}
            onChange={() => props.onChange(value)}
          />
          {label}
        </label>
      ))}
    </div>
  );
}
