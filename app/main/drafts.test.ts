import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { emptyProject } from "../../engine/project/empty.ts";
import type { Project } from "../../engine/project/project.ts";
import { Drafts } from "./drafts.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "layerlab-drafts-"));
});
afterEach(() => rm(home, { recursive: true }));

const folder = () => path.join(home, "drafts");
const project = (name: string) => ({ ...emptyProject(), name });

function draft(project: Project, savedAt: number, file: string | null = null) {
  return { project, savedAt, path: file, folder: "/home/ada" };
}

/** An app that is started: what it finds is of an earlier one. */
async function start(): Promise<Drafts> {
  const drafts = new Drafts(folder());
  await drafts.begin();
  return drafts;
}

describe("a draft", () => {
  it("is found by the next start when the app did not end by itself, with what is in it", async () => {
    const first = await start();
    expect(await first.look()).toBeNull();
    await first.keep(draft(project("Mine"), 1000, "/home/ada/mine.layerlab"));
    await first.keep(draft(project("Mine, later"), 2000, "/home/ada/mine.layerlab"));
    const second = await start();
    expect(await second.look()).toEqual({
      name: "Mine, later",
      savedAt: 2000,
      layers: 0,
      path: "/home/ada/mine.layerlab",
    });
    expect(await second.take()).toMatchObject({ project: project("Mine, later"), folder: "/home/ada" });
    expect(await second.look()).toBeNull();
  });

  it("that was taken up is found again when the app dies before the first change", async () => {
    await (await start()).keep(draft(project("Mine"), 1000));
    await (await start()).take();
    expect(await (await start()).look()).toMatchObject({ name: "Mine" });
  });

  it("is gone when the document was saved or given up, also right after it was kept", async () => {
    const first = await start();
    void first.keep(draft(project("Mine"), 1000));
    await first.drop();
    expect(await (await start()).look()).toBeNull();
  });

  it("is offered again while nobody has answered, and gone once it is discarded", async () => {
    await (await start()).keep(draft(project("Mine"), 1000));
    expect(await (await start()).look()).not.toBeNull();
    const third = await start();
    expect(await third.look()).not.toBeNull();
    await third.discard();
    expect(await (await start()).look()).toBeNull();
    await expect(third.take()).rejects.toThrow(/opened or discarded already/);
  });

  it.each(["", "{", '{"savedAt":1,"path":null,"project":{"format":"other"}}'])(
    "that cannot be read (%j) is put aside",
    async (text) => {
      vi.spyOn(console, "error").mockReturnValue();
      await mkdir(folder());
      await writeFile(path.join(folder(), "current.json"), text);
      expect(await (await start()).look()).toBeNull();
      expect(await readFile(path.join(folder(), "found.json.damaged"), "utf8")).toBe(text);
    },
  );

  it("of what is no project is refused, and the one before stays", async () => {
    const drafts = await start();
    await drafts.keep(draft(project("Mine"), 1000));
    expect(() => drafts.keep(draft({ ...emptyProject(), graph: null as never }, 2000))).toThrow();
    expect(existsSync(path.join(folder(), "current.json"))).toBe(true);
    expect(await (await start()).look()).toMatchObject({ savedAt: 1000 });
  });
});
