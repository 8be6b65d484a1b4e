import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { root } from "../setup/paths.mjs";
import { collect } from "./collect.mjs";
import { declaredTexts } from "./declared.mjs";

export const localesFolder = path.join(root, "assets/locales");

/** Folders and files whose texts are all said: words in quotes are refused there. */
export const converted = ["renderer", "engine/graph", "engine/project"];

const codeFolders = ["app", "engine", "renderer"];

/**
 * @typedef {{ readonly messages: ReadonlySet<string>, readonly faults: readonly string[] }} Product
 *   messages: all that the product says; faults: what is wrong in the code, as `file:line: what`
 */

/** @returns {Promise<Product>} */
export async function productMessages() {
  const messages = new Set(await declaredTexts());
  /** @type {string[]} */
  const faults = [];
  for (const file of codeFolders.flatMap(sourcesIn)) {
    const found = collect(file, readFileSync(path.join(root, file), "utf8"));
    const at = (/** @type {{ line: number }} */ { line }) => `${file}:${line}`;
    for (const each of found.messages) {
      messages.add(each.message);
      const named = placeholdersOf(each.message);
      if (each.values && String(named) !== String([...each.values].sort()))
        faults.push(`${at(each)}: "${each.message}" names ${list(named)}, and is given ${list(each.values)}`);
    }
    for (const each of found.unreadable)
      faults.push(`${at(each)}: ${each.text} is no literal; use translate`);
    if (converted.some((place) => file === place || file.startsWith(`${place}/`)))
      for (const each of found.bare) faults.push(`${at(each)}: "${each.text}" is not said`);
  }
  return { messages, faults };
}

/** @param {readonly string[]} names */
function list(names) {
  return names.length === 0 ? "nothing" : names.join(", ");
}

/** @param {string} folder @returns {string[]} */
function sourcesIn(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, "/")))
    .filter(
      (name) =>
        /\.tsx?$/.test(name) &&
        !/\.test\.tsx?$|\.d\.ts$|^engine\/(testing|kernels\/wasm\/assembly)\//.test(name),
    )
    .sort();
}

/**
 * @param {string} name
 * @returns {Record<string, string>}
 */
export function readLocale(name) {
  const file = path.join(localesFolder, `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

/**
 * What is wrong with a language: messages it lacks, messages that nobody says, and placeholders or tags that the
 * two languages do not share.
 * @param {ReadonlySet<string>} messages
 * @param {Readonly<Record<string, string>>} locale
 */
export function compare(messages, locale) {
  return {
    missing: [...messages].filter((message) => !locale[message]),
    unused: Object.keys(locale).filter((message) => !messages.has(message)),
    different: Object.entries(locale)
      .filter(([message, said]) => String(placeholdersOf(message)) !== String(placeholdersOf(said)))
      .map(([message, said]) => `${message} -> ${said}`),
  };
}

/**
 * The names in braces and tags of a message, sorted, each once. A text without braces is shown as it stands.
 * @param {string} message
 * @returns {readonly string[]}
 * @throws {Error} when the message is not well formed
 */
export function placeholdersOf(message) {
  /** @type {Set<string>} */
  const names = new Set();
  const visit = (/** @type {ReturnType<typeof parse>} */ parts) => {
    for (const part of parts) {
      if (part.type === TYPE.literal || part.type === TYPE.pound) continue;
      names.add(part.value);
      if (part.type === TYPE.plural || part.type === TYPE.select)
        for (const option of Object.values(part.options)) visit(option.value);
      if (part.type === TYPE.tag) visit(part.children);
    }
  };
  const hasTags = /<\/\w+>/.test(message);
  if (message.includes("{") || hasTags) visit(parse(message, { ignoreTag: !hasTags }));
  return [...names].sort();
}

/** @param {Readonly<Record<string, string>>} entries sorted, as the file holds them */
export function localeText(entries) {
  const sorted = Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}
