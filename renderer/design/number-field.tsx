import { type NumberLimits, numberText, parseNumber, stepNumber, usefulStep } from "./number-text.ts";
import { TypedInput } from "./typed-input.tsx";

export interface NumberFieldProps extends NumberLimits {
  readonly label: string;
  readonly value: number;
  /** How far an arrow key goes; 1 for whole numbers. */
  readonly step?: number;
  readonly unit?: string | undefined;
  readonly onCommit: (value: number) => void;
  readonly onRefused: (reason: string | null) => void;
  readonly describedBy?: string | undefined;
}

/** A whole or decimal number within limits. */
export function NumberField(props: NumberFieldProps) {
  return (
    <span className={`control control-number ${props.unit ? "has-unit" : ""}`}>
      <NumberInput {...props} />
      {props.unit ? <span className="control-unit">{props.unit}</span> : null}
    </span>
  );
}

/** The input alone, for fields of several numbers. */
export function NumberInput({ value, minimum, maximum, integer, step = 1, ...rest }: NumberFieldProps) {
  const limits = { minimum, maximum, integer };
  return (
    <TypedInput
      label={rest.label}
      text={numberText(value)}
      parse={(text) => parseNumber(text, limits)}
      onCommit={rest.onCommit}
      onRefused={rest.onRefused}
      step={(direction) => stepNumber(value, direction * (integer ? step : usefulStep(value, step)), limits)}
      describedBy={rest.describedBy}
    />
  );
}
