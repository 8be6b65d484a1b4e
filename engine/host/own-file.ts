import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { type DatasetReference, withOwnFiles } from "../data/dataset.ts";
import { fileName } from "../data/own-file.ts";
import { TroubleError } from "../trouble.ts";
import { say } from "../words/say.ts";
import { reasonOf } from "./files.ts";

/**
 * Where a file lies that a project names from its own folder: there, or beside the project, where people copy it to. Its
 * content decides whether it is the right one.
 * @param folder null for a project that lies nowhere yet.
 * @throws TroubleError when it is in neither place.
 */
export async function findOwnFile(file: string, folder: string | null): Promise<string> {
  const name = fileName(file);
  if (folder === null)
    throw new TroubleError({
      title: say("{name} cannot be found", { name }),
      reason: say(
        "The project says where it lies from the project's own folder, and the project has none yet.",
      ),
      next: say("Save the project beside its data, or find it."),
    });
  const expected = path.resolve(folder, file);
  const beside = path.join(folder, name);
  const error = await stat(expected).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error === null) return expected;
  if (beside !== expected && existsSync(beside)) return beside;
  throw new TroubleError(
    {
      title: say("{name} has moved or is gone", { name }),
      reason: say("The project expects it at {expected}. {reason}", {
        expected,
        reason: reasonOf(error),
      }),
      next: say("Put it back there, or find it where it lies now."),
    },
    { cause: error },
  );
}

/**
 * Where a file lies from a folder, as a project says it.
 * @param system whose paths they are: this one's, unless told otherwise.
 * @throws TroubleError when no path leads there, as between the drives of Windows.
 */
export function ownPath(file: string, folder: string, system: typeof path.posix = path): string {
  const relative = system.relative(folder, system.resolve(file));
  if (system.isAbsolute(relative))
    throw new TroubleError({
      title: say("{name} lies on another drive", { name: system.basename(file) }),
      reason: say(
        "A project names its data by the way from its own folder, and none leads from {folder} to {file}.",
        { folder, file },
      ),
      next: say("Copy the data to the drive of the project, or save the project on that of the data."),
    });
  return relative.split(system.sep).join("/") || ".";
}

/** The reference as a project in another folder says it. */
export function movedReference(reference: DatasetReference, from: string, to: string): DatasetReference {
  return withOwnFiles(reference, (file) => ownPath(path.resolve(from, file), to));
}

/** @throws TroubleError when a file's content is not the one that the project was made with. */
export function refuseChanged(file: string, found: string, expected: string): void {
  if (found === expected) return;
  throw new TroubleError({
    title: say("{file} has changed", { file: fileName(file) }),
    reason: say(
      "Its content is not the one that this project was made with (SHA-256 {found}… instead of {expected}…).",
      { found: found.slice(0, 12), expected: expected.slice(0, 12) },
    ),
    next: say("Restore the file, or find it anew to take the new content."),
  });
}
