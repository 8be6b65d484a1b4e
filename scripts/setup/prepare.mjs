import { installDependencies } from "./dependencies.mjs";
import { electronRuntime } from "./electron.mjs";
import { checkNodeVersion } from "./node-version.mjs";
import { root } from "./paths.mjs";
import { ensureSystemLibraries } from "./system-libraries.mjs";

/** What the headless command needs: Node and the npm packages. Nothing of Electron. */
export async function prepareHeadless() {
  checkNodeVersion();
  installDependencies({ folder: root });
}

/**
 * What a window needs: the above, an Electron and the system's libraries.
 * @param {{ withScreen: boolean, official?: boolean, log?: (line: string) => void }} options
 *   withScreen: whether a virtual screen (Xvfb) must be there too
 */
export async function prepareWindow({ withScreen, official, log = console.log }) {
  await prepareHeadless();
  const runtime = await electronRuntime({ log, ...(official ? { official } : {}) });
  if (process.platform === "linux") {
    ensureSystemLibraries({ executable: runtime.executable, withScreen, log });
  }
  return runtime;
}

/** Whether a window can be shown. Windows and macOS always have a screen; Linux says so in the environment. */
export function hasDisplay(environment = process.env, platform = process.platform) {
  return platform !== "linux" || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/**
 * The switches Electron needs on this machine. Chromium's sandbox refuses to start as root; everyone else
 * runs with it on.
 * @param {NodeJS.ProcessEnv} environment
 * @param {boolean} isRoot
 */
export function electronSwitches(environment = process.env, isRoot = process.getuid?.() === 0) {
  const switches = process.platform === "linux" && isRoot ? ["--no-sandbox"] : [];
  if (!environment.DISPLAY && environment.WAYLAND_DISPLAY) switches.push("--ozone-platform=wayland");
  return switches;
}
