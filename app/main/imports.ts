import path from "node:path";
import type { WebContents } from "electron";
import { z } from "zod";
import { datasetReferenceSchema } from "../../engine/data/dataset.ts";
import type { FoundData } from "../../engine/protocol.ts";
import { phrase } from "../../engine/words/say.ts";
import { askForFile, askForFolder, dataKind } from "./dialogs.ts";
import type { Documents } from "./documents.ts";
import type { WindowCalls } from "./ipc.ts";
import type { Training } from "./training.ts";

/** Data of the person's own. A project names it from its own folder; before it is saved, from that of the data. */
export function importCalls(training: Training, documents: Documents) {
  return {
    importData: {
      schema: z.union([
        z.strictObject({
          path: z.string().max(4096).refine(path.isAbsolute, "must be an absolute path"),
        }),
        z.strictObject({ ask: z.enum(["file", "folder"]) }),
      ]),
      handle: async (request, sender) => {
        const place = "path" in request ? request.path : await askFor[request.ask](sender);
        return place === null ? null : importData(training, documents, sender, place);
      },
    },
    readImport: {
      schema: z.strictObject({ data: datasetReferenceSchema }),
      handle: ({ data }, sender) =>
        training.clientFor(sender).call("readImport", { data, folder: documents.folderOf(sender) }),
    },
    cancelImport: {
      schema: z.null(),
      handle: (_request, sender) => training.clientFor(sender).call("cancelImport"),
    },
  } satisfies WindowCalls;
}

const askFor = {
  file: (window: WebContents) => askForFile(window, dataKind),
  folder: (window: WebContents) => askForFolder(window, phrase("folder of pictures")),
};

async function importData(
  training: Training,
  documents: Documents,
  window: WebContents,
  file: string,
): Promise<FoundData | null> {
  const folder = documents.folderOf(window) ?? documents.place(window, path.dirname(file));
  return training.clientFor(window).call("surveyFile", { file, folder });
}
