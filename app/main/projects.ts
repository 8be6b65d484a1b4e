import { existsSync } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { app, type WebContents } from "electron";
import { z } from "zod";
import { writeWhole } from "../../engine/host/files.ts";
import { movedReference } from "../../engine/host/own-file.ts";
import { readProject } from "../../engine/host/project-file.ts";
import { type Project, projectText } from "../../engine/project/project.ts";
import type { ListedProject, OpenedProject, RecentProject, SavedProject } from "../contract/desktop.ts";
import { askForFile, askWhereTo, projectKind } from "./dialogs.ts";
import type { Documents } from "./documents.ts";
import type { Drafts } from "./drafts.ts";
import { fileNameFor, type GrantedFiles } from "./granted.ts";
import type { WindowCalls } from "./ipc.ts";
import type { RecentProjects } from "./recent.ts";

/** Opening and saving projects, and the list of the last ones. */
export class Projects {
  private readonly recent: RecentProjects;
  private readonly granted: GrantedFiles;
  private readonly drafts: Pick<Drafts, "drop">;
  private readonly onRecentChange: (recent: readonly RecentProject[]) => void;

  constructor(
    recent: RecentProjects,
    granted: GrantedFiles,
    drafts: Pick<Drafts, "drop">,
    onRecentChange: (recent: readonly RecentProject[]) => void,
  ) {
    this.recent = recent;
    this.granted = granted;
    this.drafts = drafts;
    this.onRecentChange = onRecentChange;
  }

  /** With what is missing marked: a disk that is not plugged in may come back. */
  async list(): Promise<readonly ListedProject[]> {
    const isThere = (file: string) =>
      access(file).then(
        () => true,
        () => false,
      );
    const entries = await this.recent.list();
    return Promise.all(entries.map(async (entry) => ({ ...entry, isMissing: !(await isThere(entry.path)) })));
  }

  /** Reads a project, from a file that the person chooses when none is named. */
  async open(window: WebContents, named: string | undefined): Promise<OpenedProject | null> {
    const file = named ?? (await askForFile(window, projectKind));
    if (file === null) return null;
    try {
      const project = await readProject(file);
      this.granted.add(file);
      await this.remember(file, project.name);
      return { project, path: file };
    } catch (error) {
      if (!existsSync(file)) await this.forget(file);
      throw error;
    }
  }

  /**
   * Writes a project to the file it came from, or to one that the person chooses. Its data is named from the folder where
   * it comes to lie.
   * @param from the folder from which the project names its data now.
   */
  async save(
    window: WebContents,
    project: Project,
    known: string | null,
    from: string | null,
  ): Promise<SavedProject | null> {
    const text = projectText(project); // refused in words before any dialog asks
    const file =
      known !== null && this.granted.has(known)
        ? known
        : await askWhereTo(window, projectKind, known ?? this.suggestion(project.name));
    if (file === null) return null;
    const folder = path.dirname(file);
    const data = project.data && from !== null ? movedReference(project.data, from, folder) : project.data;
    await writeWhole(file, from === folder ? text : projectText({ ...project, data }));
    // Before the window says "Saved": whoever ends the app from then on is not offered a copy of what is saved.
    await this.drafts.drop().catch(console.error);
    this.granted.add(file);
    await this.remember(file, project.name);
    return { path: file, data };
  }

  private suggestion(name: string): string {
    return path.join(app.getPath("documents"), fileNameFor(name, projectKind.extensions[0]));
  }

  /** The list is a convenience: when it cannot be kept, the project is open or saved all the same. */
  private async remember(file: string, name: string): Promise<void> {
    try {
      app.addRecentDocument(file);
      await this.recent.add(file, name, Date.now());
    } catch (error) {
      console.error(error);
    }
    this.onRecentChange(await this.recent.list());
  }

  async forget(file: string): Promise<void> {
    await this.recent.remove(file).catch(console.error);
    this.onRecentChange(await this.recent.list());
  }
}

const absolutePath = z.string().max(4096).refine(path.isAbsolute, "must be an absolute path");

const isObject = (value: unknown) => typeof value === "object" && value !== null;

export function projectCalls(projects: Projects, documents: Pick<Documents, "folderOf">) {
  return {
    recentProjects: { schema: z.null(), handle: () => projects.list() },
    forgetRecent: {
      schema: z.strictObject({ path: absolutePath }),
      handle: async (request) => {
        await projects.forget(request.path);
        return projects.list();
      },
    },
    openProject: {
      schema: z.strictObject({ path: absolutePath.exactOptional() }),
      handle: (request, sender) => projects.open(sender, request.path),
    },
    saveProject: {
      // projectText parses the project itself: its words name the layer and the setting, the door's would not.
      schema: z.strictObject({ project: z.custom<Project>(isObject), path: absolutePath.nullable() }),
      handle: ({ project, path }, sender) => projects.save(sender, project, path, documents.folderOf(sender)),
    },
  } satisfies WindowCalls;
}
