import path from "node:path";
import { app, type WebContents } from "electron";
import { z } from "zod";
import { writeWhole } from "../../engine/host/files.ts";
import { phrase } from "../../engine/words/say.ts";
import type { SavedKind } from "../contract/desktop.ts";
import { askWhereTo, type FileKind } from "./dialogs.ts";
import type { Documents } from "./documents.ts";
import { fileNameFor, type GrantedFiles } from "./granted.ts";
import type { WindowCalls } from "./ipc.ts";
import { spareProject } from "./open-file-guard.ts";

/** What the window may save besides projects and models: pictures and tables of what it shows. */
const kinds: Readonly<Record<SavedKind, FileKind>> = {
  png: { what: phrase("picture"), title: phrase("PNG picture"), extensions: ["png"] },
  svg: { what: phrase("drawing"), title: phrase("SVG drawing"), extensions: ["svg"] },
  csv: { what: phrase("table"), title: phrase("CSV table"), extensions: ["csv"] },
};

/** No picture or table of the window comes near this. */
const mostBytes = 256 * 1024 * 1024;

/** A dialog asks where to, every time: the window itself names no path. */
export function savedFileCalls(documents: Pick<Documents, "fileOf">, written: Pick<GrantedFiles, "add">) {
  return {
    saveFile: {
      schema: z.strictObject({
        name: z.string().min(1).max(200),
        kind: z.enum(["png", "svg", "csv"] satisfies SavedKind[]),
        bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= mostBytes, "is too large"),
      }),
      handle: async ({ name, kind, bytes }, sender: WebContents) => {
        const suggestion = path.join(app.getPath("documents"), fileNameFor(name, kind));
        const file = await askWhereTo(sender, kinds[kind], suggestion);
        if (file === null) return null;
        await spareProject(file, kinds[kind].what, documents.fileOf(sender));
        await writeWhole(file, bytes);
        written.add(file);
        return { path: file };
      },
    },
  } satisfies WindowCalls;
}
