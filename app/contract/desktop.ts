import type { DatasetReference } from "../../engine/data/dataset.ts";
import type { Project } from "../../engine/project/project.ts";
import type { CheckpointCard, ReopenedRun } from "../../engine/protocol.ts";
import type { Trouble } from "../../engine/trouble.ts";

/*
 * All that crosses the process boundary. The window calls by name through one guarded door; the main process
 * answers with a result or a problem in words, and never with a stack. Everything else comes as a DesktopEvent.
 */

export type { Trouble };

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly trouble: Trouble };

export interface AppInfo {
  readonly version: string;
  readonly platform: "darwin" | "win32" | "linux";
  readonly threadsAvailable: number;
  /** Which Electron runs, e.g. "33.2.1". */
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  /** Whether Chromium's own list of licences lies beside the program. */
  readonly hasChromiumLicences: boolean;
}

/** Something that ships with the app, under a licence of its own. */
export interface ShippedPart {
  readonly name: string;
  readonly version: string | null;
  readonly kind: "library" | "font" | "data" | "runtime";
  /** In short, such as "MIT". */
  readonly licence: string;
  readonly text: string;
  readonly link: string | null;
}

export interface OpenedProject {
  readonly project: Project;
  /** Absolute path; null for a template or an imported model. */
  readonly path: string | null;
}

export interface SavedProject {
  readonly path: string;
  /** As the file names it, from its own folder. */
  readonly data: DatasetReference | null;
}

export interface RecentProject {
  readonly path: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
}

export interface ListedProject extends RecentProject {
  /** There is no file at its path now. */
  readonly isMissing: boolean;
}

export interface TemplateCard {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly project: Project;
  /** As it was measured on this computer; null before it was trained here. */
  readonly secondsPerEpoch: number | null;
}

/** A copy of an unsaved document that an app left behind which did not end by itself. */
export interface FoundDraft {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly layers: number;
  /** Of the project's file; null for one that was never saved. */
  readonly path: string | null;
}

/** A run that was kept while it trained. */
export interface KeptRun {
  readonly id: string;
  readonly last: CheckpointCard;
  /** Of its checkpoints. */
  readonly count: number;
}

export interface OpenedRun extends ReopenedRun {
  /** Where its project lies; null when it was never saved or is no longer there. */
  readonly path: string | null;
  /** Whether the file there holds this very project; true without one. */
  readonly isSaved: boolean;
}

/** Pictures and tables that the window saves. */
export type SavedKind = "png" | "svg" | "csv";

/** Commands of the native menu and of operating-system gestures that the document acts on. */
export type MenuCommand =
  | "new"
  | "open"
  | "save"
  | "save-as"
  | "import-model"
  | "import-data"
  | "import-folder"
  | "look-at-data"
  | "paint-points"
  | "export-model"
  | "undo"
  | "redo"
  | "cut"
  | "copy"
  | "paste"
  | "duplicate"
  | "select-all"
  | "delete"
  | "train-or-pause"
  | "group"
  | "ungroup"
  | "toggle-group"
  | "tidy"
  | "align-left"
  | "align-centre"
  | "align-right"
  | "align-top"
  | "align-middle"
  | "align-bottom"
  | "distribute-across"
  | "distribute-down"
  | "zoom-in"
  | "zoom-out"
  | "zoom-100"
  | "fit"
  | "fit-selection"
  | "toggle-palette"
  | "toggle-inspector"
  | "toggle-dock"
  | "find-on-canvas"
  | "outline"
  | "disconnect"
  | "freeze"
  | "add-note"
  | "build"
  | "inspect"
  | "step-batch"
  | "step-epoch"
  | "judge"
  | "try-it"
  | "hidden-space"
  | "kept-runs"
  | "commands"
  | "shortcuts"
  | "settings"
  | "mistakes"
  | "about";

/** What the main process tells the window without being asked. */
export type DesktopEvent =
  | { readonly event: "menu"; readonly command: MenuCommand }
  /** The person wants to close the window while the document has unsaved changes or is training. */
  | { readonly event: "may-close" }
  /** A file was opened from the desktop, the command line or the recent list. */
  | { readonly event: "open-file"; readonly path: string; readonly kind: "project" | "model" };
