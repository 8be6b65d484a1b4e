export interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly describedBy?: string | undefined;
}

/** On or off, at once. */
export function Switch({ label, checked, onChange, describedBy }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-label={label}
      aria-checked={checked}
      aria-describedby={describedBy}
      onClick={() => onChange(!checked)}
    />
  );
}
