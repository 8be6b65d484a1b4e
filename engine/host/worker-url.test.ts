import { expect, test } from "vitest";
import { workerUrl } from "./worker-url.ts";

test("from source, the worker's entry is the one that registers the TypeScript loader", () => {
  expect(workerUrl("file:///repo/engine/host/worker-url.ts").href).toBe(
    "file:///repo/engine/host/worker-entry.mjs",
  );
});

test("in the built app, the worker lies beside the main process", () => {
  expect(workerUrl("file:///app.asar/out/app/main.js").href).toBe("file:///app.asar/out/app/worker.js");
});
