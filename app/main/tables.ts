import type { WebContents } from "electron";
import { z } from "zod";
import { ownPath } from "../../engine/host/own-file.ts";
import { TroubleError } from "../../engine/trouble.ts";
import type { FoundTable } from "../contract/desktop.ts";
import { askForFile, tableKind } from "./dialogs.ts";
import type { Documents } from "./documents.ts";
import type { WindowCalls } from "./ipc.ts";
import type { Training } from "./training.ts";

/** Tables of the person's own. A project names them from its own folder, so it must have one. */
export function tableCalls(training: Training, documents: Documents) {
  return {
    importTable: {
      schema: z.null(),
      handle: (_request, sender) => importTable(training, documents, sender),
    },
  } satisfies WindowCalls;
}

async function importTable(
  training: Training,
  documents: Documents,
  window: WebContents,
): Promise<FoundTable | null> {
  const folder = documents.folderOf(window);
  if (folder === null)
    throw new TroubleError({
      title: "Save the project first",
      reason: "It will remember where the table lies from its own folder, and has none yet.",
      next: "Save it beside your data, then import the table.",
    });
  const file = await askForFile(window, tableKind);
  if (file === null) return null;
  const survey = await training.clientFor(window).call("surveyTable", { file });
  return { ...survey, file: ownPath(file, folder) };
}
