import { Popover as Primitive } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

export interface PopoverProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly label: string;
  readonly children: ReactNode;
  readonly side?: "top" | "right" | "bottom" | "left";
  readonly align?: "start" | "center" | "end";
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly className?: string;
  /** Where it is put on the page; at its end when left out. */
  readonly container?: HTMLElement | null;
}

/** A card beside its button; Escape or a click elsewhere closes it. Not modal: a modal one injects styles. */
export function Popover(props: PopoverProps) {
  const { trigger, label, children, side = "bottom", align = "start", className = "" } = props;
  const control = {
    ...(props.open === undefined ? {} : { open: props.open }),
    ...(props.onOpenChange ? { onOpenChange: props.onOpenChange } : {}),
  };
  return (
    <Primitive.Root {...control}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal container={props.container ?? undefined}>
        <Primitive.Content
          className={`popover ${className}`}
          aria-label={label}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={12}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** Closes the popover around it when pressed. */
export function PopoverClose({ children }: { readonly children: ReactElement }) {
  return <Primitive.Close asChild>{children}</Primitive.Close>;
}
