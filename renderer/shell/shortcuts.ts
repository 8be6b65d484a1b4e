import { useEffect } from "react";
import type { MenuCommand } from "../../app/contract/desktop.ts";
import { phrase, translate } from "../../engine/words/say.ts";
import { arrangementNames, arrangements } from "../document/arrange.ts";
import { takesText } from "../document/shortcuts.ts";
import { hasLetterKeys } from "../settings.ts";

/** What keyboard and menus can ask for: what the native menu has, and what is about the selection alone. */
export type ShellCommand =
  | MenuCommand
  | "open-settings"
  | "begin-connection"
  | "write-note"
  | "rename"
  | "show-in-inspect";
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

/**
 * The one table of commands: it drives the keyboard, the menus' hints, the command list and the list of keys. What is
 * done most often stands first.
 */
export const shortcuts: readonly { readonly group: string; readonly entries: readonly Shortcut[] }[] = [
  {
    group: phrase("Training"),
    entries: [
      { keys: "Ctrl Enter", does: phrase("Train or pause"), command: "train-or-pause" },
      { keys: ".", does: phrase("One batch"), command: "step-batch" },
      { keys: "Shift .", does: phrase("One epoch"), command: "step-epoch" },
      { keys: null, does: phrase("How good is it?"), command: "judge" },
      { keys: null, does: phrase("Try it"), command: "try-it" },
      { keys: null, does: phrase("Hidden space"), command: "hidden-space" },
      { keys: null, does: phrase("Kept runs"), command: "kept-runs", onStart: true },
    ],
  },
  {
    group: phrase("Files"),
    entries: [
      { keys: "Ctrl N", does: phrase("New project"), command: "new", onStart: true },
      { keys: "Ctrl O", does: phrase("Open"), command: "open", onStart: true },
      { keys: "Ctrl S", does: phrase("Save"), command: "save" },
      { keys: "Ctrl Shift S", does: phrase("Save as"), command: "save-as" },
      { keys: null, does: phrase("Import model"), command: "import-model", onStart: true },
      { keys: null, does: phrase("Import data"), command: "import-data", onStart: true },
      { keys: null, does: phrase("Import a folder of pictures"), command: "import-folder", onStart: true },
      { keys: null, does: phrase("Look at the data"), command: "look-at-data" },
      { keys: null, does: phrase("Paint points"), command: "paint-points" },
      { keys: null, does: phrase("Export model"), command: "export-model" },
      { keys: "Ctrl W", does: phrase("Close window"), command: null, onStart: true },
    ],
  },
  {
    group: phrase("Edit"),
    entries: [
      { keys: "Ctrl Z", does: phrase("Undo"), command: "undo", heardElsewhere: true },
      { keys: "Ctrl Shift Z", does: phrase("Redo"), command: "redo", heardElsewhere: true },
      { keys: "Ctrl C", does: phrase("Copy"), command: "copy", heardElsewhere: true },
      { keys: "Ctrl X", does: phrase("Cut"), command: "cut", heardElsewhere: true },
      { keys: "Ctrl V", does: phrase("Paste"), command: "paste", heardElsewhere: true },
      { keys: "Ctrl D", does: phrase("Duplicate"), command: "duplicate", heardElsewhere: true },
      { keys: "Ctrl A", does: phrase("Select all"), command: "select-all", heardElsewhere: true },
      {
        keys: "Delete",
        does: phrase("Delete the selection"),
        command: "delete",
        heardElsewhere: true,
      },
      { keys: "Ctrl G", does: phrase("Group the selected layers"), command: "group" },
      { keys: "Ctrl Shift G", does: phrase("Ungroup"), command: "ungroup" },
      { keys: "Ctrl Shift E", does: phrase("Collapse or expand a group"), command: "toggle-group" },
    ],
  },
  {
    group: phrase("Network"),
    entries: [
      { keys: "/", does: phrase("Find a layer"), command: null },
      { keys: "Ctrl F", does: phrase("Find on the canvas"), command: "find-on-canvas" },
      { keys: null, does: phrase("Add a note"), command: "add-note" },
      { keys: null, does: phrase("Write in the note"), command: "write-note" },
      { keys: "F2", does: phrase("Rename"), command: "rename" },
      { keys: "Arrows", does: phrase("Walk along connections"), command: null },
      { keys: "L", does: phrase("Begin a connection"), command: "begin-connection", heardElsewhere: true },
      { keys: "Shift Arrows", does: phrase("While connecting: why a port does not fit"), command: null },
      { keys: null, does: phrase("Disconnect"), command: "disconnect" },
      { keys: null, does: phrase("Freeze or train the layer"), command: "freeze" },
      { keys: "Enter", does: phrase("Open the settings"), command: "open-settings", heardElsewhere: true },
      { keys: null, does: phrase("Show the layer in Inspect"), command: "show-in-inspect" },
      { keys: "F8", does: phrase("Next problem"), command: null },
      { keys: "Shift F8", does: phrase("Previous problem"), command: null },
    ],
  },
  {
    group: phrase("Arrange"),
    entries: [
      { keys: "Ctrl Shift L", does: phrase("Tidy"), command: "tidy", heardElsewhere: true },
      ...arrangementNames.map((command) => ({
        keys: arrangements[command].keys,
        does: arrangements[command].title,
        command,
      })),
      { keys: "Alt drag", does: phrase("Drag a copy of the layers"), command: null },
      { keys: "Shift drag", does: phrase("Drag straight across or down"), command: null },
      { keys: "Alt Arrows", does: phrase("Move a layer by 10 px"), command: null },
    ],
  },
  {
    group: phrase("View"),
    entries: [
      { keys: "Ctrl 1", does: phrase("Build"), command: "build" },
      { keys: "Ctrl 2", does: phrase("Inspect"), command: "inspect" },
      { keys: "Ctrl Shift O", does: phrase("Outline"), command: "outline" },
      { keys: "Ctrl B", does: phrase("Palette"), command: "toggle-palette" },
      { keys: "Ctrl I", does: phrase("Inspector"), command: "toggle-inspector" },
      { keys: "Ctrl J", does: phrase("Dock"), command: "toggle-dock" },
      { keys: "F6", does: phrase("Next region"), command: null },
      { keys: "Space drag", does: phrase("Move the view"), command: null },
      { keys: "Ctrl +", does: phrase("Zoom in"), command: "zoom-in", heardElsewhere: true },
      { keys: "Ctrl −", does: phrase("Zoom out"), command: "zoom-out", heardElsewhere: true },
      { keys: "Ctrl 0", does: phrase("Zoom to 100 %"), command: "zoom-100", heardElsewhere: true },
      { keys: "Shift 1", does: phrase("Fit the network"), command: "fit", heardElsewhere: true },
      { keys: "Shift 2", does: phrase("Fit the selection"), command: "fit-selection", heardElsewhere: true },
    ],
  },
  {
    group: phrase("Help"),
    entries: [
      { keys: "Ctrl K", does: phrase("Commands and layers"), command: "commands", onStart: true },
      { keys: "F1", does: phrase("Keyboard shortcuts"), command: "shortcuts", onStart: true },
      { keys: null, does: phrase("Typical mistakes"), command: "mistakes", onStart: true },
      { keys: "Ctrl ,", does: phrase("Settings"), command: "settings", onStart: true },
      { keys: null, does: phrase("About Layerlab"), command: "about", onStart: true },
    ],
  },
];

