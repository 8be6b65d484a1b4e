import type { ComponentPropsWithRef, ReactNode } from "react";
import { Tooltip } from "./tooltip.tsx";

export interface ButtonProps extends Omit<ComponentPropsWithRef<"button">, "disabled" | "title"> {
  readonly look?: "plain" | "primary" | "ghost";
  readonly large?: boolean;
  /** Why it cannot be used now. The button stays in the focus order, so that the reason can be read. */
  readonly disabledReason?: string | null | undefined;
  readonly tooltip?: ReactNode;
}

/** One filled (primary) button a screen. */
export function Button({
  look = "plain",
  large = false,
  disabledReason,
  tooltip,
  className = "",
  onClick,
  ...rest
}: ButtonProps) {
  const isDisabled = disabledReason !== null && disabledReason !== undefined;
  const classes = ["button", look === "plain" ? "" : `is-${look}`, large ? "is-large" : "", className];
  return (
    <Tooltip text={disabledReason ?? tooltip}>
      <button
        type="button"
        className={classes.filter(Boolean).join(" ")}
        aria-disabled={isDisabled || undefined}
        onClick={isDisabled ? undefined : onClick}
        {...rest}
      />
    </Tooltip>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, "large"> {
  /** What it does, for screen readers and as tooltip. */
  readonly label: string;
}

/** A button that shows an icon only. */
export function IconButton({ label, look = "ghost", tooltip, className = "", ...rest }: IconButtonProps) {
  return (
    <Button
      look={look}
      tooltip={tooltip ?? label}
      aria-label={label}
      className={`is-icon ${className}`}
      {...rest}
    />
  );
}
