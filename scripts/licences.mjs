import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./setup/paths.mjs";
import { SetupProblem } from "./setup/problem.mjs";

/*
 * What ships with the app and under which licence, found where it is: the packages whose modules and files really went
 * into the bundles, what the kernels are compiled with, the data sets, and the runtime.
 */

/**
 * @typedef {{
 *   name: string, version: string | null, kind: "library" | "font" | "data" | "runtime",
 *   licence: string, text: string, link: string | null
 * }} ShippedPart
 */

/** Writes down the packages of everything that is bundled while its plugins are at work. */
export class BundledPackages {
  constructor() {
    /** Folders of packages. @type {Set<string>} */
    this.folders = new Set();
  }

  /** @returns {import("vite").Plugin} */
  plugin() {
    let base = root;
    return {
      name: "layerlab:bundled-packages",
      configResolved: (config) => {
        base = config.root;
      },
      generateBundle: (_options, bundle) => {
        for (const output of Object.values(bundle)) {
          const files = output.type === "chunk" ? output.moduleIds : output.originalFileNames;
          for (const file of files) this.add(file.startsWith("\0") ? file : path.resolve(base, file));
        }
      },
    };
  }

  /** @param {string} file a module or another file, as the bundler names it. */
  add(file) {
    const folder = packageFolder(file);
    if (folder !== null) this.folders.add(folder);
  }
}

/**
 * The folder of the package that a file belongs to; null for a file of the app itself, and for what the bundler makes up.
 * @param {string} file
 * @returns {string | null}
 */
export function packageFolder(file) {
  const found = /^(?:\0[^/]*)?(.*\/?node_modules\/(?:@[^/]+\/)?[^/?]+)/.exec(file.replaceAll("\\", "/"));
  return found?.[1] ?? null;
}

/**
 * @param {Iterable<string>} folders of packages, absolute or from the repository's
 * @returns {ShippedPart[]} by kind, then by name
 * @throws {SetupProblem} when one has no licence text
 */
export function shippedParts(folders) {
  const packages = new Map();
  // The kernels' own library is compiled into them, and the runtime lies beside the app.
  for (const folder of [...folders, "node_modules/assemblyscript"])
    packages.set(path.resolve(root, folder), null);
  const parts = [...packages.keys()].map((folder) => packagePart(folder));
  parts.push({ ...packagePart(path.join(root, "node_modules/electron")), kind: "runtime", version: null });
  const data = path.join(root, "assets/datasets");
  for (const name of readdirSync(data)) parts.push(dataPart(path.join(data, name)));
  const kinds = ["library", "font", "data", "runtime"];
  /** @type {Map<string, ShippedPart>} */
  const once = new Map(parts.map((part) => [`${part.name} ${part.version}`, part]));
  return [...once.values()].sort(
    (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.name.localeCompare(b.name, "en"),
  );
}

/**
 * @param {string} folder
 * @returns {ShippedPart}
 */
function packagePart(folder) {
  const { name, version, license, author, homepage, repository } = readJson(
    path.join(folder, "package.json"),
  );
  const text =
    licenceText(folder) ??
    (license === "MIT" ? statedMit(typeof author === "string" ? author : author?.name) : null);
  if (text === null)
    throw new SetupProblem(`the package ${name} ships with the app and has no licence text in ${folder}`);
  return {
    name,
    version,
    kind: name.startsWith("@fontsource") ? "font" : "library",
    licence: typeof license === "string" ? license : (license?.type ?? "see the text"),
    text,
    link: webAddress(homepage) ?? webAddress(repository?.url ?? repository),
  };
}

/**
 * @param {string} folder
 * @returns {ShippedPart}
 */
function dataPart(folder) {
  const { title, licence, licenceFile } = readJson(path.join(folder, "manifest.json"));
  const file = path.join(folder, licenceFile);
  if (!existsSync(file)) throw new SetupProblem(`the data set ${title} has no licence text: ${file}`);
  return { name: title, version: null, kind: "data", licence, text: readFileSync(file, "utf8"), link: null };
}

/**
 * The licence and every notice that must go with it; null when the package brings none.
 * @param {string} folder
 * @returns {string | null}
 */
function licenceText(folder) {
  // "codec" holds what a package of a WebAssembly codec was compiled from, with a licence of its own.
  const files = [folder, path.join(folder, "codec")].flatMap((place) =>
    (existsSync(place) ? readdirSync(place) : [])
      .filter((file) => /^(licen[cs]e|copying|notice|ofl)/i.test(file))
      .sort()
      .map((file) => path.join(place, file)),
  );
  if (files.length === 0) return null;
  return files.map((file) => readFileSync(file, "utf8").trim()).join("\n\n");
}

/**
 * Some packages state the MIT licence without its text: it is the same for all, this project's own included.
 * @param {string | undefined} author
 */
function statedMit(author) {
  const [, terms] = readFileSync(path.join(root, "LICENSE"), "utf8").split(/^Copyright .*$/m);
  return `The package states the MIT licence without its text, which is:\n\nCopyright (c) ${author ?? "its authors"}${terms?.trimEnd()}`;
}

/**
 * @param {unknown} address as package.json has it
 * @returns {string | null}
 */
function webAddress(address) {
  if (typeof address !== "string") return null;
  const plain = address
    .replace(/^git\+/, "")
    .replace(/^git:\/\//, "https://")
    .replace(/\.git$/, "");
  return URL.canParse(plain) && new URL(plain).protocol === "https:" ? new URL(plain).href : null;
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}
