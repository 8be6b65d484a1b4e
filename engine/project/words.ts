import type { z } from "zod";
import { TroubleError } from "../trouble.ts";
import { placeText } from "./json.ts";

type Issue = z.core.$ZodIssue;

/**
 * What a schema found wrong with a value, as words that name the place: "graph.nodes[3].fields.units: must be
 * at most 100000, not 200000." At most three places are told, then how many more there are.
 */
export function refusalOf(what: string, error: z.ZodError, value: unknown, next: string): TroubleError {
  const issues = error.issues.map((issue) => innermost(issue, value));
  const told = issues.slice(0, 3).map(({ path, words }) => {
    const place = placeText(path);
    return place === "" ? `The file ${words}.` : `${place}: ${words}.`;
  });
  const rest = issues.length - told.length;
  const more = rest > 0 ? [`${rest} more ${rest === 1 ? "place is" : "places are"} wrong.`] : [];
  return new TroubleError({
    title: `This ${what} cannot be opened`,
    reason: [...told, ...more].join(" "),
    next,
  });
}

interface Found {
  readonly path: readonly PropertyKey[];
  readonly words: string;
}

/** A union reports what each of its members found; the one that got furthest is the one that was meant. */
function innermost(issue: Issue, value: unknown): Found {
  const found = valueAt(value, issue.path);
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const candidates = issue.errors.flatMap(([first]) => (first ? [innermost(first, found)] : []));
    const furthest = candidates.sort((a, b) => b.path.length - a.path.length)[0];
    if (furthest && furthest.path.length > 0)
      return { path: [...issue.path, ...furthest.path], words: furthest.words };
  }
  const words = found === undefined ? "is missing" : `${wordsOf(issue).replace(/\.$/, "")}${notThis(found)}`;
  return { path: issue.path, words };
}

/** The value at a path; own properties only. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  tuple: "a list",
};

function wordsOf(issue: Issue): string {
  // The schema's own words, except for limits: a message for the type would also be told for those.
  const isLimit = issue.code === "too_big" || issue.code === "too_small";
  if (!isLimit && !/^(Invalid|Unrecognized)/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return `must be ${typeNames[issue.expected] ?? issue.expected}`;
    case "too_big":
      return `must be at most ${issue.maximum}${unitOf(issue.origin)}`;
    case "too_small":
      return issue.origin === "string" && issue.minimum === 1
        ? "must not be empty"
        : `must be at least ${issue.minimum}${unitOf(issue.origin)}`;
    case "invalid_value":
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "unrecognized_keys":
      return `has an entry that is not known: ${issue.keys.slice(0, 3).map(quoted).join(", ")}`;
    case "invalid_union":
      return issue.discriminator
        ? `is a ${issue.discriminator} that this Layerlab does not know`
        : "is none of the allowed values";
    case "invalid_format":
      return `must be ${issue.format === "regex" ? "written differently" : `a valid ${issue.format}`}`;
    default:
      return issue.message;
  }
}

function unitOf(origin: string): string {
  if (origin === "string") return " characters long";
  return origin === "array" ? " entries long" : "";
}

function notThis(found: unknown): string {
  if (typeof found === "string") return found === "" ? "" : `, not ${quoted(found)}`;
  return typeof found === "number" || typeof found === "boolean" || found === null ? `, not ${found}` : "";
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
}
