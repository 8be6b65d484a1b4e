import { useSettings } from "../settings.ts";

/** Follows the person's choice, or the system's colours. Call once. */
export function followTheme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const { theme } = useSettings.getState();
    document.documentElement.dataset.theme = theme === "system" ? (dark.matches ? "dark" : "light") : theme;
  };
  useSettings.subscribe(apply);
  dark.addEventListener("change", apply);
  apply();
}
