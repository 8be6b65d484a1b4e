import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defaultSettings } from "../contract/settings.ts";
import { KeptValues } from "./kept-values.ts";
import { settingSchemas } from "./setting-schemas.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "layerlab-settings-"));
});
afterEach(() => rm(folder, { recursive: true }));

const file = () => path.join(folder, "settings.json");
const settings = () => new KeptValues({ file: file(), schemas: settingSchemas, defaults: defaultSettings });
const onDisk = async () => JSON.parse(await readFile(file(), "utf8"));

describe("the settings", () => {
  it("are the defaults on a first start, and come back as they were set", async () => {
    const first = settings();
    expect(await first.load()).toEqual(defaultSettings);
    await first.set({ theme: "dark" });
    await first.set({ threads: 2, textSize: "150" });
    expect(await settings().load()).toEqual({
      ...defaultSettings,
      theme: "dark",
      threads: 2,
      textSize: "150",
    });
  });

  it("lose nothing to one value that is wrong, or to one that another version knows", async () => {
    await writeFile(file(), JSON.stringify({ theme: "pink", threads: 3, mapsRate: 7, voice: { on: true } }));
    const kept = settings();
    expect(await kept.load()).toEqual({ ...defaultSettings, threads: 3 });
    await kept.set({ maths: "fast" });
    expect(await onDisk()).toEqual({
      theme: "pink",
      threads: 3,
      mapsRate: 7,
      voice: { on: true },
      maths: "fast",
    });
  });

  it.each(["{", "[]", "null", '"dark"', "", "[".repeat(100_000)])(
    "start anew where the file holds %.10j, which is put aside",
    async (text) => {
      vi.spyOn(console, "error").mockReturnValue();
      await writeFile(file(), text);
      const kept = settings();
      expect(await kept.load()).toEqual(defaultSettings);
      expect(await readFile(`${file()}.damaged`, "utf8")).toBe(text);
      await kept.set({ theme: "light" });
      expect(await onDisk()).toEqual({ theme: "light" });
    },
  );

  it("keep the last of many that are set at once", async () => {
    const kept = settings();
    await Promise.all([1, 2, 3, 4, 5].map((threads) => kept.set({ threads })));
    expect(await onDisk()).toEqual({ threads: 5 });
  });

  it("count although they could not be written, which is told", async () => {
    const kept = new KeptValues({
      file: path.join(folder, "gone", "settings.json"),
      schemas: settingSchemas,
      defaults: defaultSettings,
    });
    await expect(kept.set({ theme: "dark" })).rejects.toThrow(/could not be saved/);
    expect(kept.values.theme).toBe("dark");
    expect(existsSync(path.join(folder, "gone"))).toBe(false);
  });
});
