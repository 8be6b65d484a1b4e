import { existsSync } from "node:fs";
import path from "node:path";
import { BrowserWindow, dialog, systemPreferences, type WebContents } from "electron";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { withExtension } from "./granted.ts";

export interface FileKind {
  /** "project", "model": in titles. */
  readonly what: string;
  /** In the dialog's list of kinds. */
  readonly title: string;
  readonly extensions: readonly [string, ...string[]];
}

export const projectKind: FileKind = {
  what: phrase("project"),
  title: phrase("Layerlab project"),
  extensions: ["layerlab", "json"],
};

export const modelKind: FileKind = {
  what: phrase("model"),
  title: phrase("Layerlab model"),
  extensions: ["json"],
};

/** Files of the person's own data: many have no extension, so all are shown. */
export const dataKind: FileKind = { what: phrase("data file"), title: phrase("Data"), extensions: ["*"] };

function filtersOf({ title, extensions }: FileKind) {
  const allFiles = { name: say("All files"), extensions: ["*"] };
  return extensions[0] === "*"
    ? [allFiles]
    : [{ name: translate(title), extensions: [...extensions] }, allFiles];
}

/** Asks which file to read; null when the person cancels. */
export async function askForFile(window: WebContents, kind: FileKind): Promise<string | null> {
  const options = {
    title: say("Open a {what}", { what: translate(kind.what) }),
    filters: filtersOf(kind),
    properties: ["openFile" as const],
  };
  const { canceled, filePaths } = await dialog.showOpenDialog(frameOf(window), options);
  return canceled ? null : (filePaths[0] ?? null);
}

/** Asks which folder to read; null when the person cancels. */
export async function askForFolder(window: WebContents, what: string): Promise<string | null> {
  const options = {
    title: say("Open a {what}", { what: translate(what) }),
    properties: ["openDirectory" as const],
  };
  const { canceled, filePaths } = await dialog.showOpenDialog(frameOf(window), options);
  return canceled ? null : (filePaths[0] ?? null);
}

/** Asks where to write; null when the person cancels. The system's dialog asks before it replaces a file. */
export async function askWhereTo(
  window: WebContents,
  kind: FileKind,
  suggestion: string,
): Promise<string | null> {
  const frame = frameOf(window);
  const { canceled, filePath } = await dialog.showSaveDialog(frame, {
    title: say("Save the {what}", { what: translate(kind.what) }),
    defaultPath: suggestion,
    filters: filtersOf(kind),
    properties: ["showOverwriteConfirmation", "createDirectory"],
  });
  if (canceled || !filePath) return null;
  const complete = withExtension(filePath, kind.extensions[0]);
  if (complete === filePath || !existsSync(complete)) return complete;
  // The dialog has asked about the name without its extension only.
  const { response } = await dialog.showMessageBox(frame, {
    type: "question",
    message: say("Replace {name}?", { name: path.basename(complete) }),
    detail: say("There is a file with this name."),
    buttons: [say("Replace"), say("Cancel")],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0 ? complete : null;
}

/** Asks whether the camera may be used now; on macOS the system asks, too. */
export async function askForCamera(window: WebContents): Promise<boolean> {
  const { response } = await dialog.showMessageBox(frameOf(window), {
    type: "question",
    message: say("Use the camera for Try it?"),
    detail: say(
      "Its pictures go through your network and nowhere else: they are not kept and never leave Layerlab.",
    ),
    buttons: [say("Use the camera"), say("Not now")],
    defaultId: 0,
    cancelId: 1,
  });
  if (response !== 0) return false;
  return process.platform !== "darwin" || systemPreferences.askForMediaAccess("camera");
}

function frameOf(window: WebContents): BrowserWindow {
  const frame = BrowserWindow.fromWebContents(window);
  if (!frame) throw new Error("The window that asked is gone.");
  return frame;
}
