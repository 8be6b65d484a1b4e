import { rm } from "node:fs/promises";
import path from "node:path";

/**
 * Takes out the archive that lets a bare Electron open any folder: the packaged app opens itself only.
 * @param {{ appOutDir: string, packager: { getResourcesDir(appOutDir: string): string } }} context
 */
export default async function afterPack({ appOutDir, packager }) {
  await rm(path.join(packager.getResourcesDir(appOutDir), "default_app.asar"), { force: true });
}
