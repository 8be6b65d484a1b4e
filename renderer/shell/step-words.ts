import { say } from "../../engine/words/say.ts";

/** What undo would do, such as "Undo move 3 layers"; null where there is nothing. */
export function undoWords(step: string | null): string | null {
  return step === null ? null : say("Undo {step}", { step });
}

/** What redo would do; null where there is nothing. */
export function redoWords(step: string | null): string | null {
  return step === null ? null : say("Redo {step}", { step });
}
