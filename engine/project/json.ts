import { TroubleError } from "../trouble.ts";
import { say, translate } from "../words/say.ts";

/** What a kind of file may be at most, and how people call it. */
export interface JsonLimits {
  /** "project", "model": used in messages. */
  readonly what: string;
  /** Characters of text; looked at before the text is parsed. */
  readonly characters: number;
  /** How deep lists and objects may lie in one another. */
  readonly depth: number;
}

/** Names that reach an object's prototype when a program copies them carelessly. No file of ours has them. */
const forbiddenKeys = new Set(["__proto__", "constructor", "prototype"]);

/**
 * JSON text from outside as a value of unknown type.
 * @throws TroubleError when the text is too long, is no JSON, lies too deep or uses a forbidden name.
 */
export function parseJson(text: string, limits: JsonLimits): unknown {
  if (text.length > limits.characters)
    throw refusal(
      limits,
      say("It has {size} MB; a {what} has at most {most} MB.", {
        size: megabytes(text.length),
        what: translate(limits.what),
        most: megabytes(limits.characters),
      }),
      say("Check that it is the right file."),
    );
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch (error) {
    const where = error instanceof Error ? placeOfSyntaxError(error.message, text) : "";
    throw refusal(
      limits,
      say("It is not valid JSON{where}.", { where }),
      say("Check that it is the right file and that it is complete."),
    );
  }
  refuseHostileTree(value, limits);
  return value;
}

/** Walks without recursion, so that no depth can overflow the stack. */
function refuseHostileTree(root: unknown, limits: JsonLimits): void {
  const open: { readonly value: unknown; readonly path: Path | null; readonly depth: number }[] = [
    { value: root, path: null, depth: 0 },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path, depth } = next;
    if (typeof value !== "object" || value === null) continue;
    if (depth === limits.depth)
      throw refusal(
        limits,
        say("{place} is nested more than {depth} levels deep.", {
          place: placeText(pathOf(path)) || say("It"),
          depth: limits.depth,
        }),
        say("Check that it is the right file."),
      );
    for (const [key, child] of Object.entries(value)) {
      const childPath = { parent: path, key: Array.isArray(value) ? Number(key) : key };
      if (!Array.isArray(value) && forbiddenKeys.has(key))
        throw refusal(
          limits,
          say("{place}: this name is not allowed.", { place: placeText(pathOf(childPath)) }),
          say("Remove it, or use another file."),
        );
      open.push({ value: child, path: childPath, depth: depth + 1 });
    }
  }
}

/** A path that shares its beginning with its siblings' paths. */
interface Path {
  readonly parent: Path | null;
  readonly key: string | number;
}

function pathOf(path: Path | null): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let part = path; part; part = part.parent) keys.unshift(part.key);
  return keys;
}

/** A place in a file as people write it: `graph.nodes[3].fields.units`. Long names and long paths are cut. */
export function placeText(path: readonly PropertyKey[]): string {
  const shown = path.length > 12 ? [...path.slice(0, 11), "…"] : path;
  return shown.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const name = String(key);
    const short = name.length > 40 ? `${name.slice(0, 39)}…` : name;
    return text === "" ? short : `${text}.${short}`;
  }, "");
}

function placeOfSyntaxError(message: string, text: string): string {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return text.trim() === "" ? say(": it is empty") : say(": it ends too early");
  const before = text.slice(0, Number(position));
  const line = before.split("\n").length;
  return say(": it breaks off or goes wrong in line {line}, column {column}", {
    line,
    column: before.length - before.lastIndexOf("\n"),
  });
}

function megabytes(characters: number): string {
  return (characters / 1e6).toFixed(characters < 1e7 ? 1 : 0);
}

function refusal(limits: JsonLimits, reason: string, next: string): TroubleError {
  return new TroubleError({
    title: say("This {what} cannot be opened", { what: translate(limits.what) }),
    reason,
    next,
  });
}
