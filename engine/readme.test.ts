import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("shows a script of at most 25 lines that runs as it stands and learns", async () => {
  const readme = await readFile(new URL("README.md", import.meta.url), "utf8");
  const script = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const lines = script.split("\n").filter((line) => line.trim() !== "");
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.length).toBeLessThanOrEqual(25);

  // Elsewhere than beside the README, so that nothing is left in the sources; only the import changes.
  const folder = await mkdtemp(path.join(tmpdir(), "layerlab-readme-"));
  const file = path.join(folder, "script.mts");
  const door = new URL("index.ts", import.meta.url).href;
  expect(script).toContain('from "./index.ts"');
  await writeFile(file, script.replace('"./index.ts"', JSON.stringify(door)));
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--import", "tsx", file], {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
    });
    expect(stderr).toBe("");
    const [before = Number.NaN, after] = [/^loss ([\d.e-]+)$/m, /^loss after 200 steps ([\d.e-]+)$/m].map(
      (line) => Number(line.exec(stdout)?.[1] ?? Number.NaN),
    );
    expect(before).toBeGreaterThan(0.1);
    expect(after).toBeLessThan(0.8 * before);
    expect(stdout).toMatch(/^gradient of the input Float64Array\(8\)/m);
  } finally {
    await rm(folder, { recursive: true });
  }
});
