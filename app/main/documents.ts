import path from "node:path";
import { BrowserWindow, type WebContents } from "electron";
import { z } from "zod";
import { say } from "../../engine/words/say.ts";
import type { DesktopCalls } from "../contract/calls.ts";
import { sendEvent, type WindowCalls } from "./ipc.ts";
import type { Steps } from "./menu.ts";

type ShownDocument = Parameters<DesktopCalls["setDocument"]>[0];

export interface WindowGuard {
  readonly isTraining: () => boolean;
  /** The window was closed, and what it showed is saved or was given up. */
  readonly onLeave: () => void;
  /** Ends the app, where that was what closing the window was meant for. */
  readonly quit: () => void;
}

/**
 * What each window shows, as it says itself: its title, the file behind it, and whether closing it must ask
 * first.
 */
export class Documents {
  private readonly shown = new WeakMap<WebContents, ShownDocument>();
  private readonly mayClose = new WeakSet<WebContents>();
  /** For a document without a file: the folder from which its data is named. */
  private readonly places = new WeakMap<WebContents, string>();
  private readonly onFirst: (window: WebContents) => void;
  private readonly onSteps: (steps: Steps) => void;
  private quitting = false;
  private quitWhenClosed = false;

  /**
   * @param onFirst called when a page has shown its first document: from then on it hears events
   * @param onSteps called with what undo and redo would do
   */
  constructor(onFirst: (window: WebContents) => void, onSteps: (steps: Steps) => void) {
    this.onFirst = onFirst;
    this.onSteps = onSteps;
  }

  /** Whether the window's page is up and listens. */
  isShown(window: WebContents): boolean {
    return this.shown.has(window);
  }

  nameOf(window: WebContents): string {
    return this.shown.get(window)?.name ?? say("Untitled");
  }

  /** Null before it is saved. */
  fileOf(window: WebContents): string | null {
    return this.shown.get(window)?.path ?? null;
  }

  /** From where the window's project names its own data; null while it lies nowhere and has none. */
  folderOf(window: WebContents): string | null {
    const file = this.fileOf(window);
    return file ? path.dirname(file) : (this.places.get(window) ?? null);
  }

  /** The folder from which a document without a file names its data. It stays until the document is saved. */
  place(window: WebContents, folder: string): string {
    this.places.set(window, folder);
    return folder;
  }

  show(window: WebContents, document: ShownDocument): void {
    const first = !this.shown.has(window);
    this.shown.set(window, document);
    const frame = BrowserWindow.fromWebContents(window);
    frame?.setTitle(`${document.unsaved ? "• " : ""}${document.name} - Layerlab`);
    frame?.setRepresentedFilename(document.path ?? "");
    frame?.setDocumentEdited(document.unsaved);
    this.onSteps(document);
    if (first) this.onFirst(window);
  }

  /** Makes a window ask before unsaved changes are lost or a run is left, whichever way it is closed. */
  guard(frame: BrowserWindow, { isTraining, onLeave, quit }: WindowGuard): void {
    const window = frame.webContents;
    let isGone = false;
    frame.on("close", (event) => {
      if (this.mayClose.has(window)) return;
      // A quit closes the windows right after it began; any later close is no quit any more.
      this.quitWhenClosed = this.quitting;
      this.quitting = false;
      const shown = this.shown.get(window);
      if (!shown || !(shown.unsaved || isTraining())) return;
      event.preventDefault();
      sendEvent(window, { event: "may-close" });
    });
    frame.on("closed", () => {
      if (!isGone) onLeave();
      if (this.quitWhenClosed) quit();
    });
    // A page that is loaded anew, or gone, has nothing left to lose and could not answer.
    window.on("did-start-loading", () => {
      isGone = false;
      this.shown.delete(window);
      this.mayClose.delete(window);
    });
    window.on("render-process-gone", () => {
      isGone = true;
      this.mayClose.add(window);
    });
    frame.on("unresponsive", () => this.mayClose.add(window));
    frame.on("responsive", () => this.mayClose.delete(window));
  }

  /** Remembers that closing the last window was meant to end the app, while the question is open. */
  beginQuit(): void {
    this.quitting = true;
  }

  /** The window's answer to `may-close`. */
  close(window: WebContents): void {
    this.mayClose.add(window);
    BrowserWindow.fromWebContents(window)?.close();
  }
}

export function documentCalls(documents: Documents) {
  return {
    setDocument: {
      schema: z.strictObject({
        name: z.string().max(120),
        path: z.string().nullable(),
        unsaved: z.boolean(),
        undo: z.string().max(400).nullable(),
        redo: z.string().max(400).nullable(),
      }),
      handle: (document, sender) => {
        documents.show(sender, document);
        return null;
      },
    },
    closeWindow: {
      schema: z.null(),
      handle: (_request, sender) => {
        documents.close(sender);
        return null;
      },
    },
  } satisfies WindowCalls;
}
