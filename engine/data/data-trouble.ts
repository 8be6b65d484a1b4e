import { TroubleError } from "../trouble.ts";
import { say } from "../words/say.ts";

/**
 * Trouble with a data file or a picture.
 * @param place the file, and where in it: "train.idx, byte 4".
 * @param reason a sentence.
 * @param next what to do about it, a sentence.
 */
export function dataTrouble(
  place: string,
  reason: string,
  next = say("Use an undamaged copy of the file."),
  cause?: unknown,
): TroubleError {
  return new TroubleError(
    { title: shown(place), reason: shown(reason), next },
    cause === undefined ? {} : { cause },
  );
}

/** Names come from outside: steering characters could make them look like another text. */
function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "\uFFFD");
}
