import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { engineVersion } from "../version.ts";

it("the engine's version is the package's", async () => {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  expect(engineVersion).toBe(JSON.parse(text).version);
});
