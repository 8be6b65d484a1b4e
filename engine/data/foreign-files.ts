import { say } from "../words/say.ts";
import type { FileStart } from "./formats.ts";

/** Why a file of another program is no data set, and how its numbers get out of it. */
export interface ForeignFile {
  readonly thing: string;
  readonly reason: string;
  readonly next: string;
}

/** Files that people bring as data though another program keeps them; null for all others. */
export function foreignFile({ name, bytes }: FileStart): ForeignFile | null {
  // A zip archive, or the older container of Microsoft's programs.
  const isContainer = begins(bytes, 0x50, 0x4b, 3, 4) || begins(bytes, 0xd0, 0xcf, 0x11, 0xe0);
  if (isContainer && /\.(xls[xmb]?|ods|numbers)$/i.test(name))
    return {
      thing: say("{name} is a spreadsheet", { name }),
      reason: say("Only a table that is kept as text can be read."),
      next: say("Open it in its program, save the sheet as “CSV UTF-8” and import that file."),
    };
  const isText =
    begins(bytes, 0x25, 0x50, 0x44, 0x46) ||
    (isContainer && /\.(do[ct]x?|odt|pptx?|odp|pages|key)$/i.test(name));
  if (isText)
    return {
      thing: say("{name} is a document", { name }),
      reason: say("A data set is a table, or pictures of each class."),
      next: say("Choose the table as a CSV file, or a folder with one folder of pictures for each class."),
    };
  return null;
}

function begins(bytes: Uint8Array, ...mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}
