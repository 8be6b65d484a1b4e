import path from "node:path";
import { say } from "../../engine/words/say.ts";

/**
 * The files that the person has named, in a dialog or from outside the window. The window itself may ask to
 * write these and no others; for any other path a dialog asks first.
 */
export class GrantedFiles {
  private readonly paths = new Set<string>();

  add(file: string): void {
    this.paths.add(path.resolve(file));
  }

  has(file: string): boolean {
    return path.isAbsolute(file) && this.paths.has(path.resolve(file));
  }
}

/** A suggested file name: no characters that some system forbids. */
export function fileNameFor(name: string, extension: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: file names must not contain them
  const safe = name.replace(/[<>:"/\\|?*\u0000-\u001f]/g, "-").replace(/^\.+|[. ]+$/g, "");
  return `${safe || say("Untitled")}.${extension}`;
}

/** The path with the extension, where the person typed none. */
export function withExtension(file: string, extension: string): string {
  return path.extname(file) === "" ? `${file}.${extension}` : file;
}
