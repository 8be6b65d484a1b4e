import { closeSync, openSync, readFileSync, writeSync } from "node:fs";

// Electron's fuse wire: this sentinel, a version byte, the number of fuses, then "0" or "1" for each.
// https://www.electronjs.org/docs/latest/tutorial/fuses
const SENTINEL = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";

/**
 * The values stock Electron ships with, in the wire's order: run as node, cookie encryption, NODE_OPTIONS,
 * inspect arguments, asar integrity, only load from asar, browser-only V8 snapshot, extra rights for file://.
 * Development and the journeys need the inspect arguments; `npm run package` sets its own, stricter values.
 */
export const STOCK_FUSES = "10110001";

/**
 * Writes fuse values into an Electron executable.
 * @param {string} executable
 * @param {string} values
 */
export function setFuses(executable, values = STOCK_FUSES) {
  const bytes = readFileSync(executable);
  const at = bytes.indexOf(SENTINEL) + SENTINEL.length;
  if (at < SENTINEL.length || bytes[at] !== 1 || bytes[at + 1] !== values.length) {
    throw new Error(`${executable} has no fuse wire of ${values.length} fuses`);
  }
  const file = openSync(executable, "r+");
  try {
    writeSync(file, values, at + 2);
  } finally {
    closeSync(file);
  }
}
