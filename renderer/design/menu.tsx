import { ChevronRight } from "lucide-react";
import { ContextMenu as Primitive } from "radix-ui";
import { type MouseEvent, type ReactNode, useRef, useState } from "react";

export type MenuItem =
  | {
      readonly label: string;
      readonly keys?: string;
      readonly picture?: ReactNode;
      readonly act: () => void;
    }
  | { readonly label: string; readonly items: readonly MenuItem[] }
  | "line";

export interface ContextMenuProps {
  readonly label: string;
  /** What is offered where it is opened, by right click or by the menu key; null leaves the place without a menu. */
  readonly itemsAt: (event: MouseEvent) => readonly MenuItem[] | null;
  readonly children: ReactNode;
}

/** The menu of a place. Not modal: a modal one injects styles. What was chosen is done once the focus is back. */
export function ContextMenu({ label, itemsAt, children }: ContextMenuProps) {
  const [items, setItems] = useState<readonly MenuItem[]>([]);
  const chosen = useRef<(() => void) | null>(null);
  const origin = useRef<Element | null>(null);
  const open = (event: MouseEvent) => {
    const offered = itemsAt(event);
    // Without a menu of its own, the place has none at all.
    if (offered === null || offered.length === 0) return event.preventDefault();
    if (!document.activeElement?.closest(".menu")) origin.current = document.activeElement;
    chosen.current = null;
    setItems(offered);
  };
  const choose = (act: () => void) => {
    chosen.current = act;
  };
  return (
    <Primitive.Root modal={false}>
      <Primitive.Trigger asChild onContextMenu={open}>
        <div className="menu-place">{children}</div>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          className="menu"
          aria-label={label}
          collisionPadding={8}
          loop
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (origin.current instanceof HTMLElement) origin.current.focus({ preventScroll: true });
            chosen.current?.();
            chosen.current = null;
          }}
        >
          <Items items={items} onChoose={choose} />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function Items(props: { readonly items: readonly MenuItem[]; readonly onChoose: (act: () => void) => void }) {
  return props.items.map((item, index) => {
    if (item === "line")
      // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing else
      return <Primitive.Separator key={index} className="menu-line" />;
    if ("items" in item)
      return (
        <Primitive.Sub key={item.label}>
          <Primitive.SubTrigger className="menu-item">
            <span>{item.label}</span>
            <ChevronRight size={14} aria-hidden />
          </Primitive.SubTrigger>
          <Primitive.Portal>
            <Primitive.SubContent className="menu" collisionPadding={8} loop>
              <Items items={item.items} onChoose={props.onChoose} />
            </Primitive.SubContent>
          </Primitive.Portal>
        </Primitive.Sub>
      );
    return (
      <Primitive.Item key={item.label} className="menu-item" onSelect={() => props.onChoose(item.act)}>
        {item.picture}
        <span>{item.label}</span>
        {item.keys ? <kbd>{item.keys}</kbd> : null}
      </Primitive.Item>
    );
  });
}
