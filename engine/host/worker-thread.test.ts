import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Trouble } from "../trouble.ts";
import { startWorker } from "./worker-thread.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "layerlab-worker-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A thread whose code is given here, in place of the engine's. */
async function threadOf(code: string): Promise<URL> {
  const file = path.join(folder, "thread.mjs");
  await writeFile(file, code);
  return pathToFileURL(file);
}

it("fails what waits and tells once when the thread dies", async () => {
  const url = await threadOf(`
    import { parentPort } from "node:worker_threads";
    parentPort.on("message", () => { throw new Error("the kernel broke"); });
  `);
  const deaths: Trouble[] = [];
  const worker = startWorker(
    { assetsFolder: folder },
    () => {},
    (trouble) => deaths.push(trouble),
    url,
  );
  await expect(worker.client.call("pause")).rejects.toMatchObject({
    trouble: { reason: "the kernel broke" },
  });
  await expect(worker.client.call("stop")).rejects.toMatchObject({ trouble: { reason: "the kernel broke" } });
  expect(deaths).toHaveLength(1);
});

it("hands the thread its start data, and ends it without calling that a death", async () => {
  const url = await threadOf(`
    import { parentPort, workerData } from "node:worker_threads";
    parentPort.on("message", ({ id }) => parentPort.postMessage({ answerTo: id, ok: true, value: workerData }));
  `);
  const deaths: Trouble[] = [];
  const worker = startWorker(
    { assetsFolder: folder },
    () => {},
    (trouble) => deaths.push(trouble),
    url,
  );
  expect(await worker.client.call("pause")).toEqual({ assetsFolder: folder });
  await worker.end();
  await expect(worker.client.call("pause")).rejects.toMatchObject({ trouble: { next: "Train again." } });
  expect(deaths).toEqual([]);
});
