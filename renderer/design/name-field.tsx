import { useEffect, useRef, useState } from "react";

export interface NameFieldProps {
  readonly value: string;
  readonly label: string;
  readonly className: string;
  readonly testId: string;
  /** Called with what was typed once it is settled: never empty, never the same as before. */
  readonly onRename: (name: string) => void;
  /** Takes the focus at once, with all of it marked; told when the typing is over. */
  readonly onDone?: () => void;
}

/** A name that is changed where it stands: Enter or leaving it settles, Escape takes it back. */
export function NameField({ value, label, className, testId, onRename, onDone }: NameFieldProps) {
  const [typed, setTyped] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const isAsked = useRef(onDone !== undefined);
  const isOver = useRef(false);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (isAsked.current) field.current?.select();
  }, []);
  const settle = () => {
    if (isOver.current) return;
    const name = typed.trim().slice(0, 80);
    if (name === "" || name === value) setTyped(value);
    else onRename(name);
    onDone?.();
  };
  return (
    <input
      ref={field}
      className={className}
      aria-label={label}
      data-testid={testId}
      spellCheck={false}
      value={typed}
      title={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          setTyped(value);
          event.stopPropagation();
          // A field that is taken away loses the focus, and that must not settle what was taken back.
          isOver.current = onDone !== undefined;
          onDone?.();
        }
        if (event.key === "Enter") event.currentTarget.blur();
      }}
    />
  );
}
