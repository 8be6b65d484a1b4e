import { useEffect } from "react";
import type { MenuCommand } from "../../app/contract/desktop.ts";
import { type Arrangement, arrangements } from "../document/arrange.ts";
import { takesText } from "../document/shortcuts.ts";

/** What keyboard and menus can ask for, besides the menu's own names. */
export type ShellCommand = MenuCommand | "look-at-data" | "paint-points";
export type Commands = Readonly<Record<ShellCommand, () => void>>;

export interface Shortcut {
  /** Null for what is only in the command list. */
  readonly keys: string | null;
  readonly does: string;
  /** Null for what the keyboard alone can do, such as walking along connections. */
  readonly command: ShellCommand | null;
  /** Another part of the window listens for the keys itself. */
  readonly heardElsewhere?: true;
  /** Does something on the start screen too. */
  readonly onStart?: true;
}

const arrangementNames = Object.keys(arrangements) as readonly Arrangement[];

/** The one table of commands: it drives the keyboard, the menus' hints, the command list and the list of keys. */
export const shortcuts: readonly { readonly group: string; readonly entries: readonly Shortcut[] }[] = [
  {
    group: "Files",
    entries: [
      { keys: "Ctrl N", does: "New project", command: "new", onStart: true },
      { keys: "Ctrl O", does: "Open", command: "open", onStart: true },
      { keys: "Ctrl S", does: "Save", command: "save" },
      { keys: "Ctrl Shift S", does: "Save as", command: "save-as" },
      { keys: null, does: "Import model", command: "import-model", onStart: true },
      { keys: null, does: "Import data", command: "import-data" },
      { keys: null, does: "Import a folder of pictures", command: "import-folder" },
      { keys: null, does: "Look at the data", command: "look-at-data" },
      { keys: null, does: "Paint points", command: "paint-points" },
      { keys: null, does: "Export model", command: "export-model" },
    ],
  },
  {
    group: "Edit",
    entries: [
      { keys: "Ctrl Z", does: "Undo", command: "undo", heardElsewhere: true },
      { keys: "Ctrl Shift Z", does: "Redo", command: "redo", heardElsewhere: true },
      { keys: "Ctrl C", does: "Copy", command: "copy", heardElsewhere: true },
      { keys: "Ctrl X", does: "Cut", command: "cut", heardElsewhere: true },
      { keys: "Ctrl V", does: "Paste", command: "paste", heardElsewhere: true },
      { keys: "Ctrl D", does: "Duplicate", command: "duplicate", heardElsewhere: true },
      { keys: "Ctrl A", does: "Select all", command: "select-all", heardElsewhere: true },
      { keys: "Delete", does: "Delete the selection", command: "delete", heardElsewhere: true },
    ],
  },
  {
    group: "Network",
    entries: [
      { keys: "/", does: "Find a layer", command: null },
      { keys: "Ctrl F", does: "Find on the canvas", command: "find-on-canvas" },
      { keys: null, does: "Add a note", command: "add-note" },
      { keys: "Ctrl Shift L", does: "Tidy", command: "tidy", heardElsewhere: true },
      ...arrangementNames.map((command) => ({
        keys: arrangements[command].keys,
        does: arrangements[command].title,
        command,
      })),
      { keys: "Arrow keys", does: "Walk along connections", command: null },
      { keys: "Alt drag", does: "Drag a copy of the layers", command: null },
      { keys: "Alt arrows", does: "Move a layer by 10 px", command: null },
      { keys: "L", does: "Begin a connection", command: null },
      { keys: "Enter", does: "Open the settings", command: null },
      { keys: "F8", does: "Next problem", command: null },
    ],
  },
  {
    group: "Training",
    entries: [
      { keys: "Ctrl Enter", does: "Train or pause", command: "train-or-pause" },
      { keys: ".", does: "One batch", command: "step-batch" },
      { keys: "Shift .", does: "One epoch", command: "step-epoch" },
      { keys: null, does: "How good is it?", command: "judge" },
      { keys: null, does: "Try it", command: "try-it" },
      { keys: null, does: "Hidden space", command: "hidden-space" },
      { keys: null, does: "Kept runs", command: "kept-runs", onStart: true },
    ],
  },
  {
    group: "View",
    entries: [
      { keys: "Ctrl 1", does: "Build", command: "build" },
      { keys: "Ctrl 2", does: "Inspect", command: "inspect" },
      { keys: "Ctrl B", does: "Palette", command: "toggle-palette" },
      { keys: "Ctrl I", does: "Inspector", command: "toggle-inspector" },
      { keys: "Ctrl J", does: "Dock", command: "toggle-dock" },
      { keys: "F6", does: "Next region", command: null },
      { keys: "Ctrl +", does: "Zoom in", command: "zoom-in", heardElsewhere: true },
      { keys: "Ctrl −", does: "Zoom out", command: "zoom-out", heardElsewhere: true },
      { keys: "Ctrl 0", does: "Zoom to 100 %", command: "zoom-100", heardElsewhere: true },
      { keys: "Shift 1", does: "Fit the network", command: "fit", heardElsewhere: true },
      { keys: "Shift 2", does: "Fit the selection", command: "fit-selection", heardElsewhere: true },
    ],
  },
  {
    group: "Help",
    entries: [
      { keys: "Ctrl K", does: "Commands and layers", command: "commands", onStart: true },
      { keys: "F1", does: "Keyboard shortcuts", command: "shortcuts", onStart: true },
      { keys: null, does: "Typical mistakes", command: "mistakes", onStart: true },
      { keys: "Ctrl ,", does: "Settings", command: "settings", onStart: true },
      { keys: null, does: "About Layerlab", command: "about", onStart: true },
    ],
  },
];

/** The keys of a command as this platform writes them; empty without any. */
export function keysOf(command: ShellCommand): string {
  const entry = shortcuts
    .flatMap(({ entries }) => entries)
    .find((candidate) => candidate.command === command);
  return entry?.keys ? platformKeys(entry.keys) : "";
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
  // With Alt a Mac types another letter, so the key itself counts.
  const withAlt = event.altKey ? /^Key([A-Z])$/.exec(event.code)?.[1] : undefined;
  const typed = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const key = event.code === "Period" ? "." : (withAlt ?? typed);
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
    .flatMap(({ keys, command, heardElsewhere }) =>
      keys === null || command === null || heardElsewhere ? [] : [[keys, command] as const],
    ),
]);

/** Carries out the shell's commands from the keyboard. Keys without Ctrl are left to text fields. */
export function useShortcuts(commands: Commands): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
      const name = nameOfKeys(event);
      const command = byKeys.get(name);
      if (!command || (!name.startsWith("Ctrl") && name !== "F1" && takesText(event.target))) return;
      event.preventDefault();
      commands[command]();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [commands]);
}
