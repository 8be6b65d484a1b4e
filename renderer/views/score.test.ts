import { afterEach, expect, it } from "vitest";
import { setWords } from "../../engine/words/say.ts";
import { scoreName, scoreTitle } from "./score.ts";

afterEach(() => setWords({ locale: "en", messages: {} }));

it("names a score in the language of the moment, small within a sentence unless it is a symbol", () => {
  expect([scoreTitle("classes"), scoreName("classes")]).toEqual(["Accuracy", "accuracy"]);
  setWords({ locale: "fr", messages: { Accuracy: "Exactitude" } });
  expect([scoreTitle("classes"), scoreName("classes")]).toEqual(["Exactitude", "exactitude"]);
  expect([scoreTitle("regression"), scoreName("regression")]).toEqual(["R²", "R²"]);
});
