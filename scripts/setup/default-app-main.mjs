// Runs inside Electron, from the archive that default-app.mjs writes: opens the app named on the command line.
import { readFileSync, statSync } from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

const preloads = [];
let target;
const words = process.argv.slice(1);
for (let index = 0; index < words.length && target === undefined; index += 1) {
  const word = words[index];
  if (word === "-r" || word === "--require") {
    index += 1;
    preloads.push(words[index]); // Playwright hands its loader over this way
  } else if (!word.startsWith("-")) target = word;
}
if (preloads.length > 0) Module._preloadModules(preloads);
if (target === undefined) {
  console.error("usage: electron [options] path/to/app");
  process.exit(2);
}

const place = path.resolve(target);
const isFolder = statSync(place).isDirectory() || place.endsWith(".asar");
const folder = isFolder ? place : path.dirname(place);
let main = place;
if (isFolder) {
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  if (manifest.version) app.setVersion(manifest.version);
  if (manifest.productName || manifest.name) app.name = manifest.productName || manifest.name;
  main = createRequire(path.join(folder, "package.json")).resolve(`./${manifest.main || "index.js"}`);
}
Object.defineProperty(process, "defaultApp", { value: true, enumerable: true });
app.setPath("userData", path.join(app.getPath("appData"), app.name));
app.setAppPath(folder);
try {
  await import(pathToFileURL(main).href);
} catch (error) {
  console.error(error);
  process.exit(1);
}
