import { useSettings } from "../settings.ts";
import { isDark } from "../views/theme.ts";

/** Follows the person's choice, or the system's colours. Call once. */
export function followTheme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const systemColours = matchMedia("(forced-colors: active)");
  const isDarkNow = () => {
    // Their ground is the system's, whatever was chosen: inks of the other theme could not be read on it.
    if (systemColours.matches) return isDark("canvas");
    const { theme } = useSettings.getState();
    return theme === "system" ? dark.matches : theme === "dark";
  };
  const apply = () => {
    document.documentElement.dataset.theme = isDarkNow() ? "dark" : "light";
  };
  useSettings.subscribe(apply);
  for (const media of [dark, systemColours]) media.addEventListener("change", apply);
  apply();
}
