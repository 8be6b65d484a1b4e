import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";

/** What a picture is for: to learn from, or for one of the two parts alone where the folders say so. */
export type PicturePart = "learning" | "validation" | "test";

export interface PlacedPicture {
  /** In the folder or archive, with "/". */
  readonly path: string;
  readonly label: number;
  readonly part: PicturePart;
}

export interface PictureLayout {
  readonly classNames: readonly string[];
  /** Sorted by their paths. */
  readonly pictures: readonly PlacedPicture[];
  /** Files that are no pictures, or lie in no class. */
  readonly others: number;
}

const pictureName = /\.(png|jpe?g|webp|gif)$/i;
/** What systems and archivers leave behind. */
const hidden = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$)/i;

/** Whether a file is taken for a picture, by its name. */
export function isPicture(name: string): boolean {
  return pictureName.test(name);
}

const partNames: Readonly<Record<string, PicturePart>> = {
  train: "learning",
  training: "learning",
  val: "validation",
  valid: "validation",
  validation: "validation",
  test: "test",
  testing: "test",
};
const partOf = (folder: string) => partNames[folder.toLowerCase()];

/** A class is stored as a byte. */
const mostClasses = 256;

/**
 * Finds classes and parts: one folder for each class, with folders for training, validation and test above them where
 * there are such; a single folder around all is passed through. What lies deeper belongs to its class.
 * @param paths of all files, with "/"; @param folders all folders, also those without a file.
 * @param name of the folder or archive, for messages.
 * @throws TroubleError when there are not at least two classes, or one is empty.
 */
export function layOutPictures(
  paths: readonly string[],
  folders: readonly string[],
  name: string,
): PictureLayout {
  const candidates = paths.filter((path) => isPicture(path) && !hidden.test(path)).sort();
  const around = folderAround(candidates);
  const split = (path: string) => path.slice(around.length).split("/");
  const hasParts = candidates.some(
    (path) => split(path).length > 2 && partOf(split(path)[0] ?? "") === "learning",
  );
  const placed = candidates.flatMap((path) => {
    const steps = split(path);
    const part = hasParts ? partOf(steps.shift() ?? "") : "learning";
    const [className] = steps;
    const isInClass = part && className !== undefined && steps.length > 1;
    return isInClass ? [{ path, part, className: shownName(className) }] : [];
  });
  const classNames = sortedNames(
    placed.filter(({ part }) => part === "learning").map((each) => each.className),
  );
  if (classNames.length < 2 || classNames.length > mostClasses)
    throw dataTrouble(
      name,
      say(
        "It has {folders, plural, one {1 folder} other {{folders} folders}} with pictures to learn from; there must be 2 to {mostClasses}, one for each class.",
        { folders: classNames.length, mostClasses },
      ),
      say("Put the pictures of each class into a folder that is named like it."),
    );
  refuseEmpty(folders, around, hasParts, placed, name);
  const labels = new Map(classNames.map((className, label) => [className, label]));
  const pictures = placed.map(({ path, part, className }) => {
    const label = labels.get(className);
    if (label === undefined)
      throw dataTrouble(
        `${name}, ${path}`,
        say('The class "{className}" has no picture to learn from.', { className }),
        say("Put some into its folder for training, or take it out."),
      );
    return { path, part, label };
  });
  const visible = paths.filter((path) => !hidden.test(path));
  return { classNames, pictures, others: visible.length - pictures.length };
}

/** "flowers/" when everything lies in it and its folders in turn hold the pictures; else nothing. */
function folderAround(paths: readonly string[]): string {
  const [first = ""] = paths;
  const start = first.slice(0, first.indexOf("/") + 1);
  const isAround = start !== "" && partOf(start.slice(0, -1)) === undefined;
  return isAround && paths.every((path) => path.startsWith(start) && path.split("/").length > 2) ? start : "";
}

/** A folder of a class without any picture is a mistake, not a class. */
function refuseEmpty(
  folders: readonly string[],
  around: string,
  hasParts: boolean,
  placed: readonly { readonly path: string }[],
  name: string,
): void {
  for (const folder of folders) {
    if (!folder.startsWith(around) || hidden.test(folder) || hidden.test(`${folder}/`)) continue;
    const steps = folder.slice(around.length).split("/");
    const isClass = hasParts ? steps.length === 2 && partOf(steps[0] ?? "") : steps.length === 1;
    if (!isClass || steps[0] === "" || placed.some(({ path }) => path.startsWith(`${folder}/`))) continue;
    throw dataTrouble(
      `${name}, ${folder}`,
      say("This folder of a class has no picture."),
      say("Put pictures of this class into it, or remove it."),
    );
  }
}

/** Without steering characters, which could make a name look like another. */
function shownName(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}]/gu, " ").trim() || "?";
}

/** Numbers by size, words by their letters. */
function sortedNames(names: readonly string[]): string[] {
  const unique = [...new Set(names)];
  return unique.every((name) => /^\d+$/.test(name))
    ? unique.sort((a, b) => Number(a) - Number(b))
    : unique.sort();
}
