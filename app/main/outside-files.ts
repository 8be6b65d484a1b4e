import path from "node:path";

/**
 * The project file among the words of a command line, as an absolute path; null when there is none. Switches
 * and the app's own folder are no files of ours.
 */
export function projectFileIn(words: readonly string[], workingDirectory: string): string | null {
  const word = words.findLast((candidate) => /^[^-].*\.(layerlab|json)$/i.test(candidate));
  return word === undefined ? null : path.resolve(workingDirectory, word);
}
