import { expect, test } from "vitest";
import { chooseLanguage } from "./language.ts";

test.each([
  ["system", ["fr-CH", "en-US"], "fr", "fr-CH"],
  ["system", ["de-AT", "fr", "en"], "fr", "fr"],
  ["system", ["de", "ja-JP"], "en", "en"],
  ["system", [], "en", "en"],
  ["system", ["fr_FR.UTF-8", "C"], "en", "en"],
  ["en", ["fr-FR", "en-GB"], "en", "en-GB"],
  ["fr", ["en-US"], "fr", "fr"],
] as const)("%s on a system of %j speaks %s as %s", (choice, preferred, language, locale) => {
  expect(chooseLanguage(choice, preferred)).toEqual({ language, locale });
});
