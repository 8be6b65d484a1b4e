import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { electronRuntime } from "./electron.mjs";

/** @type {Partial<Record<NodeJS.Platform, string>>} */
const executables = { darwin: "Electron.app/Contents/MacOS/Electron", win32: "electron.exe" };
const EXECUTABLE = executables[process.platform] ?? "electron";
const onRegistryPlatform = process.platform === "linux" && process.arch === "x64";
let folder = "";
let cache = "";
/** @type {string[]} */
let lines = [];
const log = (/** @type {string} */ line) => lines.push(line);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "layerlab-electron-"));
  cache = path.join(folder, "cache");
  mkdirSync(path.join(folder, "node_modules/electron"), { recursive: true });
  writeFileSync(path.join(folder, "node_modules/electron/package.json"), '{"version":"45.4.1"}');
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function runtimeAt(/** @type {string} */ place, version = "45.4.1") {
  mkdirSync(path.dirname(path.join(place, EXECUTABLE)), { recursive: true });
  writeFileSync(path.join(place, EXECUTABLE), "");
  writeFileSync(path.join(place, "version"), version);
  return place;
}

function installOfficial(version = "45.4.1") {
  runtimeAt(path.join(folder, "node_modules/electron/dist"), version);
  writeFileSync(path.join(folder, "node_modules/electron/path.txt"), EXECUTABLE);
}

const refuses = vi.fn(async () => "no route");
const prepare = vi.fn(async () => runtimeAt(path.join(cache, "made"), "33.2.1"));
const options = () => ({ folder, cache, environment: {}, download: refuses, prepare, log });

test("a folder named in the environment comes first", async () => {
  installOfficial();
  const mine = runtimeAt(path.join(folder, "mine"), "44.0.0");
  const found = await electronRuntime({ ...options(), environment: { ELECTRON_OVERRIDE_DIST_PATH: mine } });
  expect(found).toMatchObject({ kind: "override", folder: mine, version: "44.0.0" });
});

test("a folder without an Electron is named", async () => {
  const environment = { ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, "nothing") };
  await expect(electronRuntime({ ...options(), environment })).rejects.toThrow("there is no Electron in");
});

test("the official runtime is used as it is, and silently", async () => {
  installOfficial();
  expect(await electronRuntime(options())).toMatchObject({ kind: "official", version: "45.4.1" });
  expect(lines).toEqual([]);
});

test.each([
  ["of another version", () => installOfficial("44.0.0")],
  ["half unpacked", () => void runtimeAt(path.join(folder, "node_modules/electron/dist"))],
])("an official runtime that is %s is downloaded again", async (_how, arrange) => {
  arrange();
  const download = vi.fn(async () => {
    installOfficial();
    return undefined;
  });
  expect(await electronRuntime({ ...options(), download })).toMatchObject({
    kind: "official",
    version: "45.4.1",
  });
  expect(download).toHaveBeenCalledOnce();
});

test.runIf(onRegistryPlatform)(
  "without GitHub the registry's is prepared, and one line says what it is",
  async () => {
    const found = await electronRuntime(options());
    expect(found).toMatchObject({ kind: "registry", version: "33.2.1" });
    expect(lines.filter((line) => line.includes("its origin is not proven"))).toHaveLength(1);
  },
);

test.each([{ official: true }, { environment: { LAYERLAB_ELECTRON: "official" } }])(
  "%j refuses the registry's",
  async (choice) => {
    prepare.mockClear();
    await expect(electronRuntime({ ...options(), ...choice })).rejects.toThrow("from GitHub (no route)");
    expect(prepare).not.toHaveBeenCalled();
  },
);
