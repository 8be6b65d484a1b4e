import { say } from "./words/say.ts";
/** What went wrong, in words for a person: the thing, the reason, the next step. */
export interface Trouble {
  readonly title: string;
  readonly reason: string;
  readonly next: string;
}

/**
 * Thrown where something from outside is at fault (a file, a setting, a device) and a person can do something
 * about it. Anything else that is thrown is a fault of the program.
 */
export class TroubleError extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble, options?: ErrorOptions) {
    super(`${trouble.title}: ${trouble.reason} ${trouble.next}`, options);
    this.name = "TroubleError";
    this.trouble = trouble;
  }
}

/** Any thrown value in words; `title` says what was being done. */
export function troubleOf(error: unknown, title: string): Trouble {
  if (error instanceof TroubleError) return error.trouble;
  const reason = error instanceof Error ? error.message : String(error);
  return { title, reason, next: say("Try again. If it happens again, please report it with these words.") };
}
