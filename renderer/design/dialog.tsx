import { type ReactNode, useEffect, useId, useRef } from "react";

export interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** The row of buttons at the bottom; the primary one takes the focus. */
  readonly buttons: ReactNode;
  /** Escape was pressed. */
  readonly onClose: () => void;
  /** Styles of its own, such as another width. */
  readonly className?: string;
}

/**
 * A question or message over the window. The browser's own modal dialog keeps focus inside and the rest inert;
 * the ones of script libraries inject a style element, which the content security policy blocks.
 */
export function Dialog({ title, children, buttons, onClose, className = "" }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const name = useId();
  useEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    const before = document.activeElement;
    dialog.showModal();
    dialog.querySelector<HTMLElement>(".dialog-buttons .is-primary")?.focus({ preventScroll: true });
    return () => {
      dialog.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      className={`dialog ${className}`}
      aria-labelledby={name}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={name}>{title}</h2>
      {children}
      <div className="dialog-buttons">{buttons}</div>
    </dialog>
  );
}
