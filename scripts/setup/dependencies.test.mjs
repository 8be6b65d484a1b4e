import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { installDependencies } from "./dependencies.mjs";

const quiet = () => {};
let folder = "";
const lock = (version = "1.0.0") =>
  JSON.stringify({
    packages: {
      "": { name: "app" },
      "node_modules/a": { version, integrity: `sha512-${version}` },
      "node_modules/mac-only": { version: "1.0.0", optional: true },
    },
  });
const install = vi.fn((/** @type {string} */ place) => {
  mkdirSync(path.join(place, "node_modules"), { recursive: true });
});

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "layerlab-dependencies-"));
  writeFileSync(path.join(folder, "package-lock.json"), lock());
  install.mockClear();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("installs once, and again when the lock changes", () => {
  expect(installDependencies({ folder, install, log: quiet })).toBe("installed");
  expect(installDependencies({ folder, install, log: quiet })).toBe("unchanged");
  writeFileSync(path.join(folder, "package-lock.json"), lock("2.0.0"));
  expect(installDependencies({ folder, install, log: quiet })).toBe("installed");
  expect(install).toHaveBeenCalledTimes(2);
});

test("an interrupted installation leaves no stamp, so the next run installs again", () => {
  const interrupted = vi.fn((/** @type {string} */ place) => {
    install(place);
    throw new Error("interrupted");
  });
  expect(() => installDependencies({ folder, install: interrupted, log: quiet })).toThrow("interrupted");
  expect(existsSync(path.join(folder, "node_modules", ".layerlab-lock-hash"))).toBe(false);
  expect(installDependencies({ folder, install, log: quiet })).toBe("installed");
});

test("an interrupted update of a complete installation is noticed too", () => {
  installDependencies({ folder, install, log: quiet });
  writeFileSync(path.join(folder, "package-lock.json"), lock("2.0.0"));
  const interrupted = () => {
    throw new Error("interrupted");
  };
  expect(() => installDependencies({ folder, install: interrupted, log: quiet })).toThrow("interrupted");
  writeFileSync(path.join(folder, "package-lock.json"), lock()); // back on the old lock, with half a node_modules
  expect(installDependencies({ folder, install, log: quiet })).toBe("installed");
});

test("what npm itself has installed by hand is taken as it is", () => {
  mkdirSync(path.join(folder, "node_modules"));
  const hidden = path.join(folder, "node_modules", ".package-lock.json");
  const packages = { "node_modules/a": { version: "1.0.0", integrity: "sha512-1.0.0" } };
  writeFileSync(hidden, JSON.stringify({ packages }));
  expect(installDependencies({ folder, install, log: quiet })).toBe("adopted");
  expect(install).not.toHaveBeenCalled();
});

test.each([
  '{"packages":{"node_modules/a":{"version":"0.9.0"}}}',
  '{"packages":{}}',
  '{"packages":{"node_mod',
])("an npm installation that differs is not taken: %s", (text) => {
  mkdirSync(path.join(folder, "node_modules"));
  writeFileSync(path.join(folder, "node_modules", ".package-lock.json"), text);
  expect(installDependencies({ folder, install, log: quiet })).toBe("installed");
});
