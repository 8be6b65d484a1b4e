import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { SetupProblem } from "./problem.mjs";

/**
 * Which Debian package brings a library that Electron is linked to.
 * @type {Partial<Record<string, string>>}
 */
const PACKAGE_OF_LIBRARY = {
  "libasound.so.2": "libasound2",
  "libatk-1.0.so.0": "libatk1.0-0",
  "libatk-bridge-2.0.so.0": "libatk-bridge2.0-0",
  "libatspi.so.0": "libatspi2.0-0",
  "libcups.so.2": "libcups2",
  "libdbus-1.so.3": "libdbus-1-3",
  "libdrm.so.2": "libdrm2",
  "libgbm.so.1": "libgbm1",
  "libgtk-3.so.0": "libgtk-3-0",
  "libnspr4.so": "libnspr4",
  "libnss3.so": "libnss3",
  "libnssutil3.so": "libnss3",
  "libsmime3.so": "libnss3",
  "libxkbcommon.so.0": "libxkbcommon0",
};

/** @typedef {{ libraries: string[], screen: boolean, fonts: boolean }} Missing */

/**
 * Makes sure that Linux has what Electron needs: the libraries it is linked to, one font, and (for the
 * journeys) Xvfb. As root on Debian and its descendants it installs what is missing; otherwise it names
 * the exact command and stops.
 * @param {{ executable: string, withScreen: boolean, isRoot?: boolean, find?: typeof findMissing,
 *   hasApt?: boolean, isPackage?: (name: string) => boolean, install?: (packages: string[]) => boolean,
 *   log?: (line: string) => void }} options
 * @throws {SetupProblem}
 */
export function ensureSystemLibraries({
  executable,
  withScreen,
  isRoot = process.getuid?.() === 0,
  find = findMissing,
  hasApt = onPath("apt-get"),
  isPackage = debianKnows,
  install = aptInstall,
  log = console.log,
}) {
  const missing = find(executable, withScreen);
  if (nothing(missing)) return;
  const packages = debianPackages(missing, isPackage);
  const names = [
    ...missing.libraries,
    ...(missing.screen ? ["Xvfb"] : []),
    ...(missing.fonts ? ["fonts"] : []),
  ];
  if (!hasApt) {
    throw new SetupProblem(
      `this system lacks ${names.join(", ")}. Install them with its package manager (Debian calls the packages ${packages.join(" ")}) and run the command again.`,
    );
  }
  const command = `apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  if (!isRoot)
    throw new SetupProblem(`this system lacks ${names.join(", ")}. Install with:\n  sudo ${command}`);
  log(`setup: installing system packages (${command})`);
  if (!install(packages) || !nothing(find(executable, withScreen))) {
    throw new SetupProblem(`the system packages could not be installed. Try it by hand:\n  ${command}`);
  }
}

/** @param {Missing} missing */
function nothing(missing) {
  return missing.libraries.length === 0 && !missing.screen && !missing.fonts;
}

/**
 * The Debian names for what is missing. Since 2024 some libraries carry the suffix t64 (64-bit time).
 * @param {Missing} missing
 * @param {(name: string) => boolean} isPackage
 */
export function debianPackages(missing, isPackage) {
  const names = new Set();
  for (const library of missing.libraries) {
    const name = PACKAGE_OF_LIBRARY[library];
    if (name === undefined)
      names.add("libgtk-3-0"); // the X libraries all come with GTK
    else names.add(name);
  }
  if (missing.screen) names.add("xvfb");
  if (missing.fonts) names.add("fonts-dejavu-core");
  return [...names].map((name) => (name.startsWith("lib") && isPackage(`${name}t64`) ? `${name}t64` : name));
}

/**
 * @param {string} executable
 * @param {boolean} withScreen
 * @returns {Missing}
 */
export function findMissing(executable, withScreen) {
  const linked = spawnSync("ldd", [executable], { encoding: "utf8" });
  const libraries = [...(linked.stdout ?? "").matchAll(/^\s*(\S+) => not found/gm)].map(
    (match) => match[1] ?? "",
  );
  return {
    libraries: [...new Set(libraries)],
    screen: withScreen && !onPath("Xvfb"),
    fonts: !existsSync("/usr/share/fonts") || readdirSync("/usr/share/fonts").length === 0,
  };
}

/** @param {string} command */
function onPath(command) {
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .some((folder) => existsSync(path.join(folder, command)));
}

/** @param {string} name */
function debianKnows(name) {
  return spawnSync("apt-cache", ["show", name], { stdio: "ignore" }).status === 0;
}

/** @param {string[]} packages */
function aptInstall(packages) {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (/** @type {string[]} */ ...words) =>
    spawnSync("apt-get", ["-qq", ...words], { stdio: ["ignore", "ignore", "inherit"], env: environment })
      .status === 0;
  // The lists may be missing (a fresh container) or old: an update is tried, a failure shows at the install.
  apt("update");
  return apt("install", "-y", "--no-install-recommends", ...packages);
}
