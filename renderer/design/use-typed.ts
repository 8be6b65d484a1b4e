import { type ChangeEvent, type KeyboardEvent, useEffect, useState } from "react";

export interface TypedParts<Value> {
  /** The value as text; whenever it changes from outside, it replaces what stands in the field. */
  readonly text: string;
  readonly parse: (text: string) => { readonly value: Value } | { readonly reason: string };
  readonly onCommit: (value: Value) => void;
  /** Called with the reason while what was typed is refused, and with null when it is fine again. */
  readonly onRefused: (reason: string | null) => void;
}

/**
 * What stands in a field while it is typed. Leaving the field commits, Escape goes back to the last value. Text that
 * cannot be read stays where it is and is marked.
 */
export function useTyped<Value>({ text, parse, onCommit, onRefused }: TypedParts<Value>) {
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
  return {
    typed,
    commit,
    /** Goes back where the key is Escape; with nothing to go back from, the key is left to whoever is around the field. */
    goBackAtEscape: (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setTyped(text);
      settle(null);
      if (typed !== text) event.stopPropagation();
    },
    /** For the element that is typed in. */
    field: {
      spellCheck: false,
      autoComplete: "off",
      value: typed,
      "aria-invalid": isRefused || undefined,
      onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => setTyped(event.target.value),
      onBlur: commit,
    },
  };
}
