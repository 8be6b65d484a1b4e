import { afterEach, expect, test } from "vitest";
import { setWords } from "../words/say.ts";
import { shownNames } from "./shown-names.ts";

afterEach(() => setWords({ locale: "en", messages: {} }));

test("Names of the app's own sets are said in the person's language, those of a person's data stay", () => {
  setWords({ locale: "fr", messages: { Cat: "Chat", Bag: "Sac", "Class {letter}": "Classe {letter}" } });
  expect(shownNames({ id: "fashion-mnist" }, ["Bag", "Class A"])).toEqual(["Sac", "Classe A"]);
  expect(shownNames({ id: "painted" }, ["Class B"])).toEqual(["Classe B"]);
  expect(shownNames({ id: "table" }, ["Bag", "Cat", "Class A"])).toEqual(["Bag", "Cat", "Class A"]);
});