/** The keys of a command as this platform writes them; empty without any, and for a single letter that is switched off. */
export function keysOf(command: ShellCommand): string {
  const keys = entryOf(command)?.keys;
  return keys && isHeard(keys) ? platformKeys(keys) : "";
}

/** Whether a combination of the table does something: single letters and signs can be switched off. */
export function isHeard(keys: string): boolean {
  return hasLetterKeys() || !/^(Shift )?\S$/.test(keys);
}

/** What a command does, in the words of the list. */
export function titleOf(command: ShellCommand): string {
  return translate(entryOf(command)?.does ?? command);
}

function entryOf(command: ShellCommand): Shortcut | undefined {
  return shortcuts.flatMap(({ entries }) => entries).find((candidate) => candidate.command === command);
}

const macKeys: Readonly<Record<string, string>> = { Ctrl: "⌘", Shift: "⇧", Alt: "⌥" };

/** What is written on the keys in other languages. */
const keyNames: Readonly<Record<string, string>> = {
  Shift: phrase("Shift"),
  Delete: phrase("Del"),
  Enter: phrase("Enter"),
  Arrows: phrase("Arrows"),
  Space: phrase("Space"),
  drag: phrase("drag"),
};

/** A combination of the table as it is written on this platform's keys, in the person's language. */
export function platformKeys(keys: string): string {
  const parts = keys.split(" ").map((key) => (isMac() ? (macKeys[key] ?? key) : key));
  return parts.map((key) => (key in keyNames ? translate(keyNames[key] ?? key) : key)).join(" ");
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
      const command = isHeard(name) ? byKeys.get(name) : undefined;
      if (!command || (!name.startsWith("Ctrl") && name !== "F1" && takesText(event.target))) return;
      event.preventDefault();
      commands[command]();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [commands]);
}
