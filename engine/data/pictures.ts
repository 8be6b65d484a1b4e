import { counted } from "../words/counted.ts";
import { say } from "../words/say.ts";
import { type LabelledPictures, parseCifarBatch } from "./cifar.ts";
import { dataTrouble } from "./data-trouble.ts";
import type { Dataset } from "./dataset-record.ts";
import { parseIdx } from "./idx.ts";
import { fileName } from "./own-file.ts";
import { type PictureReference, picturesName } from "./picture-reference.ts";
import { alternatingOrder, fixedSplitSeed, shares, stratifiedSplit } from "./split.ts";
import { isTar, parseTar } from "./tar.ts";

/** A file's name and its content, decompressed. */
export interface PictureFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** What the files hold: pictures to learn from, and pictures for the test alone where the files have such. */
export interface FoundPictures {
  readonly inputShape: readonly [number, number, number];
  readonly learning: LabelledPictures;
  readonly test: LabelledPictures | null;
}

/**
 * Reads files of one of the known formats, in the order of the reference.
 * @throws TroubleError naming the file, the byte and the reason.
 */
export function findPictures(
  format: PictureReference["format"],
  files: readonly PictureFile[],
): FoundPictures {
  return format === "idx" ? idxPictures(files) : cifarPictures(files);
}

function idxPictures(files: readonly PictureFile[]): FoundPictures {
  const pairs = [0, 2].flatMap((position) => {
    const [pictures, labels] = files.slice(position, position + 2);
    return pictures && labels ? [idxPair(pictures, labels)] : [];
  });
  const [learning, test = null] = pairs;
  if (!learning) {
    const [pictures] = files;
    if (pictures) parseIdx(pictures.content, pictures.name, 3);
    throw dataTrouble(pictures?.name ?? say("The set"), say("A file of pictures needs a file of labels."));
  }
  if (test && (test.height !== learning.height || test.width !== learning.width))
    throw dataTrouble(
      files[2]?.name ?? "",
      say("Its pictures are {width}x{height}, those for training {trainingWidth}x{trainingHeight}.", {
        width: test.width,
        height: test.height,
        trainingWidth: learning.width,
        trainingHeight: learning.height,
      }),
    );
  return { inputShape: [1, learning.height, learning.width], learning, test };
}

function idxPair(pictures: PictureFile, labels: PictureFile) {
  const { dimensions, data } = parseIdx(pictures.content, pictures.name, 3);
  const [count = 0, height = 0, width = 0] = dimensions;
  const found = parseIdx(labels.content, labels.name, 1).data;
  if (found.length !== count)
    throw dataTrouble(
      say("{file}, byte {offset}", { file: labels.name, offset: 4 }),
      say("{found} labels for the {count} pictures of {name}.", {
        found: found.length,
        count,
        name: pictures.name,
      }),
    );
  return { labels: found, images: data, height, width };
}

function cifarPictures(files: readonly PictureFile[]): FoundPictures {
  const batches = files
    .flatMap(({ name, content }) =>
      isTar(content)
        ? parseTar(content, name).filter((entry) => entry.name.endsWith(".bin"))
        : [{ name, content }],
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const read = (wanted: boolean) =>
    batches
      .filter(({ name }) => fileName(name).startsWith("test") === wanted)
      .map(({ name, content }) => parseCifarBatch(content, name));
  const [learning, test] = [read(false), read(true)];
  if (learning.length === 0)
    throw dataTrouble(
      files[0]?.name ?? say("The set"),
      say('It holds no batch for training, such as "data_batch_1.bin".'),
      say("Choose CIFAR-10 in its binary version."),
    );
  return { inputShape: [3, 32, 32], learning: joined(learning), test: test.length > 0 ? joined(test) : null };
}

function joined(parts: readonly LabelledPictures[]): LabelledPictures {
  const labels = new Uint8Array(parts.reduce((sum, part) => sum + part.labels.length, 0));
  const images = new Uint8Array(parts.reduce((sum, part) => sum + part.images.length, 0));
  let [label, image] = [0, 0];
  for (const part of parts) {
    labels.set(part.labels, label);
    images.set(part.images, image);
    label += part.labels.length;
    image += part.images.length;
  }
  return { labels, images };
}

/**
 * Pictures as a data set. Of those to learn from a tenth is for validation; where the files have no test pictures of their
 * own, 15 % of each class are taken for the test, drawn once and for all.
 * @throws TroubleError when a label has no class, or the shape is another than the reference says.
 */
export function picturesDataset(reference: PictureReference, found: FoundPictures): Dataset {
  const { classNames, inputShape } = reference;
  const { learning, test } = found;
  const name = picturesName(reference);
  if (found.inputShape.some((size, axis) => size !== inputShape[axis]))
    throw dataTrouble(
      name,
      say("Its pictures are {size}, not {wanted}.", {
        size: found.inputShape.join("x"),
        wanted: inputShape.join("x"),
      }),
    );
  const { labels, images } = test ? joined([learning, test]) : learning;
  const wrong = labels.findIndex((label) => label >= classNames.length);
  if (wrong >= 0)
    throw dataTrouble(
      name,
      say("Label {label} of picture {picture} has no class: there are {classes}.", {
        label: labels[wrong],
        picture: wrong,
        classes: classNames.length,
      }),
    );
  const count = learning.labels.length;
  const split = stratifiedSplit(labels, 0, count, shares(0.1, test ? 0 : 0.15), fixedSplitSeed);
  if (split.train.length === 0)
    throw dataTrouble(name, say("{count} pictures are too few to learn from.", { count }));
  return {
    id: "pictures",
    name,
    summary: say("{counted} of your own.", { counted: counted(labels.length, "picture") }),
    inputShape,
    task: "classes",
    classNames,
    inputs: { kind: "bytes", data: images },
    labels,
    split: test ? { ...split, test: alternatingOrder(labels, count, labels.length, fixedSplitSeed) } : split,
    preprocessing: { scale: 1 / 255, offset: 0 },
    provenance: {
      source: say("Files of your own: {files}.", {
        files: reference.files.map(({ file }) => fileName(file)).join(", "),
      }),
      licence: say("Your own data."),
    },
  };
}
