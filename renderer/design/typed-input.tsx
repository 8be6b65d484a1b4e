import { type KeyboardEvent, useEffect, useState } from "react";

export interface TypedInputProps<Value> {
  readonly label: string;
  /** The value as text; whenever it changes from outside, it replaces what stands in the field. */
  readonly text: string;
  readonly parse: (text: string) => { readonly value: Value } | { readonly reason: string };
  readonly onCommit: (value: Value) => void;
  /** Called with the reason while what was typed is refused, and with null when it is fine again. */
  readonly onRefused: (reason: string | null) => void;
  /** The value after arrow keys: 1 and -1, 10 and -10 with Shift. */
  readonly step?: (direction: number) => Value;
  readonly describedBy?: string | undefined;
}

/**
 * A field for anything that is typed. Enter or leaving the field commits, Escape goes back to the last value.
 * Text that cannot be read stays where it is and is marked.
 */
export function TypedInput<Value>(props: TypedInputProps<Value>) {
  const { text, parse, onCommit, onRefused, step } = props;
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
    const parsed = parse(typed);
    if ("reason" in parsed) return settle(parsed.reason);
    settle(null);
    setTyped(text); // the new value comes back as `text`; the same value leaves the old one
    onCommit(parsed.value);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") commit();
    else if (event.key === "Escape") {
      setTyped(text);
      settle(null);
      if (typed !== text) event.stopPropagation();
    } else if (step && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      onCommit(step((event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1)));
    }
  };
  return (
    <input
      type="text"
      spellCheck={false}
      autoComplete="off"
      aria-label={props.label}
      aria-invalid={isRefused || undefined}
      aria-describedby={props.describedBy}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
    />
  );
}
