import { z } from "zod";
import { readText, writeWhole } from "../../engine/host/files.ts";
import type { RecentProject } from "../contract/desktop.ts";

const mostEntries = 12;
const maximumBytes = 1_000_000;

const listSchema = z.array(
  z.strictObject({ path: z.string().min(1), name: z.string(), openedAt: z.number() }),
);

/** The projects opened or saved last, newest first, kept in a file. */
export class RecentProjects {
  private readonly file: string;
  private entries: readonly RecentProject[] | null = null;

  constructor(file: string) {
    this.file = file;
  }

  /** A list that cannot be read starts again: it is a convenience, and the projects themselves are safe. */
  async list(): Promise<readonly RecentProject[]> {
    this.entries ??= await readText(this.file, "list", maximumBytes)
      .then((text) => listSchema.parse(JSON.parse(text)))
      .catch(() => []);
    return this.entries;
  }

  async add(path: string, name: string, now: number): Promise<void> {
    const others = (await this.list()).filter((entry) => entry.path !== path);
    await this.store([{ path, name, openedAt: now }, ...others].slice(0, mostEntries));
  }

  /** Forgets a file that is no longer there. */
  async remove(path: string): Promise<void> {
    await this.store((await this.list()).filter((entry) => entry.path !== path));
  }

  private async store(entries: readonly RecentProject[]): Promise<void> {
    this.entries = entries;
    await writeWhole(this.file, `${JSON.stringify(entries, null, 2)}\n`);
  }
}
