import { useEffect } from "react";
import type { MenuCommand } from "../../app/contract/desktop.ts";
import { takesText } from "../document/shortcuts.ts";

/** What keyboard and menus can ask for, besides the menu's own names. */
export type ShellCommand = MenuCommand | "step-batch" | "step-epoch" | "shortcuts";
export type Commands = Readonly<Record<ShellCommand, () => void>>;

export interface Shortcut {
  readonly keys: string;
  readonly does: string;
  /** Null where another part of the window listens itself. */
  readonly command: ShellCommand | null;
}

/** The one table of keys: it drives the keyboard, the menus' hints and the list of shortcuts. */
export const shortcuts: readonly { readonly group: string; readonly entries: readonly Shortcut[] }[] = [
  {
    group: "Files",
    entries: [
      { keys: "Ctrl N", does: "New project", command: "new" },
      { keys: "Ctrl O", does: "Open", command: "open" },
      { keys: "Ctrl S", does: "Save", command: "save" },
      { keys: "Ctrl Shift S", does: "Save as", command: "save-as" },
    ],
  },
  {
    group: "Edit",
    entries: [
      { keys: "Ctrl Z", does: "Undo", command: null },
      { keys: "Ctrl Shift Z", does: "Redo", command: null },
      { keys: "Ctrl C", does: "Copy", command: null },
      { keys: "Ctrl X", does: "Cut", command: null },
      { keys: "Ctrl V", does: "Paste", command: null },
      { keys: "Ctrl D", does: "Duplicate", command: null },
      { keys: "Ctrl A", does: "Select all", command: null },
      { keys: "Delete", does: "Delete the selection", command: null },
    ],
  },
  {
    group: "Training",
    entries: [
      { keys: "Ctrl Enter", does: "Train or pause", command: "train-or-pause" },
      { keys: ".", does: "One batch", command: "step-batch" },
      { keys: "Shift .", does: "One epoch", command: "step-epoch" },
    ],
  },
  {
    group: "View",
    entries: [
      { keys: "Ctrl B", does: "Palette", command: "toggle-palette" },
      { keys: "Ctrl I", does: "Inspector", command: "toggle-inspector" },
      { keys: "Ctrl J", does: "Dock", command: "toggle-dock" },
      { keys: "F6", does: "Next region", command: null },
      { keys: "Ctrl +", does: "Zoom in", command: null },
      { keys: "Ctrl −", does: "Zoom out", command: null },
      { keys: "Ctrl 0", does: "Zoom to 100 %", command: null },
      { keys: "Shift 1", does: "Fit the network", command: null },
      { keys: "Shift 2", does: "Fit the selection", command: null },
    ],
  },
  {
    group: "Network",
    entries: [
      { keys: "/", does: "Find a layer", command: null },
      { keys: "Ctrl Shift L", does: "Tidy", command: null },
      { keys: "Arrow keys", does: "Walk along connections", command: null },
      { keys: "Alt arrows", does: "Move a layer by 10 px", command: null },
      { keys: "L", does: "Begin a connection", command: null },
      { keys: "Enter", does: "Open the settings", command: null },
      { keys: "F8", does: "Next problem", command: null },
      { keys: "F1", does: "This list", command: "shortcuts" },
    ],
  },
];

/** The keys of a command as this platform writes them; empty without any. */
export function keysOf(command: ShellCommand): string {
  const entry = shortcuts
    .flatMap(({ entries }) => entries)
    .find((candidate) => candidate.command === command);
  return entry ? platformKeys(entry.keys) : "";
}

export function platformKeys(keys: string): string {
  return isMac() ? keys.replaceAll("Ctrl", "⌘").replaceAll("Shift", "⇧").replaceAll("Alt", "⌥") : keys;
}

function isMac(): boolean {
  return navigator.userAgent.includes("Macintosh");
}

/** Name of a pressed key combination, as in the table. */
export function nameOfKeys(event: {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}): string {
  const key = event.code === "Period" ? "." : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return [
    event.ctrlKey || event.metaKey ? "Ctrl" : "",
    event.altKey ? "Alt" : "",
    event.shiftKey ? "Shift" : "",
    key,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

const byKeys: ReadonlyMap<string, ShellCommand> = new Map<string, ShellCommand>([
  ["Shift ?", "shortcuts"],
  ...shortcuts
    .flatMap(({ entries }) => entries)
    .flatMap(({ keys, command }) => (command === null ? [] : [[keys, command] as const])),
]);

/** Carries out the shell's commands from the keyboard. Keys without Ctrl are left to text fields. */
export function useShortcuts(commands: Commands): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
      const name = nameOfKeys(event);
      const command = byKeys.get(name);
      if (!command || (!name.startsWith("Ctrl") && !name.startsWith("F1") && takesText(event.target))) return;
      event.preventDefault();
      commands[command]();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [commands]);
}
