import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { assetsFolder } from "./assets.ts";
import { publishedSchemas } from "./schemas.ts";

it.each(Object.entries(publishedSchemas()))(
  "%s is the one that the program reads with",
  async (name, text) => {
    const published = await readFile(path.join(assetsFolder(), "schemas", name), "utf8");
    expect(published, "stale: run node scripts/schemas.mjs").toBe(text);
  },
);
