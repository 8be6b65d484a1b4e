import { expect, test, vi } from "vitest";
import { debianPackages, ensureSystemLibraries } from "./system-libraries.mjs";

const all = { libraries: [], screen: false, fonts: false };
const some = { libraries: ["libgtk-3.so.0", "libasound.so.2", "libXrandr.so.2"], screen: true, fonts: false };
const base = {
  executable: "electron",
  withScreen: true,
  hasApt: true,
  isPackage: () => false,
  log: () => {},
};

test("nothing missing: nothing is done", () => {
  const install = vi.fn(() => true);
  ensureSystemLibraries({ ...base, isRoot: true, find: () => all, install });
  expect(install).not.toHaveBeenCalled();
});

test("root installs exactly what is missing, once", () => {
  const find = vi.fn().mockReturnValueOnce(some).mockReturnValueOnce(all);
  const install = vi.fn(() => true);
  ensureSystemLibraries({ ...base, isRoot: true, find, install });
  expect(install).toHaveBeenCalledExactlyOnceWith(["libgtk-3-0", "libasound2", "xvfb"]);
});

test("an installation that changes nothing is a failure that names the command", () => {
  const run = () => ensureSystemLibraries({ ...base, isRoot: true, find: () => some, install: () => true });
  expect(run).toThrow("apt-get install -y --no-install-recommends libgtk-3-0 libasound2 xvfb");
});

test("an ordinary user gets the exact command, and nothing is installed", () => {
  const install = vi.fn(() => true);
  const run = () => ensureSystemLibraries({ ...base, isRoot: false, find: () => some, install });
  expect(run).toThrow("sudo apt-get install -y --no-install-recommends libgtk-3-0 libasound2 xvfb");
  expect(install).not.toHaveBeenCalled();
});

test("without apt-get the missing libraries are named", () => {
  const run = () => ensureSystemLibraries({ ...base, isRoot: true, hasApt: false, find: () => some });
  expect(run).toThrow(/lacks libgtk-3\.so\.0, libasound\.so\.2, libXrandr\.so\.2, Xvfb\./);
});

test("newer systems call some packages by a name with t64", () => {
  const packages = debianPackages(
    { ...all, libraries: ["libasound.so.2", "libnss3.so"] },
    (name) => name === "libasound2t64",
  );
  expect(packages).toEqual(["libasound2t64", "libnss3"]);
});
