import { stat } from "node:fs/promises";
import path from "node:path";
import { TroubleError } from "../../engine/trouble.ts";
import { say, translate } from "../../engine/words/say.ts";

/**
 * Refuses to write anything else over the file of the open project, which would be lost by it.
 * @param what is to be written: "model", "picture".
 * @param project the file of the open project; null before it is saved.
 * @throws TroubleError when both are one file, by whichever name or link.
 */
export async function spareProject(file: string, what: string, project: string | null): Promise<void> {
  if (project === null || !(await isSameFile(file, project))) return;
  const name = path.basename(file);
  throw new TroubleError({
    title: say("The {what} was not written over the open project", { what: translate(what) }),
    reason: say("{name} is the file of the project that is open, and would hold the {what} instead of it.", {
      name,
      what: translate(what),
    }),
    next: say("Nothing is changed. Choose another name for the {what}.", { what: translate(what) }),
  });
}

/** By what lies on the disk: names differ by links, and by case where the system does not tell it apart. */
async function isSameFile(a: string, b: string): Promise<boolean> {
  if (path.resolve(a) === path.resolve(b)) return true;
  const [one, other] = await Promise.all(
    [a, b].map((file) => stat(file, { bigint: true }).catch(() => null)),
  );
  return !!one && !!other && one.dev === other.dev && one.ino === other.ino;
}
