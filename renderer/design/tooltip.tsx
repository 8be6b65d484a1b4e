import { Tooltip as Primitive } from "radix-ui";
import { type ReactElement, type ReactNode, useRef, useState } from "react";

/** Holds the one delay that all tooltips share: after the first, the next ones open at once. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Primitive.Provider delayDuration={450} skipDelayDuration={250}>
      {children}
    </Primitive.Provider>
  );
}

export interface TooltipProps {
  readonly text: ReactNode;
  readonly side?: "top" | "right" | "bottom" | "left";
  /** One element that takes props and a ref. */
  readonly children: ReactElement;
}

/** Words that explain, shown on hover and focus. Never the only place of something needed. */
export function Tooltip({ text, side = "bottom", children }: TooltipProps) {
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  if (text === null || text === undefined || text === "") return children;
  // A focus that comes back by itself, after a click in a menu, asks for no words; and they would take the next Escape.
  const isWanted = () => trigger.current?.matches(":hover, :focus-visible") ?? false;
  return (
    <Primitive.Root open={open} onOpenChange={(wished) => setOpen(wished && isWanted())}>
      <Primitive.Trigger asChild ref={trigger}>
        {children}
      </Primitive.Trigger>
      {/* Outside an open dialog nothing can be seen. */}
      <Primitive.Portal container={trigger.current?.closest("dialog")}>
        <Primitive.Content className="tooltip" side={side} sideOffset={6} collisionPadding={8}>
          {text}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
