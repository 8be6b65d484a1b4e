import { say } from "../../engine/words/say.ts";
import type { MenuCommand } from "../contract/desktop.ts";

export type Role =
  | "about"
  | "close"
  | "front"
  | "hide"
  | "hideOthers"
  | "minimize"
  | "quit"
  | "services"
  | "togglefullscreen"
  | "unhide"
  | "zoom";

export type MenuEntry =
  | {
      readonly entry: "command";
      readonly label: string;
      readonly command: MenuCommand;
      /** Shown beside the label. The page acts on the key itself. */
      readonly accelerator?: string;
      /** Done through the page's own clipboard events, in text and on the canvas alike. */
      readonly clipboard?: "cut" | "copy" | "paste";
    }
  | { readonly entry: "separator" }
  | { readonly entry: "role"; readonly role: Role }
  | { readonly entry: "recent" };

export interface MenuColumn {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}

const item = (label: string, command: MenuCommand, accelerator?: string): MenuEntry => ({
  entry: "command",
  label,
  command,
  ...(accelerator === undefined ? {} : { accelerator }),
});
const clipboardItem = (label: string, command: "cut" | "copy" | "paste", accelerator: string): MenuEntry => ({
  entry: "command",
  label,
  command,
  accelerator,
  clipboard: command,
});
const role = (name: Role): MenuEntry => ({ entry: "role", role: name });
const separator: MenuEntry = { entry: "separator" };

/** The whole menu. Keys are those of the design's keyboard table; CmdOrCtrl is Cmd on macOS. */
export function menuTable(platform: "mac" | "other"): readonly MenuColumn[] {
  const mac = platform === "mac";

  const appColumn: MenuColumn = {
    label: "Layerlab",
    entries: [
      item(say("About Layerlab"), "about"),
      separator,
      item(say("Settings…"), "settings", "Cmd+,"),
      separator,
      role("services"),
      separator,
      role("hide"),
      role("hideOthers"),
      role("unhide"),
      separator,
      role("quit"),
    ],
  };
  return [
    ...(mac ? [appColumn] : []),
    {
      label: say("File"),
      entries: [
        item(say("New"), "new", "CmdOrCtrl+N"),
        item(say("Open…"), "open", "CmdOrCtrl+O"),
        { entry: "recent" },
        separator,
        item(say("Save"), "save", "CmdOrCtrl+S"),
        item(say("Save as…"), "save-as", "CmdOrCtrl+Shift+S"),
        separator,
        item(say("Import model…"), "import-model"),
        item(say("Import data…"), "import-data"),
        item(say("Import folder of pictures…"), "import-folder"),
        item(say("Paint points…"), "paint-points"),
        item(say("Look at the data"), "look-at-data"),
        item(say("Export model…"), "export-model"),
        separator,
        ...(mac ? [] : [item(say("Settings…"), "settings", "Ctrl+,"), separator]),
        role("close"),
        ...(mac ? [] : [role("quit")]),
      ],
    },
    {
      label: say("Edit"),
      entries: [
        item(say("Undo"), "undo", "CmdOrCtrl+Z"),
        item(say("Redo"), "redo", mac ? "Cmd+Shift+Z" : "Ctrl+Y"),
        separator,
        clipboardItem(say("Cut"), "cut", "CmdOrCtrl+X"),
        clipboardItem(say("Copy"), "copy", "CmdOrCtrl+C"),
        clipboardItem(say("Paste"), "paste", "CmdOrCtrl+V"),
        item(say("Duplicate"), "duplicate", "CmdOrCtrl+D"),
        item(say("Delete"), "delete", "Delete"),
        item(say("Disconnect"), "disconnect"),
        separator,
        item(say("Select all"), "select-all", "CmdOrCtrl+A"),
        separator,
        item(say("Group"), "group", "CmdOrCtrl+G"),
        item(say("Ungroup"), "ungroup", "CmdOrCtrl+Shift+G"),
        item(say("Collapse or expand a group"), "toggle-group", "CmdOrCtrl+Shift+E"),
        separator,
        item(say("Add a note"), "add-note"),
        item(say("Find on the canvas"), "find-on-canvas", "CmdOrCtrl+F"),
      ],
    },
    {
      label: say("View"),
      entries: [
        item(say("Build"), "build", "CmdOrCtrl+1"),
        item(say("Inspect"), "inspect", "CmdOrCtrl+2"),
        separator,
        item(say("Zoom in"), "zoom-in", "CmdOrCtrl+="),
        item(say("Zoom out"), "zoom-out", "CmdOrCtrl+-"),
        item("100 %", "zoom-100", "CmdOrCtrl+0"),
        item(say("Fit network"), "fit", "Shift+1"),
        item(say("Fit selection"), "fit-selection", "Shift+2"),
        separator,
        item(say("Outline"), "outline", "CmdOrCtrl+Shift+O"),
        item(say("Palette"), "toggle-palette", "CmdOrCtrl+B"),
        item(say("Inspector"), "toggle-inspector", "CmdOrCtrl+I"),
        item(say("Dock"), "toggle-dock", "CmdOrCtrl+J"),
        separator,
        role("togglefullscreen"),
      ],
    },
    {
      label: say("Arrange"),
      entries: [
        item(say("Align left"), "align-left", "Alt+A"),
        item(say("Align centres"), "align-centre", "Alt+H"),
        item(say("Align right"), "align-right", "Alt+D"),
        separator,
        item(say("Align tops"), "align-top", "Alt+W"),
        item(say("Align middles"), "align-middle", "Alt+V"),
        item(say("Align bottoms"), "align-bottom", "Alt+S"),
        separator,
        item(say("Distribute across"), "distribute-across", "Alt+Shift+H"),
        item(say("Distribute down"), "distribute-down", "Alt+Shift+V"),
        separator,
        item(say("Tidy"), "tidy", "CmdOrCtrl+Shift+L"),
      ],
    },
    {
      label: say("Network"),
      entries: [
        item(say("Train or pause"), "train-or-pause", "CmdOrCtrl+Enter"),
        // A menu of macOS would take these from a number that is being typed.
        item(say("One batch"), "step-batch", mac ? undefined : "."),
        item(say("One epoch"), "step-epoch", mac ? undefined : "Shift+."),
        separator,
        item(say("Freeze or train the layer"), "freeze"),
        separator,
        item(say("How good is it?"), "judge"),
        item(say("Try it"), "try-it"),
        item(say("Hidden space"), "hidden-space"),
        item(say("Kept runs"), "kept-runs"),
      ],
    },
    ...(mac
      ? [{ label: say("Window"), entries: [role("minimize"), role("zoom"), separator, role("front")] }]
      : []),
    {
      label: say("Help"),
      entries: [
        item(say("Commands and layers"), "commands", "CmdOrCtrl+K"),
        item(say("Keyboard shortcuts"), "shortcuts", "F1"),
        item(say("Typical mistakes"), "mistakes"),
        ...(mac ? [] : [separator, item(say("About Layerlab"), "about")]),
      ],
    },
  ];
}
