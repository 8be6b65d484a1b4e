import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { RecentProjects } from "./recent.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "layerlab-recent-"));
});
afterEach(() => rm(folder, { recursive: true }));

const file = () => path.join(folder, "recent.json");

it("keeps the newest first, each file once, over a restart", async () => {
  const recent = new RecentProjects(file());
  await recent.add("/a", "A", 1);
  await recent.add("/b", "B", 2);
  await recent.add("/a", "A again", 3);
  expect(await new RecentProjects(file()).list()).toEqual([
    { path: "/a", name: "A again", openedAt: 3 },
    { path: "/b", name: "B", openedAt: 2 },
  ]);
});

it("holds twelve at most and forgets what is gone", async () => {
  const recent = new RecentProjects(file());
  for (let index = 0; index < 15; index++) await recent.add(`/${index}`, `${index}`, index);
  await recent.remove("/14");
  const names = (await recent.list()).map((entry) => entry.name);
  expect(names).toEqual(["13", "12", "11", "10", "9", "8", "7", "6", "5", "4", "3"]);
});

it.each(["", "{", "[1]", '[{"path":5}]'])("starts again when its file holds %j", async (content) => {
  await writeFile(file(), content);
  const recent = new RecentProjects(file());
  expect(await recent.list()).toEqual([]);
  await recent.add("/a", "A", 1);
  expect(JSON.parse(await readFile(file(), "utf8"))).toHaveLength(1);
});
