import { expect, test } from "vitest";
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
