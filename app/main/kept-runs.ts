import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { WebContents } from "electron";
import { z } from "zod";
import {
  checkpointExtension,
  readCheckpointCard,
  readCheckpointProject,
} from "../../engine/host/checkpoint-file.ts";
import { readProject } from "../../engine/host/project-file.ts";
import { checkpointsIn } from "../../engine/host/run-keeper.ts";
import { type Project, projectSchema, projectText } from "../../engine/project/project.ts";
import { trainedPart } from "../../engine/project/trained-part.ts";
import type { CheckpointCard, CheckpointPlace } from "../../engine/protocol.ts";
import { TroubleError } from "../../engine/trouble.ts";
import { say } from "../../engine/words/say.ts";
import type { KeptRun, OpenedRun } from "../contract/desktop.ts";
import type { Documents } from "./documents.ts";
import type { GrantedFiles } from "./granted.ts";
import type { WindowCalls } from "./ipc.ts";
import type { Training } from "./training.ts";

/** Older ones go when a new run starts. */
const mostRuns = 20;
const mostBytes = 2_000_000_000;
/** Between two checkpoints, in seconds: what a crash may cost. */
const every = 30;

/**
 * The runs of this person, each a folder of checkpoints whose name begins with the time it was started: kept while they
 * train, so that closing the app, a crash or a second thought loses little.
 */
export class KeptRuns {
  private readonly folder: string;

  /** @param folder absolute; made with the first run. */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** Where a new run is kept. Room for it is made meanwhile. */
  newPlace(projectFile: string | null): CheckpointPlace {
    void this.prune().catch(console.error);
    const name = `${new Date().toISOString().replaceAll(/[:.]/g, "-")}-${randomUUID().slice(0, 8)}`;
    return { folder: path.join(this.folder, name), everySeconds: every, projectFile };
  }

  /** Newest first, each with its last checkpoint that can be read. */
  async list(): Promise<readonly KeptRun[]> {
    const runs: KeptRun[] = [];
    for (const id of await this.ids()) {
      const folder = path.join(this.folder, id);
      const files = (await readdir(folder)).filter((name) => name.endsWith(checkpointExtension)).sort();
      // Their names tell the order: one file is read for a run, not all.
      for (const name of files.reverse()) {
        const last = await readCheckpointCard(path.join(folder, name)).catch(() => null);
        if (!last) continue;
        runs.push({ id, last, count: files.length });
        break;
      }
    }
    return runs.sort((first, second) => second.last.savedAt - first.last.savedAt);
  }

  /** The newest run that trained this very network on these data with these settings; null when there is none. */
  async of(project: Project): Promise<KeptRun | null> {
    const wanted = trainedPart(project);
    for (const run of await this.list()) {
      if (run.last.step === 0) continue;
      const trained = await readCheckpointProject(run.last.file).catch(() => null);
      if (trained && trainedPart(trained) === wanted) return run;
    }
    return null;
  }

  /** All checkpoints of a run, oldest first. */
  async checkpoints(id: string): Promise<readonly CheckpointCard[]> {
    const folder = path.join(this.folder, id);
    return existsSync(folder) ? checkpointsIn(folder) : [];
  }

  async forget(id: string): Promise<void> {
    await rm(path.join(this.folder, id), { recursive: true, force: true });
  }

  /** @throws TroubleError unless the file is a checkpoint of one of these runs. */
  require(file: string): string {
    const isOurs =
      path.resolve(file) === file &&
      file.endsWith(checkpointExtension) &&
      path.dirname(path.dirname(file)) === this.folder;
    if (isOurs && existsSync(file)) return file;
    throw new TroubleError({
      title: say("This checkpoint is not there"),
      reason: say("It was given up for newer ones, or its run was forgotten."),
      next: say("Choose another one."),
    });
  }

  private async ids(): Promise<string[]> {
    if (!existsSync(this.folder)) return [];
    const entries = await readdir(this.folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  }

  /** Keeps the newest runs, as many as fit beside a new one. */
  private async prune(): Promise<void> {
    let bytes = 0;
    const ids = (await this.ids()).sort().reverse();
    for (const [place, id] of ids.entries()) {
      const folder = path.join(this.folder, id);
      for (const name of await readdir(folder)) bytes += (await stat(path.join(folder, name))).size;
      if (place >= mostRuns - 1 || bytes > mostBytes) await this.forget(id);
    }
  }
}

/** Makes a run of a checkpoint; its project comes with the file that it was saved in, if that is still there. */
async function open(
  { runs, training, granted, documents }: KeptRunParts,
  window: WebContents,
  named: string,
): Promise<OpenedRun> {
  const file = runs.require(named);
  const run = await training.clientFor(window).call("openCheckpoint", { file, everySeconds: every });
  const path = run.projectFile !== null && existsSync(run.projectFile) ? run.projectFile : null;
  if (path === null) {
    if (run.folder !== null) documents.place(window, run.folder);
    return { ...run, path, isSaved: true };
  }
  granted.add(path);
  // A file that cannot be read any more is not lost by that: saving writes over it only when asked to.
  const saved = await readProject(path).then(projectText, () => null);
  return { ...run, path, isSaved: saved === projectText(run.project) };
}

export interface KeptRunParts {
  readonly runs: KeptRuns;
  readonly training: Training;
  readonly granted: GrantedFiles;
  readonly documents: Pick<Documents, "place">;
}

const id = z.string().regex(/^[0-9A-Za-z-]{1,80}$/);

export function keptRunCalls(parts: KeptRunParts) {
  const { runs } = parts;
  return {
    keptRuns: { schema: z.null(), handle: () => runs.list() },
    keptRunOf: {
      schema: z.strictObject({ project: projectSchema }),
      handle: ({ project }) => runs.of(project),
    },
    checkpointsOf: { schema: z.strictObject({ id }), handle: (request) => runs.checkpoints(request.id) },
    forgetRun: {
      schema: z.strictObject({ id }),
      handle: async (request) => {
        await runs.forget(request.id);
        return runs.list();
      },
    },
    openCheckpoint: {
      schema: z.strictObject({ file: z.string().max(4096) }),
      handle: (request, sender) => open(parts, sender, request.file),
    },
  } satisfies WindowCalls;
}
