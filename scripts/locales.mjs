// node scripts/locales.mjs: collects what the app says into assets/locales/en.json, and tells what the other languages
// lack. It takes what nobody says any more out of them, and writes no translation.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { register } from "tsx/esm/api";

register();
const { compare, localesFolder, localeText, productMessages, readLocale } = await import(
  "./locales/catalogue.mjs"
);
const { messages, faults } = await productMessages();
const { locales } = JSON.parse(readFileSync(path.join(localesFolder, "manifest.json"), "utf8"));
const write = (/** @type {string} */ name, /** @type {Record<string, string>} */ entries) =>
  writeFileSync(path.join(localesFolder, `${name}.json`), localeText(entries));

for (const fault of faults) console.log(fault);
for (const { name } of locales) {
  if (name === "en") write(name, Object.fromEntries([...messages].map((message) => [message, message])));
  else {
    const known = readLocale(name);
    const { missing, unused, different } = compare(messages, known);
    write(name, Object.fromEntries(Object.entries(known).filter(([message]) => messages.has(message))));
    for (const message of missing) console.log(`${name}.json lacks: ${JSON.stringify(message)}`);
    for (const message of unused) console.log(`${name}.json no longer holds: ${JSON.stringify(message)}`);
    for (const message of different) console.log(`${name}.json names other values: ${message}`);
  }
}
console.log(`${messages.size} messages`);
if (faults.length > 0) process.exitCode = 1;
