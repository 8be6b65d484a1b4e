import { BrowserWindow, Menu, type MenuItemConstructorOptions, type WebContents } from "electron";
import type { RecentProject } from "../contract/desktop.ts";
import { sendEvent } from "./ipc.ts";
import { type MenuEntry, menuTable } from "./menu-table.ts";

/** Builds the native menu; called again when the list of recent projects has changed. */
export function setUpMenu(recent: readonly RecentProject[]): void {
  const platform = process.platform === "darwin" ? "mac" : "other";
  const template = menuTable(platform).map(
    ({ label, entries }): MenuItemConstructorOptions => ({
      label,
      submenu: entries.map((entry) => itemOf(entry, recent)),
    }),
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function itemOf(entry: MenuEntry, recent: readonly RecentProject[]): MenuItemConstructorOptions {
  switch (entry.entry) {
    case "separator":
      return { type: "separator" };
    case "role":
      return { role: entry.role };
    case "recent":
      return {
        label: "Open recent",
        enabled: recent.length > 0,
        submenu: recent.map(({ name, path }) => ({
          label: name,
          sublabel: path,
          click: (_item, frame) =>
            withWindow(frame, (window) => sendEvent(window, { event: "open-file", path })),
        })),
      };
    case "command": {
      const { label, accelerator } = entry;
      return {
        label,
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
