import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A folder that only the app's own assets have. */
const MARK = join("datasets", "fashion-mnist", "manifest.json");

/**
 * The folder with the files that ship with the app. It is looked for from this module upwards, which finds it in a clone
 * (`engine/host`), beside the bundle (`out/app`) and in an installed app (`resources/app.asar/out/app`, with the
 * assets unpacked at `resources/assets`).
 * @throws Error when there is none.
 */
export function assetsFolder(start: string = dirname(fileURLToPath(import.meta.url))): string {
  // A worker thread of Electron may not have this property; the way up leads there too.
  const resources = (process as { resourcesPath?: string }).resourcesPath;
  const candidates = resources ? [join(resources, "assets")] : [];
  for (let folder = start; ; folder = dirname(folder)) {
    candidates.push(join(folder, "assets"));
    if (dirname(folder) === folder) break;
  }
  const found = candidates.find((candidate) => existsSync(join(candidate, MARK)));
  if (!found)
    throw new Error(`The app's data folder "assets" is missing above ${start}. Install Layerlab again.`);
  return found;
}
