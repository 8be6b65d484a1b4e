import { ChevronDown } from "lucide-react";

export interface SelectFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly describedBy?: string | undefined;
}

/** Letters of a choice that are in sight in any form; a longer one is told by a tip, too. */
const longestInSight = 24;

/** One of many choices: the platform's own list, with its keys. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const chosen = props.options.find(({ value }) => value === props.value)?.label ?? "";
  return (
    <div className="select-frame">
      <select
        className="select"
        aria-label={props.label}
        aria-describedby={props.describedBy}
        value={props.value}
        title={chosen.length > longestInSight ? chosen : undefined}
        onChange={(event) => {
          const wanted = props.options.find(({ value }) => value === event.target.value);
          if (wanted) props.onChange(wanted.value);
        }}
      >
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden />
    </div>
  );
}
