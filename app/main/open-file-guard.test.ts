import { link, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { spareProject } from "./open-file-guard.ts";

let folder: string;
let project: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "layerlab-guard-"));
  project = path.join(folder, "net.layerlab");
  await writeFile(project, "{}");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("refuses the open project's file, by its name or by a link", async () => {
  const [soft, hard] = [path.join(folder, "soft.json"), path.join(folder, "hard.json")];
  await symlink(project, soft);
  await link(project, hard);
  for (const file of [project, path.join(folder, ".", "x", "..", "net.layerlab"), soft, hard])
    await expect(spareProject(file, "model", project)).rejects.toMatchObject({
      trouble: {
        reason: expect.stringContaining(path.basename(file)),
        next: expect.stringContaining("another name"),
      },
    });
});

it("lets every other file be written, and any while the project has none", async () => {
  await writeFile(path.join(folder, "old.json"), "{}");
  for (const name of ["old.json", "new.json"])
    await expect(spareProject(path.join(folder, name), "model", project)).resolves.toBeUndefined();
  await expect(spareProject(project, "model", null)).resolves.toBeUndefined();
});
