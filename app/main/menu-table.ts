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
      readonly accelerator?: string;
      /** The key is shown, and the page acts on it: the menu must not take it. */
      readonly keyOfPage?: true;
      /** What it does while the focus is in a text field. */
      readonly textEdit?: "undo" | "redo" | "selectAll" | "delete";
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

type Options = Omit<Extract<MenuEntry, { entry: "command" }>, "entry" | "label" | "command">;

const item = (label: string, command: MenuCommand, options: Options = {}): MenuEntry => ({
  entry: "command",
  label,
  command,
  ...options,
});
const role = (name: Role): MenuEntry => ({ entry: "role", role: name });
const separator: MenuEntry = { entry: "separator" };
const pageKey = (accelerator: string): Options => ({ accelerator, keyOfPage: true });

/** The whole menu. Keys are those of the design's keyboard table; CmdOrCtrl is Cmd on macOS. */
export function menuTable(platform: "mac" | "other"): readonly MenuColumn[] {
  const mac = platform === "mac";
  const edit = (
    label: string,
    command: MenuCommand,
    accelerator: string,
    textEdit: NonNullable<Options["textEdit"]>,
  ): MenuEntry => item(label, command, { accelerator, keyOfPage: true, textEdit });

  const clipboard = (label: string, command: NonNullable<Options["clipboard"]>, key: string): MenuEntry =>
    item(label, command, { accelerator: `CmdOrCtrl+${key}`, keyOfPage: true, clipboard: command });

  const appColumn: MenuColumn = {
    label: "Layerlab",
    entries: [
      item("About Layerlab", "about"),
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
        item("New", "new", { accelerator: "CmdOrCtrl+N" }),
        item("Open…", "open", { accelerator: "CmdOrCtrl+O" }),
        { entry: "recent" },
        separator,
        item("Save", "save", { accelerator: "CmdOrCtrl+S" }),
        item("Save as…", "save-as", { accelerator: "CmdOrCtrl+Shift+S" }),
        separator,
        item("Import model…", "import-model"),
        item("Export model…", "export-model"),
        separator,
        role("close"),
        ...(mac ? [] : [role("quit")]),
      ],
    },
    {
      label: "Edit",
      entries: [
        edit("Undo", "undo", "CmdOrCtrl+Z", "undo"),
        edit("Redo", "redo", mac ? "Cmd+Shift+Z" : "Ctrl+Y", "redo"),
        separator,
        clipboard("Cut", "cut", "X"),
        clipboard("Copy", "copy", "C"),
        clipboard("Paste", "paste", "V"),
        item("Duplicate", "duplicate", pageKey("CmdOrCtrl+D")),
        edit("Delete", "delete", "Delete", "delete"),
        separator,
        edit("Select all", "select-all", "CmdOrCtrl+A", "selectAll"),
      ],
    },
    {
      label: "View",
      entries: [
        item("Zoom in", "zoom-in", pageKey("CmdOrCtrl+=")),
        item("Zoom out", "zoom-out", pageKey("CmdOrCtrl+-")),
        item("100 %", "zoom-100", pageKey("CmdOrCtrl+0")),
        item("Fit network", "fit", pageKey("Shift+1")),
        separator,
        item("Palette", "toggle-palette", pageKey("CmdOrCtrl+B")),
        item("Inspector", "toggle-inspector", pageKey("CmdOrCtrl+I")),
        item("Dock", "toggle-dock", pageKey("CmdOrCtrl+J")),
        separator,
        role("togglefullscreen"),
      ],
    },
    {
      label: "Network",
      entries: [
        item("Train or pause", "train-or-pause", pageKey("CmdOrCtrl+Enter")),
        item("Tidy", "tidy", pageKey("CmdOrCtrl+Shift+L")),
      ],
    },
    ...(mac ? [{ label: "Window", entries: [role("minimize"), role("zoom"), role("front")] }] : []),
    ...(mac ? [] : [{ label: "Help", entries: [item("About Layerlab", "about")] }]),
  ];
}
