import { useSyncExternalStore } from "react";
import { create } from "zustand";

export const transportHeight = 46;
const usualHeight = 232;
/** Below this the charts have no room, and the dock closes. */
const leastOpen = 150;
/** Share of the window that the dock may take. */
const largestShare = 0.6;
const lowWindow = "(max-height: 799px)";

export interface DockState {
  /** Height of the open dock, in pixels. */
  readonly height: number;
  /** What the person chose; null leaves it to the height of the window. */
  readonly open: boolean | null;
}

export const useDock = create<DockState>()(() => ({ height: usualHeight, open: null }));

/** Opens or closes the dock; in low windows it starts closed. */
export function toggleDock(): void {
  useDock.setState(({ open }) => ({ open: !(open ?? !matchMedia(lowWindow).matches) }));
}

/** Takes the height that a person drags to, in pixels; a very small one closes the dock. */
export function resizeDock(wanted: number, windowHeight: number): void {
  useDock.setState(heightFor(wanted, windowHeight));
}

/** The dock after dragging it to `wanted` pixels in a window of that height. */
export function heightFor(wanted: number, windowHeight: number): Partial<DockState> {
  if (wanted < leastOpen * 0.7) return { open: false };
  const most = Math.max(leastOpen, Math.round(windowHeight * largestShare));
  return { open: true, height: Math.max(leastOpen, Math.min(most, Math.round(wanted))) };
}

/** Whether the dock shows more than its transport row. */
export function useDockOpen(): boolean {
  const chosen = useDock((state) => state.open);
  const isLow = useSyncExternalStore(
    (changed) => {
      const query = matchMedia(lowWindow);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => matchMedia(lowWindow).matches,
  );
  return chosen ?? !isLow;
}
