import { expect, test } from "vitest";
import { matchCommand } from "./command-match.ts";

test("the closer the name, the higher it stands", () => {
  const scores = [
    matchCommand("Undo", "undo"),
    matchCommand("Max pool", "pool"),
    matchCommand("Save", "files", ["Files"]),
    matchCommand("Convolution", "vol"),
  ];
  expect([...scores].sort((a, b) => b - a)).toEqual(scores);
  expect(new Set(scores).size).toBe(scores.length);
});

test("letters scattered over a name are no match", () => {
  expect(matchCommand("Output and loss", "undo", ["Output", "output", "add"])).toBe(0);
});

test("several words may come in any order", () => {
  expect(matchCommand("Max pool", "pool max")).toBeGreaterThan(0);
  expect(matchCommand("Dense", "add dense", ["add"])).toBeGreaterThan(0);
  expect(matchCommand("Dense", "add conv", ["add"])).toBe(0);
});

test("accents and elided articles do not hide a name", () => {
  expect(matchCommand("Écran d’accueil", "ecran accueil")).toBe(0.8);
  expect(matchCommand("Masquer l’inspecteur", "inspecteur")).toBe(0.8);
});
