import { expect, test } from "vitest";
import type { LayerKind } from "../../engine/layers/layer.ts";
import { layerKinds } from "../../engine/layers/registry.ts";
import { findLayers } from "./palette-search.ts";

const found = (typed: string) => findLayers(layerKinds, typed).map(({ title }) => title);

test("names that begin with what was typed come first", () => {
  expect(found("con")[0]).toMatch(/^Con/);
  expect(found("POOL").slice(0, 2)).toEqual(["Max pool", "Average pool"]);
});

test("an empty search finds all layers in the registry's order, a strange one none", () => {
  expect(found("  ")).toEqual(layerKinds.map(({ title }) => title));
  expect(found("xyzzy")).toEqual([]);
});

test("no two layers answer to one key, and none to L, which begins a connection", () => {
  const keys = layerKinds.flatMap(({ shortcut }: LayerKind) => (shortcut === undefined ? [] : [shortcut]));
  expect(keys.length).toBeGreaterThan(0);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).not.toContain("l");
});
