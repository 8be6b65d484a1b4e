import { useEffect } from "react";

/** F6 and Shift F6 move between the regions of the window, in the order of the page. */
export function useRegionKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "F6" || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(
        (region) => region.offsetParent !== null || getComputedStyle(region).position === "fixed",
      );
      const at = regions.findIndex((region) => region.contains(document.activeElement));
      const next = regions[(at + (event.shiftKey ? -1 : 1) + regions.length * 2) % regions.length];
      if (next) focusRegion(next);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

const focusable =
  "button:not([tabindex='-1']), input, select, textarea, a[href], [tabindex]:not([tabindex='-1'])";

/** Focuses the first thing in a region that takes focus, or the region itself. */
export function focusRegion(region: HTMLElement): void {
  const first = region.matches(focusable) ? region : region.querySelector<HTMLElement>(focusable);
  if (!first) region.tabIndex = -1;
  (first ?? region).focus();
}

export function regionNamed(name: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-region="${name}"]`);
}
