import { open } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The project file among the words of a command line, as an absolute path; null when there is none. Switches
 * and the app's own folder are no files of ours. A file manager of Linux hands over file:// addresses.
 */
export function projectFileIn(words: readonly string[], workingDirectory: string): string | null {
  const word = words.findLast((candidate) => /^[^-].*\.(layerlab|json)$/i.test(candidate));
  if (word === undefined) return null;
  return /^file:\/\//i.test(word) ? pathOfAddress(word) : path.resolve(workingDirectory, word);
}

/** Null for an address that names no file here, such as one on another computer. */
function pathOfAddress(address: string): string | null {
  try {
    return fileURLToPath(address);
  } catch {
    return null;
  }
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
