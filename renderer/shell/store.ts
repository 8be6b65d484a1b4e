import type { ReactNode } from "react";
import { create } from "zustand";
import type { AppInfo, Trouble } from "../../app/contract/desktop.ts";
import type { ShellCommand } from "./shortcuts.ts";

/** A question that must be answered before anything else goes on. */
export interface Question {
  readonly title: string;
  readonly text: ReactNode;
  readonly answers: readonly { readonly value: string; readonly label: string }[];
  /** The answer of the filled button, and of Escape. */
  readonly first: string;
  readonly onEscape: string;
  readonly answer: (value: string) => void;
}

/** Something that was done, with what was found. */
export interface Result {
  readonly title: string;
  readonly lines: readonly (readonly [label: string, value: string])[];
  readonly note: string;
  /** The file that was written, which can be shown in its folder. */
  readonly file?: string;
}

/** Null where the size of the window decides. */
type Choice = boolean | null;

export type Mode = "build" | "inspect";

/** What the window itself shows besides the document. */
export interface ShellState {
  readonly screen: "start" | "document";
  /** How the document is looked at. */
  readonly mode: Mode;
  readonly info: AppInfo | null;
  readonly palette: Choice;
  readonly inspector: Choice;
  readonly dock: Choice;
  /** When the document was saved in this window, in milliseconds since 1970. */
  readonly savedAt: number | null;
  readonly question: Question | null;
  readonly trouble: Trouble | null;
  readonly result: Result | null;
  readonly shortcutsShown: boolean;
  readonly mistakesShown: boolean;
  readonly commandsShown: boolean;
  /** What was chosen in the list of commands, newest first. */
  readonly recentCommands: readonly ShellCommand[];
  readonly settingsShown: boolean;
  readonly aboutShown: boolean;
  /** What the live region says. */
  readonly said: string;
}

export const useShell = create<ShellState>()(() => ({
  screen: "start",
  mode: "build",
  info: null,
  palette: null,
  inspector: null,
  dock: null,
  savedAt: null,
  question: null,
  trouble: null,
  result: null,
  shortcutsShown: false,
  mistakesShown: false,
  commandsShown: false,
  recentCommands: [],
  settingsShown: false,
  aboutShown: false,
  said: "",
}));

/** Asks in a dialog; resolves with the value of the answer. */
export function askPerson(question: Omit<Question, "answer">): Promise<string> {
  // Closing the window while a question is open asks nothing new: the first one is still to be answered.
  if (useShell.getState().question) return Promise.resolve(question.onEscape);
  return new Promise((resolve) => {
    useShell.setState({
      question: {
        ...question,
        answer(value) {
          useShell.setState({ question: null });
          resolve(value);
        },
      },
    });
  });
}

export function showTrouble(trouble: Trouble): void {
  useShell.setState({ trouble });
}

const pause = 5000;
let lastSaid = Number.NEGATIVE_INFINITY;

/** Lets screen readers know, politely and at most once in five seconds; the latest message wins. */
export function announce(message: string): void {
  const wait = Math.max(0, lastSaid + pause - performance.now());
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    lastSaid = performance.now();
    useShell.setState({ said: message });
  }, wait);
}
let waiting: ReturnType<typeof setTimeout> | undefined;
