import { expect, test } from "vitest";
import { nameOfKeys, shortcuts } from "./shortcuts.ts";

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

test("pressed keys are named as in the table, whatever Shift makes of the letter", () => {
  expect(nameOfKeys({ ...none, key: "s", code: "KeyS", ctrlKey: true })).toBe("Ctrl S");
  expect(nameOfKeys({ ...none, key: "S", code: "KeyS", ctrlKey: true, shiftKey: true })).toBe("Ctrl Shift S");
  expect(nameOfKeys({ ...none, key: "o", code: "KeyO", metaKey: true })).toBe("Ctrl O");
  expect(nameOfKeys({ ...none, key: "Enter", code: "Enter", ctrlKey: true })).toBe("Ctrl Enter");
  // Shift turns the point into another character on most keyboards.
  expect(nameOfKeys({ ...none, key: ">", code: "Period", shiftKey: true })).toBe("Shift .");
  expect(nameOfKeys({ ...none, key: "F1", code: "F1" })).toBe("F1");
});

test("no combination stands for two things", () => {
  const keys = shortcuts.flatMap(({ entries }) => entries.flatMap(({ keys }) => keys ?? []));
  expect(new Set(keys).size).toBe(keys.length);
});

test("each command is in the list once, and what is not there cannot be missed", () => {
  const commands = shortcuts.flatMap(({ entries }) => entries.flatMap(({ command }) => command ?? []));
  expect(new Set(commands).size).toBe(commands.length);
});
