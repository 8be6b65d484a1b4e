import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Writes the archive that stock Electron carries as resources/default_app.asar, so that
 * `electron path/to/app` works. It must be a real asar file: a pickled JSON header (four 32-bit lengths, then
 * the text padded to four bytes), then the files' bytes. https://github.com/electron/asar#format
 * @param {string} file
 */
export function writeDefaultApp(file) {
  const source = fileURLToPath(new URL("./default-app-main.mjs", import.meta.url));
  const contents = {
    "package.json": Buffer.from('{"name":"electron","type":"module","main":"main.mjs"}'),
    "main.mjs": readFileSync(source),
  };
  /** @type {Record<string, { size: number, offset: string }>} */
  const files = {};
  let offset = 0;
  for (const [name, body] of Object.entries(contents)) {
    files[name] = { size: body.length, offset: String(offset) };
    offset += body.length;
  }
  const json = Buffer.from(JSON.stringify({ files }));
  const padded = Math.ceil(json.length / 4) * 4;
  const header = Buffer.alloc(16 + padded);
  header.writeUInt32LE(4, 0);
  header.writeUInt32LE(padded + 8, 4);
  header.writeUInt32LE(padded + 4, 8);
  header.writeUInt32LE(json.length, 12);
  json.copy(header, 16);
  writeFileSync(file, Buffer.concat([header, ...Object.values(contents)]));
}
