import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { settingFields } from "../app/contract/settings.ts";
import {
  compare,
  localesFolder,
  localeText,
  placeholdersOf,
  productMessages,
  readLocale,
} from "./locales/catalogue.mjs";
import { collect } from "./locales/collect.mjs";

describe("What the app says", () => {
  /** @type {import("./locales/catalogue.mjs").Product} */
  let product;
  beforeAll(async () => {
    product = await productMessages();
  }, 60_000);

  test("is said as literal messages with the values that they name", () => {
    expect(product.faults).toEqual([]);
  });

  test("stands in en.json, every message once and nothing else: node scripts/locales.mjs writes it", () => {
    const entries = Object.fromEntries([...product.messages].map((message) => [message, message]));
    expect(readFileSync(path.join(localesFolder, "en.json"), "utf8")).toBe(localeText(entries));
  });

  const { locales } = JSON.parse(readFileSync(path.join(localesFolder, "manifest.json"), "utf8"));
  /** @type {readonly { readonly name: string, readonly title: string }[]} */
  const others = locales.filter((/** @type {{ name: string }} */ { name }) => name !== "en");
  test.each(others)("is complete in $title, with the same values, and nothing is left over", ({ name }) => {
    expect(compare(product.messages, readLocale(name))).toEqual({ missing: [], unused: [], different: [] });
  });

  test("is offered in every language of the manifest", () => {
    const offered = settingFields.language.options
      .slice(1)
      .map(({ value, label }) => ({ name: value, title: label }));
    expect(locales).toEqual(offered);
  });
});

test("The collector finds the messages of a file, and the words that are none", () => {
  const source = `
    import { phrase, say } from "../engine/words/say.ts";
    const tabs = [{ id: "curves", label: phrase("Curves") }, { label: "Not marked" }];
    const Line = ({ on, count, word }) => (
      <p className="two words" aria-label="heard" title={say(on ? "On" : "Off now")}>
        {say("{count, plural, one {# layer} other {# layers}}", { count })} loose
        <Said message="Press <b>Train</b>" values={{ b: (text) => <b>{text}</b> }} />
        {say(word)} {\`more \${count} bare words\`}
      </p>
    );`;
  const { messages, unreadable, bare } = collect("line.tsx", source);
  expect(messages.map(({ message, values }) => [message, values])).toEqual([
    ["Curves", null],
    ["On", []],
    ["Off now", []],
    ["{count, plural, one {# layer} other {# layers}}", ["count"]],
    ["Press <b>Train</b>", ["b"]],
  ]);
  expect(unreadable.map(({ text }) => text)).toEqual(["word"]);
  expect(bare.map(({ text }) => text)).toEqual(["Not marked", "heard", "loose", "more", "bare words"]);
});

test("A message's values are its names in braces and its tags, and a French apostrophe hides none", () => {
  expect(placeholdersOf("{count, plural, one {<b>{name}</b>} other {# layers}}")).toEqual([
    "b",
    "count",
    "name",
  ]);
  expect(placeholdersOf("a < b")).toEqual([]);
  const { different } = compare(new Set(["of {name}"]), { "of {name}": "d'{name}" });
  expect(different).toHaveLength(1);
});
