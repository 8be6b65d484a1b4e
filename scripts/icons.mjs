import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { encode } from "fast-png";
import { root } from "./setup/paths.mjs";

/*
 * The app's icon for each platform, drawn from one SVG of rectangles, so that no picture is kept in the repository and
 * packaging needs no tool from the network.
 */

/** @typedef {{ x: number, y: number, width: number, height: number, rx: number, fill: number[] | null, stroke: number[] | null, strokeWidth: number }} Rounded */

/** The part of the drawing without the margin that macOS wants around an icon. */
const tight = { from: 96, side: 832 };
const whole = { from: 0, side: 1024 };

/** Sides in pixels, with the names of their chunks in an ICNS file. */
const macChunks = /** @type {const} */ ([
  ["ic07", 128],
  ["ic08", 256],
  ["ic09", 512],
  ["ic10", 1024],
  ["ic11", 32],
  ["ic12", 64],
  ["ic13", 256],
  ["ic14", 512],
]);
const linuxSides = [16, 32, 48, 64, 128, 256, 512];
const windowsSides = [16, 24, 32, 48, 64, 256];

/** Writes the icons of packages into out/icons, and the window's own beside the main process. */
export function buildIcons() {
  const shapes = rectanglesOf(readFileSync(path.join(root, "scripts/icon.svg"), "utf8"));
  const png = (/** @type {number} */ side, view = tight) => pngOf(shapes, side, view);
  const folder = path.join(root, "out/icons");
  mkdirSync(path.join(folder, "linux"), { recursive: true });
  for (const side of linuxSides) writeFileSync(path.join(folder, `linux/${side}x${side}.png`), png(side));
  writeFileSync(path.join(folder, "icon.ico"), icoOf(windowsSides.map((side) => ({ side, png: png(side) }))));
  const chunks = macChunks.map(([name, side]) => ({ name, png: png(side, whole) }));
  writeFileSync(path.join(folder, "icon.icns"), icnsOf(chunks));
  writeFileSync(path.join(root, "out/app/icon.png"), png(256));
}

/**
 * @param {string} svg of rectangles alone, each with its own paint
 * @returns {Rounded[]} from back to front
 */
function rectanglesOf(svg) {
  return [...svg.matchAll(/<rect ([^>]*)\/>/g)].map(([, words = ""]) => {
    const given = new Map([...words.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    const number = (/** @type {string} */ name) => Number(given.get(name) ?? 0);
    const colour = (/** @type {string} */ name) => {
      const hex = given.get(name);
      return hex === undefined ? null : [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
    };
    return {
      x: number("x"),
      y: number("y"),
      width: number("width"),
      height: number("height"),
      rx: number("rx"),
      fill: colour("fill"),
      stroke: colour("stroke"),
      strokeWidth: number("stroke-width"),
    };
  });
}

/**
 * @param {readonly Rounded[]} shapes
 * @param {number} side in pixels
 * @param {{ from: number, side: number }} view the square of the drawing that is shown
 */
function pngOf(shapes, side, view) {
  const data = new Uint8Array(side * side * 4);
  const scale = side / view.side;
  for (let row = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1) {
      const x = view.from + (column + 0.5) / scale;
      const y = view.from + (row + 0.5) / scale;
      data.set(pixelOf(shapes, x, y, scale), (row * side + column) * 4);
    }
  return encode({ width: side, height: side, data, channels: 4 });
}

/**
 * @param {readonly Rounded[]} shapes
 * @param {number} x
 * @param {number} y
 * @param {number} scale pixels for each unit of the drawing
 * @returns {number[]} red, green, blue and opacity, 0 to 255
 */
function pixelOf(shapes, x, y, scale) {
  let colour = [0, 0, 0];
  let opacity = 0;
  const paint = (/** @type {number[] | null} */ ink, /** @type {number} */ distance) => {
    const cover = ink === null ? 0 : Math.max(0, Math.min(1, 0.5 - distance * scale));
    if (ink === null || cover === 0) return;
    const sum = cover + opacity * (1 - cover);
    colour = colour.map((old, i) => ((ink[i] ?? 0) * cover + old * opacity * (1 - cover)) / sum);
    opacity = sum;
  };
  for (const shape of shapes) {
    const distance = distanceTo(shape, x, y);
    paint(shape.fill, distance);
    paint(shape.stroke, Math.abs(distance) - shape.strokeWidth / 2);
  }
  return [...colour, opacity * 255].map(Math.round);
}

/**
 * How far a point lies outside of a rounded rectangle; negative inside.
 * @param {Rounded} shape
 * @param {number} x
 * @param {number} y
 */
function distanceTo(shape, x, y) {
  const across = Math.abs(x - shape.x - shape.width / 2) - shape.width / 2 + shape.rx;
  const down = Math.abs(y - shape.y - shape.height / 2) - shape.height / 2 + shape.rx;
  return Math.hypot(Math.max(across, 0), Math.max(down, 0)) + Math.min(Math.max(across, down), 0) - shape.rx;
}

/**
 * Windows' container: a header, an entry of 16 bytes for each picture, then the PNG files.
 * @param {readonly { side: number, png: Uint8Array }[]} pictures
 */
function icoOf(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(({ side, png }, index) => {
    const at = 6 + 16 * index;
    head.writeUInt8(side % 256, at); // 0 stands for 256
    head.writeUInt8(side % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/**
 * Apple's container: its whole length, then chunks of a name, a length and a PNG file.
 * @param {readonly { name: string, png: Uint8Array }[]} chunks
 */
function icnsOf(chunks) {
  const parts = chunks.map(({ name, png }) => Buffer.concat([chunkHead(name, png.length), png]));
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([chunkHead("icns", length), ...parts]);
}

/** @param {string} name of four letters @param {number} length of what follows, in bytes */
function chunkHead(name, length) {
  const head = Buffer.alloc(8, name, "latin1");
  head.writeUInt32BE(length + 8, 4);
  return head;
}
