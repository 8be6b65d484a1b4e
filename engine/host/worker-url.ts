/**
 * Where the training worker's code is. From source (the command, unit tests) it is the entry beside this file,
 * which makes the thread read TypeScript; in the built app everything of the main process is one file,
 * out/app/main.js, and worker.js lies beside it.
 */
export function workerUrl(here = import.meta.url): URL {
  const entry = here.endsWith(".ts") ? "./worker-entry.mjs" : "./worker.js";
  return new URL(entry, here);
}
