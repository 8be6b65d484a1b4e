import { expect, test } from "vitest";
import { commandGroups } from "./command-groups.ts";

const untouched = { hasDocument: true, isTyping: false, recent: [] } as const;

test("what was used last stands first, newest first and once", () => {
  const [first, ...others] = commandGroups({
    ...untouched,
    recent: ["fit", "save", "tidy", "copy", "group"],
  });
  expect(first?.choices.map(({ command }) => command)).toEqual(["fit", "save", "tidy", "copy"]);
  const rest = others.flatMap(({ choices }) => choices.map(({ command }) => command));
  expect(rest).not.toContain("save");
  expect(rest).toContain("group");
});

test("before anything was used, and while a word is typed, the table's own order stands", () => {
  const names = (groups: ReturnType<typeof commandGroups>) => groups.map(({ group }) => group);
  expect(names(commandGroups(untouched))[0]).toBe("Training");
  expect(names(commandGroups({ ...untouched, isTyping: true, recent: ["save"] }))[0]).toBe("Training");
});

test("the start screen offers what makes sense there, recent or not", () => {
  const offered = commandGroups({ hasDocument: false, isTyping: false, recent: ["save", "open"] });
  const all = offered.flatMap(({ choices }) => choices.map(({ command }) => command));
  expect(offered[0]?.choices.map(({ command }) => command)).toEqual(["open"]);
  expect(all).not.toContain("save");
  expect(all).toContain("new");
});
