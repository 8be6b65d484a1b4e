import path from "node:path";
import { app, type WebContents } from "electron";
import { z } from "zod";
import { writeWhole } from "../../engine/host/files.ts";
import { readModelText } from "../../engine/host/project-file.ts";
import type { ImportedModel } from "../../engine/protocol.ts";
import { askForFile, askWhereTo, modelKind } from "./dialogs.ts";
import type { Documents } from "./documents.ts";
import { fileNameFor, type GrantedFiles } from "./granted.ts";
import type { WindowCalls } from "./ipc.ts";
import { spareProject } from "./open-file-guard.ts";
import type { Training } from "./training.ts";

export interface ModelParts {
  readonly training: Training;
  readonly documents: Documents;
  readonly granted: GrantedFiles;
  readonly written: Pick<GrantedFiles, "add">;
}

/**
 * The model is made first: when there is none, no dialog asks where it should go. It is made again where it names its data
 * from another folder than the project does.
 */
async function exportModel(
  { training, documents, granted, written }: ModelParts,
  window: WebContents,
  named: string | undefined,
): Promise<{ readonly path: string; readonly weightsHash: string } | null> {
  const client = training.clientFor(window);
  const from = documents.folderOf(window);
  const made = await client.call("exportModel");
  const name = fileNameFor(documents.nameOf(window), "layerlab-model.json");
  const suggestion = named ?? path.join(app.getPath("documents"), name);
  const file =
    named !== undefined && granted.has(named) ? named : await askWhereTo(window, modelKind, suggestion);
  if (file === null) return null;
  await spareProject(file, modelKind.what, documents.fileOf(window));
  const folder = path.dirname(file);
  const { text, weightsHash } =
    from === null || from === folder ? made : await client.call("exportModel", { folder });
  await writeWhole(file, text);
  granted.add(file);
  written.add(file);
  return { path: file, weightsHash };
}

async function importModel(
  { training, documents }: ModelParts,
  window: WebContents,
  named: string | undefined,
): Promise<ImportedModel | null> {
  const file = named ?? (await askForFile(window, modelKind));
  if (file === null) return null;
  const folder = path.dirname(file);
  const text = await readModelText(file);
  const model = await training.clientFor(window).call("importModel", { text, folder });
  documents.place(window, folder);
  return model;
}

/** The layers of a model that the person chooses, to copy weights from. */
async function modelLayers({ training }: ModelParts, window: WebContents) {
  const file = await askForFile(window, modelKind);
  if (file === null) return null;
  const layers = await training.clientFor(window).call("modelLayers", { text: await readModelText(file) });
  return { ...layers, path: file };
}

const request = z.strictObject({
  path: z.string().max(4096).refine(path.isAbsolute, "must be an absolute path").exactOptional(),
});

export function modelCalls(parts: ModelParts) {
  return {
    exportModel: { schema: request, handle: ({ path }, sender) => exportModel(parts, sender, path) },
    modelLayers: { schema: z.null(), handle: (_none, sender) => modelLayers(parts, sender) },
    copyLayer: {
      schema: z.strictObject({
        path: z.string().max(4096).refine(path.isAbsolute, "must be an absolute path"),
        node: z.string().min(1).max(64),
      }),
      handle: async (wanted, sender) =>
        parts.training
          .clientFor(sender)
          .call("copyLayer", { text: await readModelText(wanted.path), node: wanted.node }),
    },
    importModel: { schema: request, handle: ({ path }, sender) => importModel(parts, sender, path) },
  } satisfies WindowCalls;
}
