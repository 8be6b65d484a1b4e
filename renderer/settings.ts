import { create } from "zustand";
import type { Trouble } from "../app/contract/desktop.ts";
import { defaultSettings, type Settings } from "../app/contract/settings.ts";
import { answerOf, desktopBridge } from "./desktop.ts";
import { readWords } from "./language.ts";

/** What the person has set for the whole app, as the main process keeps it. */
export const useSettings = create<Settings>()(() => defaultSettings);

/** Whether a single letter or sign, with Shift or without, is a shortcut (WCAG 2.1.4 asks for a way to switch them off). */
export function hasLetterKeys(): boolean {
  return useSettings.getState().letterKeys;
}

/** Call once, at the start. */
export async function readSettings(): Promise<void> {
  const answer = await answerOf(desktopBridge().settings(null));
  if (answer.ok) useSettings.setState(answer.value);
}

/** Acts at once. Answers with what kept it from being written, if anything did. */
export async function keepSettings(changes: Partial<Settings>): Promise<Trouble | null> {
  useSettings.setState(changes);
  const answer = await answerOf(desktopBridge().changeSettings(changes));
  const unsaid = changes.language === undefined ? null : await readWords();
  return answer.ok ? unsaid : answer.trouble;
}
