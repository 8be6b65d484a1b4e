import { expect, it } from "vitest";
import { fileNameFor, GrantedFiles, withExtension } from "./granted.ts";

it("knows a granted file by any spelling, and no other", () => {
  const granted = new GrantedFiles();
  granted.add("/home/ada/net.layerlab");
  expect(granted.has("/home/ada/../ada/net.layerlab")).toBe(true);
  expect(granted.has("/home/ada/net.layerlab2")).toBe(false);
  expect(granted.has("net.layerlab")).toBe(false);
});

it.each([
  ["Fashion classifier", "Fashion classifier.layerlab"],
  ["a/b\\c: d?", "a-b-c- d-.layerlab"],
  ["../../etc", "-..-etc.layerlab"],
  ["...", "Untitled.layerlab"],
])("suggests for %j the file name %j", (name, expected) => {
  expect(fileNameFor(name, "layerlab")).toBe(expected);
});

it("adds the extension only where there is none", () => {
  expect(withExtension("/a/net", "layerlab")).toBe("/a/net.layerlab");
  expect(withExtension("/a/net.json", "layerlab")).toBe("/a/net.json");
});
