import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, vi } from "vitest";
import { readTemplate } from "../host/templates.ts";
import { projectText } from "../project/project.ts";

/* The command `layerlab` as a person runs it: in a folder that the tests of a file share and that goes after them. */

const command = fileURLToPath(new URL("../../bin/layerlab.mjs", import.meta.url));

// Each run starts Node and reads the sources: seconds on a machine that does other work as well.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Where the command runs. */
export const folder = await mkdtemp(path.join(tmpdir(), "layerlab-command-"));
afterAll(() => rm(folder, { recursive: true }));

export const file = (name: string) => path.join(folder, name);

/** How a run of the command ended, and all that it said. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs the command and waits for its end. `onOutput` sees what it has said so far, and may send it a signal. */
export function layerlab(
  words: readonly string[],
  onOutput?: (out: string, send: (signal: NodeJS.Signals) => void) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [command, ...words], { cwd: folder });
  let [out, error] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    onOutput?.(out, (signal) => child.kill(signal));
  });
  child.stderr.on("data", (chunk: Buffer) => {
    error += chunk.toString();
  });
  return new Promise((resolve) => {
    child.once("close", (code) => resolve({ code, out, error }));
  });
}

/** What `--json` printed: an object a line. */
export function jsonLines<Line = Record<string, unknown>>(out: string): Line[] {
  return out
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** A project file of a template, changed as JSON. */
export async function projectFile(
  name: string,
  template: string,
  change: (project: ReturnType<typeof JSON.parse>) => void,
): Promise<string> {
  const { project } = await readTemplate(template);
  const value = JSON.parse(projectText(project));
  change(value);
  await writeFile(file(name), JSON.stringify(value));
  return name;
}
