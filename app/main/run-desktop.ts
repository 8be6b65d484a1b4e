import { BrowserWindow, Notification, powerSaveBlocker } from "electron";
import { z } from "zod";
import type { WindowCalls } from "./ipc.ts";
import type { RunSurroundings } from "./run-signs.ts";

/** The desktop around the app's window. */
export const runDesktop: RunSurroundings = {
  showProgress(share, isPaused) {
    for (const window of BrowserWindow.getAllWindows()) {
      if (share === null) window.setProgressBar(-1);
      else if (share === "unknown") window.setProgressBar(2, { mode: "indeterminate" });
      else window.setProgressBar(share, { mode: isPaused ? "paused" : "normal" });
    }
  },
  keepAwake() {
    const id = powerSaveBlocker.start("prevent-app-suspension");
    return () => powerSaveBlocker.stop(id);
  },
};

/** Notifications on the screen: one that nobody holds could be collected before it is clicked. */
const standing = new Set<Notification>();

/** The window has news of a long run; who looks at the window sees them there. */
export const notificationCalls = {
  tellRunEnd: {
    schema: z.strictObject({ title: z.string().max(300), body: z.string().max(2000) }),
    handle: (words, sender) => {
      const window = BrowserWindow.fromWebContents(sender);
      const isSeen = window?.isVisible() && !window.isMinimized() && window.isFocused();
      if (!window || isSeen || !Notification.isSupported()) return null;
      const notification = new Notification(words);
      standing.add(notification);
      notification.on("click", () => {
        if (window.isDestroyed()) return;
        if (window.isMinimized()) window.restore();
        window.show();
        window.focus();
      });
      notification.on("close", () => standing.delete(notification));
      notification.show();
      return null;
    },
  },
} satisfies WindowCalls;
