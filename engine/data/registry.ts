import { breastCancer } from "./built-in/breast-cancer.ts";
import { fashionMnist } from "./built-in/fashion-mnist.ts";
import { handwrittenDigits } from "./built-in/handwritten-digits.ts";
import { iris } from "./built-in/iris.ts";
import { wine } from "./built-in/wine.ts";
import type { BuiltInSet, GeneratedSet } from "./dataset-record.ts";
import { blobs } from "./generated/blobs.ts";
import { circles } from "./generated/circles.ts";
import { gauss } from "./generated/gauss.ts";
import { hills } from "./generated/hills.ts";
import { moons } from "./generated/moons.ts";
import { sine } from "./generated/sine.ts";
import { spirals } from "./generated/spirals.ts";
import { xor } from "./generated/xor.ts";

/** The sets that ship with the app, in the order of the data picker. Adding one is one record and one name here. */
export const builtInSets = [fashionMnist, handwrittenDigits, iris, wine, breastCancer] as const;

/** The sets computed from a seed, in the order of the data picker. */
export const generatedSets = [blobs, gauss, moons, circles, spirals, xor, sine, hills] as const;

export type BuiltInSetId = (typeof builtInSets)[number]["id"];
export type GeneratedSetId = (typeof generatedSets)[number]["id"];

function find<Record extends { readonly id: string }>(records: readonly Record[], id: string): Record {
  const record = records.find((candidate) => candidate.id === id);
  if (!record) throw new Error(`There is no data set called "${id}".`);
  return record;
}

/** The record of a set that ships with the app. Throws for a name that no door should have let in. */
export function builtInSet(id: BuiltInSetId): BuiltInSet {
  return find<BuiltInSet>(builtInSets, id);
}

/** The record of a generated set. Throws for a name that no door should have let in. */
export function generatedSet(id: GeneratedSetId): GeneratedSet {
  return find<GeneratedSet>(generatedSets, id);
}
