import path from "node:path";
import { fileURLToPath } from "node:url";
import { app } from "electron";

/** The name by which Windows knows the app, the same that the installer gives its shortcut: see electron-builder.yml. */
export const appId = "org.layerlab.Layerlab";

/** The folder of the built main process, preload script and worker: out/app, inside the archive when packaged. */
export const builtFolder = path.dirname(fileURLToPath(import.meta.url));

/** The folder of the built window. */
export const rendererFolder = path.join(builtFolder, "../renderer");

/** The folder of data sets, lessons and templates: beside the archive when packaged, else the repository's. */
export function assetsFolder(): string {
  return app.isPackaged ? path.join(process.resourcesPath, "assets") : path.join(builtFolder, "../../assets");
}

/** Keeps settings where --user-data-dir says, if it does: journeys and shared classroom machines use it. */
export function setUpUserData(): void {
  const folder = app.commandLine.getSwitchValue("user-data-dir");
  if (folder !== "") app.setPath("userData", path.resolve(folder));
}
