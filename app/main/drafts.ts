import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { WebContents } from "electron";
import { z } from "zod";
import { readText, writeWhole } from "../../engine/host/files.ts";
import { maximumProjectBytes, type Project, projectText, toProject } from "../../engine/project/project.ts";
import { TroubleError } from "../../engine/trouble.ts";
import { say } from "../../engine/words/say.ts";
import type { FoundDraft, OpenedProject } from "../contract/desktop.ts";
import type { Documents } from "./documents.ts";
import type { GrantedFiles } from "./granted.ts";
import type { WindowCalls } from "./ipc.ts";

const draftSchema = z.strictObject({
  /** Milliseconds since 1970. */
  savedAt: z.number(),
  /** Where the project lies; null for one that was never saved. */
  path: z.string().nullable(),
  /** From where it names its own data; null when it has none. */
  folder: z.string().nullable(),
  project: z.unknown().transform(toProject),
});
type Draft = z.infer<typeof draftSchema>;

/**
 * The unsaved document of the window, written beside the settings while it is edited. It goes when the document is
 * saved or given up; what is there at a start is of an app that did not end by itself.
 */
export class Drafts {
  private readonly folder: string;
  /** One call of the file system after the other: a draft that is dropped does not come back. */
  private last: Promise<unknown> = Promise.resolve();

  /** @param folder absolute; made with the first draft. */
  constructor(folder: string) {
    this.folder = folder;
  }

  private get current(): string {
    return path.join(this.folder, "current.json");
  }
  /** Left behind by an app that did not end by itself. */
  private get found(): string {
    return path.join(this.folder, "found.json");
  }

  /** What is being edited is what was found, from now on: at a start, and when the window's page has died. */
  begin(): Promise<void> {
    return this.inTurn(async () => {
      if (existsSync(this.current)) await rename(this.current, this.found);
    });
  }

  /** @param draft the document, and the time now in milliseconds since 1970. */
  keep({ project, ...place }: Omit<Draft, "project"> & { readonly project: Project }): Promise<void> {
    const text = `${JSON.stringify(place).slice(0, -1)},"project":${projectText(project)}}`;
    return this.inTurn(async () => {
      await mkdir(this.folder, { recursive: true });
      await writeWhole(this.current, text);
    });
  }

  /** Nothing is unsaved any more. */
  drop(): Promise<void> {
    return this.inTurn(() => rm(this.current, { force: true }));
  }

  /** What an earlier app left behind; null when there is nothing that can be read. */
  async look(): Promise<FoundDraft | null> {
    const draft = await this.read();
    if (!draft) return null;
    const { project, savedAt } = draft;
    return { name: project.name, savedAt, layers: project.graph.nodes.length, path: draft.path };
  }

  /** Takes it up again: it is what is being edited. */
  async take(): Promise<Draft> {
    const draft = await this.read();
    if (!draft)
      throw new TroubleError({
        title: say("The kept copy is not there"),
        reason: say("It was opened or discarded already."),
        next: say("Open the project's own file."),
      });
    await this.inTurn(() => rename(this.found, this.current));
    return draft;
  }

  discard(): Promise<void> {
    return this.inTurn(() => rm(this.found, { force: true }));
  }

  /** Answers when everything that was begun is done. */
  async settle(): Promise<void> {
    await this.last;
  }

  /** One that cannot be read is put aside: it is the person's work all the same. */
  private async read(): Promise<Draft | null> {
    await this.last;
    if (!existsSync(this.found)) return null;
    try {
      return draftSchema.parse(
        JSON.parse(await readText(this.found, "project", maximumProjectBytes + 10_000)),
      );
    } catch (error) {
      console.error(error);
      await this.inTurn(() => rename(this.found, `${this.found}.damaged`)).catch(console.error);
      return null;
    }
  }

  private inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const done = this.last.then(act);
    this.last = done.catch(() => {});
    return done;
  }
}

/** The project of a draft, with the file that it was saved in, if that is still there. */
async function open({ drafts, granted, documents }: DraftParts, window: WebContents): Promise<OpenedProject> {
  const { project, path: file, folder } = await drafts.take();
  if (file !== null && existsSync(file)) {
    granted.add(file);
    return { project, path: file };
  }
  if (folder !== null) documents.place(window, folder);
  return { project, path: null };
}

export interface DraftParts {
  readonly drafts: Drafts;
  readonly granted: GrantedFiles;
  readonly documents: Pick<Documents, "folderOf" | "place">;
}

const absolutePath = z.string().max(4096).refine(path.isAbsolute, "must be an absolute path");
const isObject = (value: unknown) => typeof value === "object" && value !== null;

export function draftCalls(parts: DraftParts) {
  const { drafts, documents } = parts;
  return {
    keepDraft: {
      // projectText parses the project itself.
      schema: z.strictObject({ project: z.custom<Project>(isObject), path: absolutePath.nullable() }),
      handle: async (request, sender) => {
        await drafts.keep({ ...request, folder: documents.folderOf(sender), savedAt: Date.now() });
        return null;
      },
    },
    dropDraft: {
      schema: z.null(),
      handle: async () => {
        await drafts.drop();
        return null;
      },
    },
    foundDraft: { schema: z.null(), handle: () => drafts.look() },
    openDraft: { schema: z.null(), handle: (_request, sender) => open(parts, sender) },
    discardDraft: {
      schema: z.null(),
      handle: async () => {
        await drafts.discard();
        return null;
      },
    },
  } satisfies WindowCalls;
}
