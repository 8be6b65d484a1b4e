import { open } from "node:fs/promises";
import path from "node:path";

/**
 * The project file among the words of a command line, as an absolute path; null when there is none. Switches
 * and the app's own folder are no files of ours.
 */
export function projectFileIn(words: readonly string[], workingDirectory: string): string | null {
  const word = words.findLast((candidate) => /^[^-].*\.(layerlab|json)$/i.test(candidate));
  return word === undefined ? null : path.resolve(workingDirectory, word);
}

/** What a model file says of itself within its first characters. */
const modelMark = '"layerlab-model"';

/** Whether a file says that it is a model, and no project. */
export async function isModelFile(file: string): Promise<boolean> {
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(400), 0, 400, 0);
    return buffer.toString("latin1", 0, bytesRead).includes(modelMark);
  } finally {
    await handle.close();
  }
}
