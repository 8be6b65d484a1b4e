import { Toolbar as Primitive } from "radix-ui";
import type { ReactNode } from "react";

/** Buttons in a row that are one stop for Tab: arrow keys go from one to the next, and Tab comes back to the last. */
export function Toolbar(props: {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <Primitive.Root className={props.className} aria-label={props.label}>
      {props.children}
    </Primitive.Root>
  );
}

/** A button of a toolbar, with whatever a button takes. */
export const ToolbarButton = Primitive.Button;
