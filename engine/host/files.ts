import { randomUUID } from "node:crypto";
import * as nodeFiles from "node:fs/promises";
import path from "node:path";
import { TroubleError } from "../trouble.ts";
import { phrase, say, translate } from "../words/say.ts";

/** The file calls that saving makes; a test passes its own to make each of them fail. */
export type FileCalls = Pick<typeof nodeFiles, "open" | "rename" | "rm" | "realpath" | "stat">;

/**
 * Writes a whole file, in one piece or several, or nothing: a temporary file in the same folder, flushed to the disk, then renamed over
 * the old one, then the folder flushed. Whatever fails, the old file stays as it was. A link is followed and
 * stays a link; the old file's permissions are kept.
 * @throws TroubleError in words.
 */
export async function writeWhole(
  file: string,
  content: string | Uint8Array | readonly Uint8Array[],
  calls: FileCalls = nodeFiles,
): Promise<void> {
  let temporary: string | null = null;
  try {
    const target = await calls.realpath(file).catch(() => path.resolve(file));
    const old = await calls.stat(target).catch(() => null);
    const folder = path.dirname(target);
    temporary = path.join(folder, `.${path.basename(target)}.${randomUUID().slice(0, 8)}.tmp`);
    const handle = await calls.open(temporary, "wx", old ? old.mode & 0o777 : 0o666);
    try {
      // Each call goes on where the one before ended.
      for (const part of Array.isArray(content) ? content : [content]) await handle.writeFile(part);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await calls.rename(temporary, target);
    temporary = null;
    await syncFolder(folder, calls);
  } catch (error) {
    if (temporary) await calls.rm(temporary, { force: true }).catch(() => {}); // the first error is the one to tell
    throw new TroubleError(
      {
        title: say("{name} could not be saved", { name: path.basename(file) }),
        reason: say("{reason} The old file, if there was one, is unchanged.", {
          reason: reasonOf(error),
        }),
        next: say("Save it under another name or in another folder."),
      },
      { cause: error },
    );
  }
}

/** Makes the rename itself durable. Windows cannot open a folder, and some file systems cannot flush one. */
async function syncFolder(folder: string, calls: FileCalls): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await calls.open(folder, "r");
  try {
    await handle.sync();
  } catch (error) {
    if (codeOf(error) !== "EINVAL" && codeOf(error) !== "ENOTSUP") throw error;
  } finally {
    await handle.close();
  }
}

/**
 * The text of a file, refused before it is read when it has more than `maximumBytes`.
 * @throws TroubleError in words.
 */
export async function readText(file: string, what: string, maximumBytes: number): Promise<string> {
  const refusal = (reason: string, error?: unknown) =>
    new TroubleError(
      {
        title: say("{name} cannot be opened", { name: path.basename(file) }),
        reason,
        next: say("Choose another {what} file.", { what: translate(what) }),
      },
      { cause: error },
    );
  try {
    const handle = await nodeFiles.open(file, "r");
    try {
      const { size } = await handle.stat().then((stat) => {
        if (!stat.isFile()) throw refusal(say("It is a folder or a device, not a file."));
        return stat;
      });
      if (size > maximumBytes)
        throw refusal(
          say("It has {size} MB; a {what} has at most {most} MB.", {
            size: Math.ceil(size / 1e6),
            what: translate(what),
            most: Math.floor(maximumBytes / 1e6),
          }),
        );
      return new TextDecoder("utf-8", { fatal: true }).decode(await handle.readFile());
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof TroubleError) throw error;
    if (error instanceof TypeError) throw refusal(say("It is not a text file."), error);
    throw refusal(reasonOf(error), error);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: phrase("The file or its folder does not exist."),
  ENOTDIR: phrase("A part of its path is not a folder."),
  EISDIR: phrase("There is a folder with this name."),
  EACCES: phrase("You are not allowed to write or read there."),
  EPERM: phrase("You are not allowed to write or read there."),
  EROFS: phrase("The disk is read-only."),
  ENOSPC: phrase("The disk is full."),
  EDQUOT: phrase("Your share of the disk is full."),
  ENAMETOOLONG: phrase("The name is too long."),
  EMFILE: phrase("Too many files are open."),
  EBUSY: phrase("Another program is using the file."),
};

/** Why a file call failed, as a sentence. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const known = code === null ? undefined : reasons[code];
  return (known && translate(known)) ?? (error instanceof Error ? `${error.message}.` : String(error));
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
