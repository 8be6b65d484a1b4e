import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SetupProblem } from "./problem.mjs";

/**
 * Makes node_modules agree with package-lock.json. A stamp in node_modules holds the hash of the lock that
 * was installed; it is removed before `npm ci` and written after it, so an interrupted run leaves none.
 * @param {{ folder: string, install?: (folder: string) => void, log?: (line: string) => void }} options
 * @returns {"unchanged" | "adopted" | "installed"}
 * @throws {SetupProblem}
 */
export function installDependencies({ folder, install = runNpmCi, log = console.log }) {
  const lock = readFileSync(path.join(folder, "package-lock.json"), "utf8");
  const hash = createHash("sha256").update(lock).digest("hex");
  const stamp = path.join(folder, "node_modules", ".layerlab-lock-hash");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return "unchanged";
  if (npmInstalledThis(folder, lock)) {
    writeFileSync(stamp, hash);
    return "adopted";
  }
  log("setup: installing the npm packages (npm ci)");
  rmSync(stamp, { force: true });
  install(folder);
  writeFileSync(stamp, hash);
  return "installed";
}

/**
 * Whether npm itself already brought node_modules to this lock (someone ran `npm install` by hand): npm writes
 * node_modules/.package-lock.json as the last act of a complete installation. Packages for other platforms
 * are optional and may be absent.
 * @param {string} folder
 * @param {string} lock
 */
function npmInstalledThis(folder, lock) {
  const hidden = path.join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(lock).packages ?? {};
  const found = readPackages(hidden);
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === "") return true;
    if (found[place] === undefined) return entry.optional === true;
    return found[place].version === entry.version && found[place].integrity === entry.integrity;
  });
}

/** @param {string} file */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) return {}; // cut off in the middle: npm ci puts it right
    throw error;
  }
}

/** @param {string} folder */
function runNpmCi(folder) {
  const run = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    stdio: "inherit",
    shell: process.platform === "win32", // npm is a .cmd file there
  });
  if (run.status === 0) return;
  throw new SetupProblem("npm ci failed; its own message is above. Run the command again when it is solved.");
}
