import { create } from "zustand";
import type { Trouble } from "../app/contract/desktop.ts";
import { setWords } from "../engine/words/say.ts";
import { answerOf, desktopBridge } from "./desktop.ts";

/** The language that the window speaks now. Its words are taken anew where this changes: `main.tsx` does it. */
export const useLanguage = create<{ readonly locale: string }>()(() => ({ locale: "en" }));

/** Takes the words of the chosen language from the main process. Answers with what kept it from that, if anything did. */
export async function readWords(): Promise<Trouble | null> {
  const answer = await answerOf(desktopBridge().words(null));
  if (!answer.ok) return answer.trouble;
  setWords(answer.value);
  document.documentElement.lang = answer.value.locale;
  useLanguage.setState({ locale: answer.value.locale });
  return null;
}
