import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { root } from "./setup/paths.mjs";

/** @type {{ packages: Record<string, { optionalDependencies?: Record<string, string> }> }} */
const { packages } = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));

// A registry that lacks some platforms' packages makes npm write a lock without them, which `npm ci` then
// refuses everywhere. Such an entry needs its version, cpu, os and "optional": true.
test("the lock names the packages of every platform, or npm ci would refuse it", () => {
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(place, name)),
  );
  expect(missing).toEqual([]);
});

/** Looks where Node would: beside the package, then in every node_modules folder above. */
function isLocked(/** @type {string} */ place, /** @type {string} */ name) {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === "") return false;
  }
}
