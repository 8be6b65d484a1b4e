import { say, translate } from "../words/say.ts";
import { builtInSets, generatedSets } from "./registry.ts";

const own: ReadonlySet<string> = new Set([...builtInSets, ...generatedSets].map(({ id }) => id));

/**
 * The names of classes, columns or targets as a viewer shows them: those of the app's own sets in the person's language,
 * those of a person's data as they are. Files and models hold the set's own names.
 */
export function shownNames({ id }: { readonly id: string }, names: readonly string[]): readonly string[] {
  return names.map((name) => {
    const letter = /^Class ([A-Z])$/.exec(name)?.[1];
    if (letter && (own.has(id) || id === "painted")) return say("Class {letter}", { letter });
    return own.has(id) ? translate(name) : name;
  });
}
