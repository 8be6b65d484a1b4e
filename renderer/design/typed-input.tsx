import type { KeyboardEvent } from "react";
import { type TypedParts, useTyped } from "./use-typed.ts";

export interface TypedInputProps<Value> extends TypedParts<Value> {
  readonly label: string;
  /** The value after arrow keys: 1 and -1, 10 and -10 with Shift. */
  readonly step?: (direction: number) => Value;
  readonly describedBy?: string | undefined;
}

/** A line for anything that is typed, as `useTyped` says. Enter commits too. */
export function TypedInput<Value>(props: TypedInputProps<Value>) {
  const { label, step, describedBy, onCommit } = props;
  const { field, commit, goBackAtEscape } = useTyped(props);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    goBackAtEscape(event);
    if (event.key === "Enter") commit();
    else if (step && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      onCommit(step((event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1)));
    }
  };
  return (
    <input type="text" {...field} aria-label={label} aria-describedby={describedBy} onKeyDown={onKeyDown} />
  );
}
