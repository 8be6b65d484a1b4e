import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../setup/paths.mjs";

/*
 * Texts that are declared in records, in English, and translated where they are shown: the records of all lists are
 * walked, so that a new layer or setting needs nothing of its own here.
 */

/** The lists of records, and in them the names under which a text for people stands. */
const lists = [
  () => import("../../app/contract/settings.ts"),
  () => import("../../engine/data/formats.ts"),
  () => import("../../engine/data/painted.ts"),
  () => import("../../engine/data/picture-folder-reference.ts"),
  () => import("../../engine/data/preparation.ts"),
  () => import("../../engine/data/registry.ts"),
  () => import("../../engine/data/table-reference.ts"),
  () => import("../../engine/inspect/seek-settings.ts"),
  () => import("../../engine/kernels/elementwise.ts"),
  () => import("../../engine/layers/answers.ts"),
  () => import("../../engine/layers/output/losses.ts"),
  () => import("../../engine/layers/registry.ts"),
  () => import("../../engine/training/augmentations.ts"),
  () => import("../../engine/training/clipping.ts"),
  () => import("../../engine/training/initialisers.ts"),
  () => import("../../engine/training/maths.ts"),
  () => import("../../engine/training/measures.ts"),
  () => import("../../engine/training/optimizers.ts"),
  () => import("../../engine/training/schedules.ts"),
  () => import("../../engine/training/stopping.ts"),
  () => import("../../engine/training/updating.ts"),
];
const names = new Set(["title", "shortName", "group", "summary", "label", "help", "layout", "unit"]);
/** The names of lists of texts. */
const listNames = new Set(["classNames", "targetNames"]);

/** Tables that are files, with the names of their texts. */
const files = {
  "assets/templates/manifest.json": ["title", "summary"],
  "engine/project/mistakes.json": ["name", "title", "fix"],
};

/** @returns {Promise<ReadonlySet<string>>} every declared text */
export async function declaredTexts() {
  /** @type {Set<string>} */
  const texts = new Set();
  for (const load of lists) gather({ ...(await load()) }, texts, new Set(), names);
  for (const [file, keys] of Object.entries(files))
    gather(JSON.parse(readFileSync(path.join(root, file), "utf8")), texts, new Set(), new Set(keys));
  return texts;
}

/** @param {unknown} value @param {Set<string>} texts @param {Set<unknown>} seen @param {ReadonlySet<string>} keys */
function gather(value, texts, seen, keys) {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  for (const [name, inside] of Object.entries(value)) {
    if (typeof inside === "string" && keys.has(name) && /\p{L}{2}/u.test(inside)) texts.add(inside);
    else if (listNames.has(name) && Array.isArray(inside))
      for (const text of inside) /\p{L}{2}/u.test(text) && texts.add(text);
    else gather(inside, texts, seen, keys);
  }
}
