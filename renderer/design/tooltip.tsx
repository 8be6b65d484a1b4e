import { Tooltip as Primitive } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

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
  if (text === null || text === undefined || text === "") return children;
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content className="tooltip" side={side} sideOffset={6} collisionPadding={8}>
          {text}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
