import { create } from "zustand";
import { desktopBridge } from "../desktop.ts";

export type ThemeChoice = "system" | "light" | "dark";
const choices: readonly ThemeChoice[] = ["system", "light", "dark"];
const storageKey = "layerlab-theme";

export const useThemeChoice = create<{ readonly choice: ThemeChoice }>()(() => ({ choice: "system" }));

/** Follows the system's colours, which the main process sets to the person's choice. Call once. */
export function setUpTheme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const { choice } = useThemeChoice.getState();
    document.documentElement.dataset.theme = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
  };
  dark.addEventListener("change", apply);
  useThemeChoice.subscribe(apply);
  const kept = choices.find((choice) => choice === localStorage.getItem(storageKey));
  if (kept) chooseTheme(kept);
  apply();
}

/** Acts at once, and is kept for the next start. */
export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(storageKey, choice);
  useThemeChoice.setState({ choice });
  void desktopBridge().setTheme({ theme: choice });
}
