import { readFile } from "node:fs/promises";
import path from "node:path";
import { app } from "electron";
import { z } from "zod";
import { chooseLanguage } from "../../engine/words/language.ts";
import { setWords, type Words } from "../../engine/words/say.ts";
import type { Settings } from "../contract/settings.ts";
import type { WindowCalls } from "./ipc.ts";
import { assetsFolder } from "./places.ts";

const messages = z.record(z.string(), z.string());

/** The words of the language that the person chose or the system speaks. English needs no file: it is in the code. */
export async function wordsOf({ language: choice }: Settings): Promise<Words> {
  const { language, locale } = chooseLanguage(choice, systemLocales());
  if (language === "en") return { locale, messages: {} };
  const text = await readFile(path.join(assetsFolder(), "locales", `${language}.json`), "utf8");
  return { locale, messages: messages.parse(JSON.parse(text)) };
}

/** The main process speaks that language from now on. */
export async function speak(settings: Settings): Promise<void> {
  setWords(await wordsOf(settings));
}

export function languageCalls(settings: () => Settings) {
  return {
    words: { schema: z.null(), handle: () => wordsOf(settings()) },
  } satisfies WindowCalls;
}

/** `--lang` goes before what the system says, as in Chromium. */
function systemLocales(): readonly string[] {
  const asked = app.commandLine.getSwitchValue("lang");
  return asked === "" ? app.getPreferredSystemLanguages() : [asked];
}
