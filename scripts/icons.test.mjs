import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { decode } from "fast-png";
import { beforeAll, expect, it } from "vitest";
import { buildIcons } from "./icons.mjs";
import { root } from "./setup/paths.mjs";

const icon = (/** @type {string} */ name) => readFileSync(path.join(root, "out/icons", name));

beforeAll(() => {
  mkdirSync(path.join(root, "out/app"), { recursive: true });
  buildIcons();
});

it("draws the mark on a ground with round corners", () => {
  const { width, height, channels, data } = decode(icon("linux/512x512.png"));
  expect([width, height, channels]).toEqual([512, 512, 4]);
  // A place of the drawing's 1024 units in the picture without its margin.
  const at = (/** @type {number} */ x, /** @type {number} */ y) => {
    const pixel = (/** @type {number} */ place) => Math.floor(((place - 96) / 832) * 512);
    const from = (pixel(y) * width + pixel(x)) * 4;
    return [...data.slice(from, from + 4)];
  };
  expect(at(110, 110)[3]).toBe(0);
  expect(at(700, 180)).toEqual([0xfa, 0xfb, 0xfa, 255]);
  expect(at(227, 437)).toEqual([0x15, 0x21, 0x1d, 255]);
  expect(at(362, 520)).toEqual([0x08, 0x73, 0x6d, 255]);
  expect(at(660, 650)).toEqual([0xbc, 0x3f, 0x0c, 255]);
});

it("packs PNG files for Windows, the largest of 256 pixels", () => {
  const file = icon("icon.ico");
  expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1]);
  const sides = Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const from = file.readUInt32LE(entry + 12);
    const { width } = decode(file.subarray(from, from + file.readUInt32LE(entry + 8)));
    expect(file.readUInt8(entry)).toBe(width % 256);
    return width;
  });
  expect(sides).toEqual([16, 24, 32, 48, 64, 256]);
});

it("packs PNG files for macOS, up to 1024 pixels", () => {
  const file = icon("icon.icns");
  expect(file.toString("latin1", 0, 4)).toBe("icns");
  expect(file.readUInt32BE(4)).toBe(file.length);
  /** @type {Record<string, number>} */
  const sides = {};
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4))
    sides[file.toString("latin1", at, at + 4)] = decode(
      file.subarray(at + 8, at + file.readUInt32BE(at + 4)),
    ).width;
  expect(sides).toMatchObject({ ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32 });
});
