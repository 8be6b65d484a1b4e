import { expect, test } from "vitest";
import { checkNodeVersion } from "./node-version.mjs";
import { electronSwitches, hasDisplay } from "./prepare.mjs";

test.each(["20.19.0", "20.20.2", "22.0.0", "24.1.0"])("Node %s will do", (version) => {
  expect(() => checkNodeVersion(version)).not.toThrow();
});

test.each(["18.20.4", "20.18.3", "8.0.0"])("Node %s is refused with the version wanted", (version) => {
  expect(() => checkNodeVersion(version)).toThrow(`this is Node ${version}; Layerlab needs 20.19 or newer`);
});

test.each([
  [{}, "linux", false],
  [{ DISPLAY: "" }, "linux", false],
  [{ DISPLAY: ":0" }, "linux", true],
  [{ WAYLAND_DISPLAY: "wayland-0" }, "linux", true],
  [{}, "darwin", true],
  [{}, "win32", true],
])("the environment %j on %s has a display: %s", (environment, platform, expected) => {
  expect(hasDisplay(environment, /** @type {NodeJS.Platform} */ (platform))).toBe(expected);
});

test.runIf(process.platform === "linux")("only root runs without the sandbox", () => {
  expect(electronSwitches({ DISPLAY: ":0" }, true)).toEqual(["--no-sandbox"]);
  expect(electronSwitches({ DISPLAY: ":0" }, false)).toEqual([]);
});
