import type { z } from "zod";
import { TroubleError } from "../trouble.ts";
import { phrase, say, translate } from "../words/say.ts";
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
    return place === "" ? say("The file {words}.", { words }) : `${place}: ${words}.`;
  });
  const rest = issues.length - told.length;
  const more =
    rest > 0 ? [say("{rest} more {rest, plural, one {place is} other {places are}} wrong.", { rest })] : [];
  return new TroubleError({
    title: say("This {what} cannot be opened", { what: translate(what) }),
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
  const words =
    found === undefined ? say("is missing") : `${wordsOf(issue).replace(/\.$/, "")}${notThis(found)}`;
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
  string: phrase("text"),
  number: phrase("a number"),
  int: phrase("a whole number"),
  boolean: phrase("true or false"),
  object: phrase("an object"),
  array: phrase("a list"),
  tuple: phrase("a list"),
};

function wordsOf(issue: Issue): string {
  // The schema's own words, except for limits: a message for the type would also be told for those.
  const isLimit = issue.code === "too_big" || issue.code === "too_small";
  if (!isLimit && !/^(Invalid|Unrecognized)/.test(issue.message)) return translate(issue.message);
  switch (issue.code) {
    case "invalid_type":
      return say("must be {what}", { what: translate(typeNames[issue.expected] ?? issue.expected) });
    case "too_big":
      return say("must be at most {limit}{unit}", {
        limit: String(issue.maximum),
        unit: unitOf(issue.origin),
      });
    case "too_small":
      return issue.origin === "string" && issue.minimum === 1
        ? say("must not be empty")
        : say("must be at least {limit}{unit}", {
            limit: String(issue.minimum),
            unit: unitOf(issue.origin),
          });
    case "invalid_value":
      return say("must be {what}", {
        what: issue.values.map((value) => JSON.stringify(value)).join(say(" or ")),
      });
    case "unrecognized_keys":
      return say("has an entry that is not known: {keys}", {
        keys: issue.keys.slice(0, 3).map(quoted).join(", "),
      });
    case "invalid_union":
      return issue.discriminator
        ? say("is a {what} that this Layerlab does not know", { what: issue.discriminator })
        : say("is none of the allowed values");
    case "invalid_format":
      return issue.format === "regex"
        ? say("must be written differently")
        : say("must be a valid {format}", { format: issue.format });
    default:
      return issue.message;
  }
}

function unitOf(origin: string): string {
  if (origin === "string") return say(" characters long");
  return origin === "array" ? say(" entries long") : "";
}

function notThis(found: unknown): string {
  if (typeof found === "string") return found === "" ? "" : say(", not {found}", { found: quoted(found) });
  return typeof found === "number" || typeof found === "boolean" || found === null
    ? say(", not {found}", { found: String(found) })
    : "";
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
}
