import { expect, it } from "vitest";
import { projectFileIn } from "./outside-files.ts";

it.each([
  [["electron", "/opt/layerlab"], null],
  [["electron", "--no-sandbox", ".", "nets/mine.layerlab"], "/home/ada/nets/mine.layerlab"],
  [["Layerlab", "/data/a.json", "--enable-logging"], "/data/a.json"],
  [["Layerlab", "--config=a.json"], null],
  [["Layerlab", "picture.png"], null],
  // A double click on the desktops of Linux.
  [["Layerlab", "file:///home/ada/my%20nets/d%C3%A9j%C3%A0.layerlab"], "/home/ada/my nets/déjà.layerlab"],
  [["Layerlab", "file://another-computer/nets/mine.layerlab"], null],
])("finds in %j the file %j", (words, file) => {
  expect(projectFileIn(words, "/home/ada")).toBe(file);
});
