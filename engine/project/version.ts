import { TroubleError } from "../trouble.ts";
import { say, translate } from "../words/say.ts";

/** `migrations[n]` turns a file of version n into one of version n + 1. Values are plain JSON, not yet parsed. */
export type Migrations = Readonly<Record<number, (old: object) => object>>;

export interface FileKind {
  /** "project", "model". */
  readonly what: string;
  readonly format: string;
  /** The version that this program writes. */
  readonly version: number;
  readonly migrations: Migrations;
}

/**
 * A file's value in the current version.
 * @throws TroubleError when it is not of this format, or newer than this program.
 */
export function toVersion(value: unknown, kind: FileKind): object {
  const title = say("This {what} cannot be opened", { what: translate(kind.what) });
  if (typeof value !== "object" || value === null || !("format" in value) || value.format !== kind.format)
    throw new TroubleError({
      title,
      reason: say('It is not a Layerlab {what}: its format is not "{format}".', {
        what: translate(kind.what),
        format: kind.format,
      }),
      next: otherKind(value) ?? say("Choose another file."),
    });
  const version = "version" in value ? value.version : undefined;
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1)
    throw new TroubleError({
      title,
      reason: say("version: must be a whole number from 1 on."),
      next: say("Choose another file."),
    });
  if (version > kind.version)
    throw new TroubleError({
      title,
      reason: say(
        "It was saved by a newer Layerlab (version {version} of the format; this one reads up to {newest}).",
        { version, newest: kind.version },
      ),
      next: say("Update Layerlab, then open it again."),
    });
  let current: object = value;
  for (let step = version; step < kind.version; step++) {
    const migrate = kind.migrations[step];
    if (!migrate) throw new Error(`There is no migration from version ${step} of ${kind.format}.`);
    current = { ...migrate(current), version: step + 1 };
  }
  return current;
}

function otherKind(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("format" in value)) return null;
  if (value.format === "layerlab-model")
    return say("It is a model: File, Import model takes it, and so does layerlab evaluate.");
  if (value.format === "layerlab-project")
    return say("It is a project: File, Open takes it, and so does layerlab train.");
  return null;
}
