import { stat } from "node:fs/promises";
import path from "node:path";
import { dataTrouble } from "../data/data-trouble.ts";
import { say } from "../words/say.ts";
import { readStart } from "./read-content.ts";

/** Files of a folder that are looked at, most. */
const mostNeighbours = 500;

interface IdxFile {
  readonly name: string;
  /** 3 for pictures, 1 for labels. */
  readonly rank: number;
  /** Of pictures or labels. */
  readonly count: number;
  /** Height and width of the pictures. */
  readonly size: string;
}

/**
 * The files that belong to one of a set in IDX format: pictures and their labels, then those of the test where there are
 * such. They are told by what their headers declare; names decide only between files that declare the same.
 * @param there the names in the folder.
 * @throws TroubleError when pictures have no labels, or labels no pictures.
 */
export async function idxFamily(file: string, there: readonly string[]): Promise<string[]> {
  const folder = path.dirname(file);
  const chosen = await idxFile(folder, path.basename(file));
  // No IDX file of bytes: its reader says why.
  if (!chosen) return [path.basename(file)];
  const found: IdxFile[] = [];
  for (const name of there.slice(0, mostNeighbours)) {
    const neighbour = name === chosen.name ? chosen : await idxFile(folder, name).catch(() => null);
    if (neighbour) found.push(neighbour);
  }
  const pictures = found.filter(({ rank }) => rank === 3);
  const labels = found.filter(({ rank }) => rank === 1);
  const partner = partnerOf(chosen, chosen.rank === 3 ? labels : pictures);
  if (!partner)
    throw dataTrouble(
      chosen.name,
      say("Beside it lies no IDX file with {count} {isLabels, select, true {labels} other {pictures}}.", {
        count: chosen.count,
        isLabels: chosen.rank === 3,
      }),
      chosen.rank === 3
        ? say("Put the file with its labels into the same folder.")
        : say("Put the pictures of these labels into the same folder."),
    );
  const [first, second] = chosen.rank === 3 ? [chosen, partner] : [partner, chosen];
  const other = pictures
    .filter((file) => file !== first && file.size === first.size && isTest(file) !== isTest(first))
    .map((file) => ({ file, labels: partnerOf(file, labels) }))
    .find(({ labels }) => labels);
  const pair = [first.name, second.name];
  const otherPair = other?.labels ? [other.file.name, other.labels.name] : [];
  return isTest(first) ? [...otherPair, ...pair] : [...pair, ...otherPair];
}

const isTest = ({ name }: IdxFile) => /^(t10k|test)/i.test(name);

/** The one with as many, of several the one with the most like name; else the one that its name asks for. */
function partnerOf(file: IdxFile, candidates: readonly IdxFile[]): IdxFile | undefined {
  const [best] = candidates
    .filter(({ count }) => count === file.count)
    .sort((a, b) => sharedStart(b.name, file.name) - sharedStart(a.name, file.name));
  return best ?? candidates.find(({ name }) => name === partnersName(file.name));
}

/** As MNIST names its files. */
function partnersName(name: string): string {
  return name.includes("images")
    ? name.replace("images", "labels").replace("idx3", "idx1")
    : name.replace("labels", "images").replace("idx1", "idx3");
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

async function idxFile(folder: string, name: string): Promise<IdxFile | null> {
  const file = path.join(folder, name);
  if (!(await stat(file)).isFile()) return null;
  const { bytes } = await readStart(file);
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rank = bytes[3] ?? 0;
  const isBytes = bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 8 && (rank === 1 || rank === 3);
  if (!isBytes || bytes.length < 4 + 4 * rank) return null;
  const size = rank === 3 ? `${numbers.getUint32(8)}x${numbers.getUint32(12)}` : "";
  return { name, rank, count: numbers.getUint32(4), size };
}
