import { BrowserWindow, Menu, type MenuItemConstructorOptions, type WebContents } from "electron";
import { onWords, phrase, say, translate } from "../../engine/words/say.ts";
import type { RecentProject } from "../contract/desktop.ts";
import { sendEvent } from "./ipc.ts";
import { type MenuEntry, menuTable, type Role } from "./menu-table.ts";

/** What the next undo and redo would do, such as "move 3 layers"; null where there is nothing. */
export interface Steps {
  readonly undo: string | null;
  readonly redo: string | null;
}

/** Electron names its roles in English, whatever the system speaks. */
const roleLabels: Readonly<Record<Role, string>> = {
  about: phrase("About Layerlab"),
  close: phrase("Close window"),
  front: phrase("Bring all to front"),
  hide: phrase("Hide Layerlab"),
  hideOthers: phrase("Hide others"),
  minimize: phrase("Minimise"),
  quit: phrase("Quit Layerlab"),
  services: phrase("Services"),
  togglefullscreen: phrase("Full screen"),
  unhide: phrase("Show all"),
  zoom: phrase("Zoom window"),
};

/** What of the menu changes. */
interface MenuState {
  readonly recent: readonly RecentProject[];
  readonly steps: Steps;
}
let shown: MenuState = { recent: [], steps: { undo: null, redo: null } };

onWords(() => build(shown));

export function showRecent(recent: readonly RecentProject[]): void {
  build({ ...shown, recent });
}

/** Names the steps in Edit, as in "Undo move 3 layers". */
export function showSteps({ undo, redo }: Steps): void {
  if (undo === shown.steps.undo && redo === shown.steps.redo) return;
  build({ ...shown, steps: { undo, redo } });
}

/** A label cannot be changed in a native menu that stands: it is built anew. */
function build(state: MenuState): void {
  shown = state;
  const platform = process.platform === "darwin" ? "mac" : "other";
  const template = menuTable(platform).map(
    ({ label, entries }): MenuItemConstructorOptions => ({
      label,
      submenu: entries.map((entry) => itemOf(entry, state)),
    }),
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function itemOf(entry: MenuEntry, { recent, steps }: MenuState): MenuItemConstructorOptions {
  switch (entry.entry) {
    case "separator":
      return { type: "separator" };
    case "role":
      return { role: entry.role, label: translate(roleLabels[entry.role]) };
    case "recent":
      return {
        label: say("Open recent"),
        enabled: recent.length > 0,
        submenu: recent.map(({ name, path }) => ({
          label: name,
          sublabel: path,
          click: (_item, frame) =>
            withWindow(frame, (window) => sendEvent(window, { event: "open-file", path, kind: "project" })),
        })),
      };
    case "command": {
      const { command, label, accelerator } = entry;
      const step = command === "undo" || command === "redo" ? steps[command] : null;
      return {
        // An ampersand would underline the letter after it.
        label: step === null ? label : `${label} ${step.replaceAll("&", "&&")}`,
        ...(accelerator === undefined ? {} : { accelerator }),
        // The keys belong to the page: a text field edits itself, and the window has its own shortcuts. On macOS
        // the page is asked first in any case.
        registerAccelerator: false,
        click: (_item, frame) => withWindow(frame, (window) => perform(entry, window)),
      };
    }
  }
}

function perform(entry: Extract<MenuEntry, { entry: "command" }>, window: WebContents): void {
  const { command, clipboard } = entry;
  if (clipboard) window[clipboard]();
  else sendEvent(window, { event: "menu", command });
}

/** The window that a menu acts on: the one in front, or the only one. */
function withWindow(frame: unknown, act: (window: WebContents) => void): void {
  const target =
    frame instanceof BrowserWindow
      ? frame
      : (BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]);
  if (target) act(target.webContents);
}
