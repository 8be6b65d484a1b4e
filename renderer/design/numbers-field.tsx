import { useState } from "react";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { NumberInput } from "./number-field.tsx";
import { parseShape } from "./number-text.ts";
import { TypedInput } from "./typed-input.tsx";

interface SeveralNumbers<Value extends readonly number[]> {
  readonly label: string;
  readonly value: Value;
  readonly maximum: number;
  readonly onCommit: (value: Value) => void;
  readonly onRefused: (reason: string | null) => void;
  readonly describedBy?: string | undefined;
}

export interface PairFieldProps extends SeveralNumbers<readonly [number, number]> {
  readonly minimum: number;
}

/** Two whole numbers, rows before columns: `3 × 3`. */
export function PairField({ value: [rows, columns], label, onCommit, ...rest }: PairFieldProps) {
  const refuse = useRefusals(rest.onRefused);
  return (
    <span className="control control-pair">
      <NumberInput
        {...rest}
        integer
        label={say("{label}, rows", { label })}
        value={rows}
        onCommit={(value) => onCommit([value, columns])}
        onRefused={(reason) => refuse("rows", reason)}
      />
      <span className="control-unit" aria-hidden>
        ×
      </span>
      <NumberInput
        {...rest}
        integer
        label={say("{label}, columns", { label })}
        value={columns}
        onCommit={(value) => onCommit([rows, value])}
        onRefused={(reason) => refuse("columns", reason)}
      />
    </span>
  );
}

const sides = ["top", "bottom", "left", "right"] as const;
const sideNames = {
  top: phrase("top"),
  bottom: phrase("bottom"),
  left: phrase("left"),
  right: phrase("right"),
} as const;

/** Whole numbers for the four sides. */
export function SidesField(props: SeveralNumbers<readonly [number, number, number, number]>) {
  const { value, label, maximum, onCommit, describedBy } = props;
  const refuse = useRefusals(props.onRefused);
  const [top, bottom, left, right] = value;
  const changed = (side: (typeof sides)[number], size: number) =>
    onCommit([
      side === "top" ? size : top,
      side === "bottom" ? size : bottom,
      side === "left" ? size : left,
      side === "right" ? size : right,
    ]);
  return (
    <div className="control-sides">
      {sides.map((side, index) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the input is inside, in NumberInput
        <label key={side}>
          <span className="control">
            <NumberInput
              label={`${label}, ${translate(sideNames[side])}`}
              value={value[index] ?? 0}
              minimum={0}
              maximum={maximum}
              integer
              onCommit={(size) => changed(side, size)}
              onRefused={(reason) => refuse(side, reason)}
              describedBy={describedBy}
            />
          </span>
          {translate(sideNames[side])}
        </label>
      ))}
    </div>
  );
}

export interface ShapeInputProps {
  readonly label: string;
  readonly value: readonly number[];
  readonly onCommit: (value: readonly number[]) => void;
  readonly onRefused: (reason: string | null) => void;
  readonly describedBy?: string | undefined;
}

/** A tensor shape, channels first: `1×28×28`. */
export function ShapeInput({ value, ...rest }: ShapeInputProps) {
  return (
    <span className="control control-number has-unit">
      <TypedInput {...rest} text={value.join("×")} parse={parseShape} />
    </span>
  );
}

/** One line of explanation for several inputs: the first refusal that still stands. */
function useRefusals(tell: (reason: string | null) => void) {
  const [reasons] = useState(() => new Map<string, string>());
  return (part: string, reason: string | null) => {
    if (reason === null) reasons.delete(part);
    else reasons.set(part, reason);
    tell(reasons.values().next().value ?? null);
  };
}
