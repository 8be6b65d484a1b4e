import { afterEach, expect, test } from "vitest";
import { numberFormat } from "./numbers.ts";
import { currentLocale, onWords, phrase, say, sayParts, setWords, translate } from "./say.ts";

const french = {
  locale: "fr",
  messages: {
    Open: "Ouvrir",
    "{count, plural, one {# layer} other {# layers}} of {name}":
      "{count, plural, one {# couche} other {# couches}} de {name}",
    "Press <b>Train</b> now": "Appuyez sur <b>Entraîner</b>",
  },
};

afterEach(() => setWords({ locale: "en", messages: {} }));

const layers = (count: number) =>
  say("{count, plural, one {# layer} other {# layers}} of {name}", { count, name: "LeNet" });

test("Plurals and thousands follow the language: French says zero in the singular", () => {
  expect([0, 1, 2, 5000].map(layers)).toEqual([
    "0 layers of LeNet",
    "1 layer of LeNet",
    "2 layers of LeNet",
    "5,000 layers of LeNet",
  ]);
  setWords(french);
  expect([0, 1, 2, 5000].map(layers)).toEqual([
    "0 couche de LeNet",
    "1 couche de LeNet",
    "2 couches de LeNet",
    "5\u202f000 couches de LeNet",
  ]);
});

test("A text of a table is marked where it stands and said in the language of the moment", () => {
  const tabs = [phrase("Open"), phrase("Not translated yet")];
  expect(tabs.map((tab) => translate(tab))).toEqual(["Open", "Not translated yet"]);
  setWords(french);
  expect(tabs.map((tab) => translate(tab))).toEqual(["Ouvrir", "Not translated yet"]);
});

test("Tags become what the caller makes of them; a less-than sign of a plain message is none", () => {
  const parts = () =>
    sayParts<{ bold: string }>("Press <b>Train</b> now", { b: (inside) => ({ bold: inside.join("") }) });
  expect(parts()).toEqual(["Press ", { bold: "Train" }, " now"]);
  setWords(french);
  expect(parts()).toEqual(["Appuyez sur ", { bold: "Entraîner" }]);
  expect(say("{a} < b > c", { a: 1 })).toBe("1 < b > c");
});

test("A fraction is written in the language's way, a whole number as it is: it may be a name", () => {
  const rate = () => say("rate {rate}, seed {seed}", { rate: 0.1 + 0.2, seed: 4000 });
  expect(rate()).toBe("rate 0.3, seed 4000");
  setWords(french);
  expect(rate()).toBe("rate 0,3, seed 4000");
});

test("A missing value is a fault of the program", () => {
  expect(() => say("of {name}", {})).toThrow(/name/);
});

test("Numbers are written as the language writes them, and listeners hear of a change", () => {
  let heard = 0;
  const stop = onWords(() => heard++);
  const half = () => numberFormat({ minimumFractionDigits: 1 }).format(1234.5);
  expect(half()).toBe("1,234.5");
  setWords(french);
  expect([currentLocale(), half(), heard]).toEqual(["fr", "1\u202f234,5", 1]);
  stop();
});
