import type { MenuCommand } from "../contract/desktop.ts";

type Role =
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
      item("About Layerlab", "about"),
      separator,
      item("Settings…", "settings", "Cmd+,"),
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
      label: "File",
      entries: [
        item("New", "new", "CmdOrCtrl+N"),
        item("Open…", "open", "CmdOrCtrl+O"),
        { entry: "recent" },
        separator,
        item("Save", "save", "CmdOrCtrl+S"),
        item("Save as…", "save-as", "CmdOrCtrl+Shift+S"),
        separator,
        item("Import model…", "import-model"),
        item("Import data…", "import-data"),
        item("Import folder of pictures…", "import-folder"),
        item("Export model…", "export-model"),
        separator,
        ...(mac ? [] : [item("Settings…", "settings", "Ctrl+,"), separator]),
        role("close"),
        ...(mac ? [] : [role("quit")]),
      ],
    },
    {
      label: "Edit",
      entries: [
        item("Undo", "undo", "CmdOrCtrl+Z"),
        item("Redo", "redo", mac ? "Cmd+Shift+Z" : "Ctrl+Y"),
        separator,
        clipboardItem("Cut", "cut", "CmdOrCtrl+X"),
        clipboardItem("Copy", "copy", "CmdOrCtrl+C"),
        clipboardItem("Paste", "paste", "CmdOrCtrl+V"),
        item("Duplicate", "duplicate", "CmdOrCtrl+D"),
        item("Delete", "delete", "Delete"),
        separator,
        item("Select all", "select-all", "CmdOrCtrl+A"),
        separator,
        item("Add a note", "add-note"),
        item("Find on the canvas", "find-on-canvas", "CmdOrCtrl+F"),
      ],
    },
    {
      label: "View",
      entries: [
        item("Build", "build", "CmdOrCtrl+1"),
        item("Inspect", "inspect", "CmdOrCtrl+2"),
        separator,
        item("Zoom in", "zoom-in", "CmdOrCtrl+="),
        item("Zoom out", "zoom-out", "CmdOrCtrl+-"),
        item("100 %", "zoom-100", "CmdOrCtrl+0"),
        item("Fit network", "fit", "Shift+1"),
        item("Fit selection", "fit-selection", "Shift+2"),
        separator,
        item("Palette", "toggle-palette", "CmdOrCtrl+B"),
        item("Inspector", "toggle-inspector", "CmdOrCtrl+I"),
        item("Dock", "toggle-dock", "CmdOrCtrl+J"),
        separator,
        role("togglefullscreen"),
      ],
    },
    {
      label: "Arrange",
      entries: [
        item("Align left", "align-left", "Alt+A"),
        item("Align centres", "align-centre", "Alt+H"),
        item("Align right", "align-right", "Alt+D"),
        separator,
        item("Align tops", "align-top", "Alt+W"),
        item("Align middles", "align-middle", "Alt+V"),
        item("Align bottoms", "align-bottom", "Alt+S"),
        separator,
        item("Distribute across", "distribute-across", "Alt+Shift+H"),
        item("Distribute down", "distribute-down", "Alt+Shift+V"),
        separator,
        item("Tidy", "tidy", "CmdOrCtrl+Shift+L"),
      ],
    },
    {
      label: "Network",
      entries: [
        item("Train or pause", "train-or-pause", "CmdOrCtrl+Enter"),
        // A menu of macOS would take these from a number that is being typed.
        item("One batch", "step-batch", mac ? undefined : "."),
        item("One epoch", "step-epoch", mac ? undefined : "Shift+."),
        separator,
        item("How good is it?", "judge"),
        item("Try it", "try-it"),
        item("Hidden space", "hidden-space"),
        item("Kept runs", "kept-runs"),
      ],
    },
    ...(mac
      ? [{ label: "Window", entries: [role("minimize"), role("zoom"), separator, role("front")] }]
      : []),
    {
      label: "Help",
      entries: [
        item("Commands and layers", "commands", "CmdOrCtrl+K"),
        item("Keyboard shortcuts", "shortcuts", "F1"),
        item("Typical mistakes", "mistakes"),
        ...(mac ? [] : [separator, item("About Layerlab", "about")]),
      ],
    },
  ];
}
