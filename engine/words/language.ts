/** What a person chose: one of the languages, or whatever the system speaks. */
export type LanguageChoice = "system" | "en" | "fr";
export type Language = Exclude<LanguageChoice, "system">;

const languages: readonly Language[] = ["en", "fr"];

/**
 * The language to speak and the locale of its numbers: of several regions of one language, the system's is taken.
 * English where the system speaks none of ours.
 * @param preferred the system's locales, first choice first, such as `["fr-CH", "en-US"]`
 */
export function chooseLanguage(
  choice: LanguageChoice,
  preferred: readonly string[],
): { readonly language: Language; readonly locale: string } {
  const known = preferred.flatMap((locale) => {
    const language = languages.find((each) => locale.toLowerCase().split(/[-_]/)[0] === each);
    return language && isLocale(locale) ? [{ language, locale }] : [];
  });
  const language = choice === "system" ? (known[0]?.language ?? "en") : choice;
  return { language, locale: known.find((each) => each.language === language)?.locale ?? language };
}

function isLocale(text: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false; // "fr_FR.UTF-8", as some systems say it
  }
}
