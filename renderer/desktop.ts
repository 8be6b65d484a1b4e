import type { DesktopBridge } from "../app/contract/calls.ts";
import type { Answer, Trouble } from "../app/contract/desktop.ts";
import { say } from "../engine/words/say.ts";

declare global {
  interface Window {
    readonly desktop?: DesktopBridge;
  }
}

/** The bridge to the main process. @throws Error when the page runs outside the desktop app. */
export function desktopBridge(): DesktopBridge {
  if (window.desktop === undefined) throw new Error("This page belongs to the Layerlab desktop app.");
  return window.desktop;
}

/** An answer of the main process; a bridge that breaks becomes trouble in words, too. */
export async function answerOf<Value>(asked: Promise<Answer<Value>>): Promise<Answer<Value>> {
  try {
    return await asked;
  } catch (error) {
    return { ok: false, trouble: brokenBridge(error) };
  }
}

function brokenBridge(error: unknown): Trouble {
  return {
    title: say("The app did not answer"),
    reason: error instanceof Error ? error.message : String(error),
    next: say("Try again. Save the project and start the app anew if it stays like this."),
  };
}
