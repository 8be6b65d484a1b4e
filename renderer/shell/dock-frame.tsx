import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react";
import { say } from "../../engine/words/say.ts";

const least = 160;
const usual = 232;

/** The place of the dock, with the handle that resizes it up to 60 % of the window. Collapsed it is one row. */
export function DockFrame({
  collapsed,
  children,
}: {
  readonly collapsed: boolean;
  readonly children: ReactNode;
}) {
  const [height, setHeight] = useState(usual);
  const resize = (wanted: number) => setHeight(Math.max(least, Math.min(wanted, window.innerHeight * 0.6)));
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const handle = event.currentTarget;
    const bottom = event.clientY + height;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => resize(bottom - moved.clientY);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", move), {
      once: true,
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowUp" ? 20 : event.key === "ArrowDown" ? -20 : 0;
    if (by === 0) return;
    event.preventDefault();
    resize(height + by);
  };
  return (
    <section
      className={`dock-frame ${collapsed ? "is-collapsed" : ""}`}
      style={collapsed ? undefined : { height }}
      data-region="dock"
      aria-label={say("Training")}
    >
      {collapsed ? null : (
        // biome-ignore lint/a11y/useSemanticElements: a separator that is moved is not a rule
        <div
          className="dock-handle"
          role="separator"
          aria-orientation="horizontal"
          aria-label={say("Height of the training panel")}
          aria-valuenow={Math.round(height)}
          aria-valuemin={least}
          aria-valuemax={Math.round(window.innerHeight * 0.6)}
          tabIndex={0}
          onPointerDown={onPointerDown}
          onKeyDown={onKeyDown}
        />
      )}
      {children}
    </section>
  );
}
