import * as nodeFiles from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FileCalls, readText, writeWhole } from "./files.ts";

let folder: string;
beforeEach(async () => {
  folder = await nodeFiles.mkdtemp(path.join(tmpdir(), "layerlab-files-"));
});
afterEach(() => nodeFiles.rm(folder, { recursive: true }));

const failure = (code: string) => Object.assign(new Error(`${code}: injected`), { code });

/** Real file calls of which one fails. */
function failing(step: "open" | "write" | "sync" | "rename", code: string): FileCalls {
  return {
    ...nodeFiles,
    rename: step === "rename" ? () => Promise.reject(failure(code)) : nodeFiles.rename,
    open: async (...request: Parameters<FileCalls["open"]>) => {
      if (step === "open") throw failure(code);
      const handle = await nodeFiles.open(...request);
      if (step === "write") handle.writeFile = () => Promise.reject(failure(code));
      if (step === "sync") handle.sync = () => Promise.reject(failure(code));
      return handle;
    },
  };
}

describe("writing a whole file", () => {
  it("makes a new file and replaces an old one, leaving nothing else in the folder", async () => {
    const file = path.join(folder, "a.layerlab");
    await writeWhole(file, "first");
    await writeWhole(file, "second");
    expect(await nodeFiles.readFile(file, "utf8")).toBe("second");
    expect(await nodeFiles.readdir(folder)).toEqual(["a.layerlab"]);
  });

  it.each([
    ["open", "EACCES", "not allowed"],
    ["write", "ENOSPC", "disk is full"],
    ["sync", "EIO", "EIO"],
    ["rename", "EROFS", "read-only"],
  ] as const)("keeps the old file when %s fails with %s, and says why", async (step, code, words) => {
    const file = path.join(folder, "a.layerlab");
    await writeWhole(file, "old");
    await expect(writeWhole(file, "new", failing(step, code))).rejects.toMatchObject({
      trouble: { title: "a.layerlab could not be saved", reason: expect.stringContaining(words) },
    });
    expect(await nodeFiles.readFile(file, "utf8")).toBe("old");
    expect(await nodeFiles.readdir(folder)).toEqual(["a.layerlab"]);
  });

  it("refuses a name that is a folder, and a folder that is not there", async () => {
    await nodeFiles.mkdir(path.join(folder, "taken"));
    await expect(writeWhole(path.join(folder, "taken"), "x")).rejects.toMatchObject({
      trouble: { reason: expect.stringContaining("folder") },
    });
    await expect(writeWhole(path.join(folder, "no", "such", "file"), "x")).rejects.toMatchObject({
      trouble: { reason: expect.stringContaining("does not exist") },
    });
    expect(await nodeFiles.readdir(folder)).toEqual(["taken"]);
  });

  it("writes through a link and keeps the permissions", async () => {
    const file = path.join(folder, "real");
    await nodeFiles.writeFile(file, "old", { mode: 0o600 });
    await nodeFiles.symlink(file, path.join(folder, "link"));
    await writeWhole(path.join(folder, "link"), "new");
    expect(await nodeFiles.readFile(file, "utf8")).toBe("new");
    expect((await nodeFiles.lstat(path.join(folder, "link"))).isSymbolicLink()).toBe(true);
    expect((await nodeFiles.stat(file)).mode & 0o777).toBe(0o600);
  });
});

describe("reading text", () => {
  it.each([
    ["a missing file", async () => "missing.json", "does not exist"],
    ["a folder", async () => ".", "not a file"],
    ["a picture", async () => write("p.json", new Uint8Array([0x89, 0x50, 0xff, 0xfe])), "not a text file"],
    ["a file above the limit", async () => write("big.json", new Uint8Array(2_000_000)), "at most 1 MB"],
  ])("refuses %s in words", async (_name, prepare, words) => {
    const name = await prepare();
    await expect(readText(path.join(folder, name), "project", 1_000_000)).rejects.toMatchObject({
      trouble: { reason: expect.stringContaining(words) },
    });
  });

  async function write(name: string, content: Uint8Array): Promise<string> {
    await nodeFiles.writeFile(path.join(folder, name), content);
    return name;
  }
});
