import { searchable } from "../../engine/words/searchable.ts";

/** What stands between words: in French an apostrophe, too. */
const between = /[\s'’-]+/;

/**
 * How well an entry answers to what was typed, from 0 (hidden) to 1: names that begin so first, then words in
 * them that do, then words that people would also use. Every typed word must be found.
 */
export function matchCommand(name: string, typed: string, keywords: readonly string[] = []): number {
  const query = searchable(typed.trim());
  const title = searchable(name);
  if (title.startsWith(query)) return 1;
  const words = title.split(between);
  const others = keywords.flatMap((keyword) => searchable(keyword).split(between));
  const typedWords = query.split(/\s+/);
  if (typedWords.every((part) => words.some((word) => word.startsWith(part)))) return 0.8;
  const all = [...words, ...others];
  if (typedWords.every((part) => all.some((word) => word.startsWith(part)))) return 0.5;
  return title.includes(query) ? 0.3 : 0;
}
