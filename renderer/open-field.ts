import { focusRegion, regionNamed } from "./shell/regions.ts";
import { useShell } from "./shell/store.ts";

/** Shows the inspector, in a window of any size, and gives the focus to a field of it; to its first one by default. */
export function openField(selector = "[data-field]"): void {
  useShell.setState({ inspector: true });
  requestAnimationFrame(() => {
    const inspector = regionNamed("inspector");
    const field = inspector?.querySelector<HTMLElement>(
      ["input", "select", "textarea", "button"].map((control) => `${selector} ${control}`).join(", "),
    );
    if (field) {
      field.scrollIntoView({ block: "center" });
      field.focus();
    } else if (inspector) focusRegion(inspector);
  });
}
