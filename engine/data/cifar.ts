import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";

/** The ten classes of CIFAR-10, in the order of their labels (A. Krizhevsky, 2009). */
export const cifarClasses = [
  "Airplane",
  "Automobile",
  "Bird",
  "Cat",
  "Deer",
  "Dog",
  "Frog",
  "Horse",
  "Ship",
  "Truck",
] as const;

const pixels = 3072;
const row = 1 + pixels;

/** Labels, and pictures one after another. */
export interface LabelledPictures {
  readonly labels: Uint8Array;
  readonly images: Uint8Array;
}

/**
 * Reads a batch in CIFAR-10's binary version: for each picture a byte with its class, then 1024 red, 1024 green and 1024
 * blue bytes, row by row.
 * @throws TroubleError naming the file, the byte and the reason.
 */
export function parseCifarBatch(bytes: Uint8Array, file: string): LabelledPictures {
  if (bytes.length === 0)
    throw dataTrouble(say("{file}, byte {offset}", { file, offset: 0 }), say("It is empty."));
  const count = Math.floor(bytes.length / row);
  if (count * row !== bytes.length)
    throw dataTrouble(
      say("{file}, byte {offset}", { file, offset: count * row }),
      say("A picture takes {row} bytes, and the last one has {left}.", {
        row,
        left: bytes.length - count * row,
      }),
    );
  const labels = new Uint8Array(count);
  const images = new Uint8Array(count * pixels);
  for (let index = 0; index < count; index += 1) {
    const at = index * row;
    const label = bytes[at] as number;
    if (label >= cifarClasses.length)
      throw dataTrouble(
        say("{file}, byte {offset}", { file, offset: at }),
        say("Label {label} of picture {index} is not one of 0 to 9.", { label, index }),
      );
    labels[index] = label;
    images.set(bytes.subarray(at + 1, at + row), index * pixels);
  }
  return { labels, images };
}
