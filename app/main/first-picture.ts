import type { BrowserWindow } from "electron";

/** How long after its page was loaded a window waits for its first picture, in milliseconds. Most come within 100. */
const patience = 500;

/** What showing needs of a window. */
export type HiddenWindow = Pick<BrowserWindow, "isDestroyed" | "isVisible" | "maximize" | "show"> & {
  once(event: "ready-to-show", listener: () => void): unknown;
  readonly webContents: { once(event: "did-finish-load", listener: () => void): unknown };
};

/**
 * Shows a window when its first picture is ready, so that nothing flashes; without it soon after its page was loaded. On a
 * loaded machine Chromium now and then draws none while the window is hidden: it would stay so, and nothing would move in it.
 */
export function showWhenDrawn(window: HiddenWindow, isMaximised: boolean): void {
  const show = () => {
    if (window.isDestroyed() || window.isVisible()) return;
    if (isMaximised) window.maximize();
    window.show();
  };
  window.once("ready-to-show", show);
  window.webContents.once("did-finish-load", () => setTimeout(show, patience));
}
