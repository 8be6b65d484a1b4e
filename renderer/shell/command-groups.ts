import { phrase } from "../../engine/words/say.ts";
import { type ShellCommand, type Shortcut, shortcuts } from "./shortcuts.ts";

/** A command of the table that can be carried out by choosing it. */
export type Choice = Shortcut & { readonly command: ShellCommand };

export interface CommandGroup {
  readonly group: string;
  readonly choices: readonly Choice[];
}

/** So many of the commands that were used last stand first. */
const mostRecent = 4;

/**
 * The commands of the list in the table's order. While nothing is typed, those used last stand in a group of their own
 * before them; a typed word sorts by itself.
 * @param recent newest first
 */
export function commandGroups(options: {
  readonly hasDocument: boolean;
  readonly isTyping: boolean;
  readonly recent: readonly ShellCommand[];
}): readonly CommandGroup[] {
  const groups = shortcuts.map(({ group, entries }) => ({
    group,
    choices: entries.filter((entry): entry is Choice => {
      const { command, onStart } = entry;
      return command !== null && command !== "commands" && (options.hasDocument || onStart === true);
    }),
  }));
  if (options.isTyping) return groups.filter(({ choices }) => choices.length > 0);
  const all = groups.flatMap(({ choices }) => choices);
  const last = options.recent
    .flatMap((command) => all.find((choice) => choice.command === command) ?? [])
    .slice(0, mostRecent);
  const others = groups.map(({ group, choices }) => ({
    group,
    choices: choices.filter((choice) => !last.includes(choice)),
  }));
  return [{ group: phrase("Recently used"), choices: last }, ...others].filter(
    ({ choices }) => choices.length > 0,
  );
}
