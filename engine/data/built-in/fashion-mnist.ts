import { say } from "../../words/say.ts";
import { dataTrouble } from "../data-trouble.ts";
import { defineBuiltInSet } from "../dataset-record.ts";
import { parseIdx, parseIdxLabels } from "../idx.ts";
import { joined } from "../joined.ts";
import { alternatingOrder, fixedSplitSeed, stratifiedSplit } from "../split.ts";

const FILES = [
  "train-images-idx3-ubyte.gz",
  "train-labels-idx1-ubyte.gz",
  "t10k-images-idx3-ubyte.gz",
  "t10k-labels-idx1-ubyte.gz",
] as const;
const CLASS_NAMES = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
] as const;
const SIDE = 28;
/** Of the 6,000 training images of each class: 5,000 images in all. */
const VALIDATION_PER_CLASS = 500;

/**
 * Fashion-MNIST (H. Xiao, K. Rasul and R. Vollgraf, 2017): 28x28 grey images. Of the 60,000 images for training, 5,000
 * (500 of each class, drawn once and for all) are for validation; the 10,000 test images stay test images.
 */
export const fashionMnist = defineBuiltInSet({
  kind: "built-in",
  id: "fashion-mnist",
  title: "Fashion-MNIST",
  summary:
    "70,000 grey pictures of clothes, shoes and bags from a shop's catalogue, 28 pixels wide and high.",
  inputShape: [1, SIDE, SIDE],
  classNames: CLASS_NAMES,
  files: FILES,
  assemble(contents, provenance) {
    const [train, test] = [readPart(contents, 0), readPart(contents, 2)];
    const total = train.count + test.count;
    const labels = new Uint8Array(total);
    labels.set(train.labels);
    labels.set(test.labels, train.count);
    const data = joined(train.images, test.images); // last: it may write over the labels' file
    const sizes = () => ({ validation: VALIDATION_PER_CLASS, test: 0 });
    const learning = stratifiedSplit(labels, 0, train.count, sizes, fixedSplitSeed);
    return {
      id: "fashion-mnist",
      name: this.title,
      summary: this.summary,
      inputShape: this.inputShape,
      task: "classes",
      classNames: CLASS_NAMES,
      inputs: { kind: "bytes", data },
      labels,
      split: { ...learning, test: alternatingOrder(labels, train.count, total, fixedSplitSeed) },
      preprocessing: { scale: 1 / 255, offset: 0 },
      // Xiao et al. 2017, section 2: the longest edge becomes 28 pixels, the picture is centred and negated.
      framing: { longestSide: SIDE, centre: "box", at: [SIDE / 2, SIDE / 2] },
      provenance,
    };
  },
});

/** Images and labels from the files at `position` and the next. */
function readPart(contents: readonly Uint8Array[], position: number) {
  const [imageFile = "", labelFile = ""] = FILES.slice(position);
  const { dimensions, data: images } = parseIdx(contents[position] ?? new Uint8Array(), imageFile, 3);
  const [count = 0, height, width] = dimensions;
  if (height !== SIDE || width !== SIDE) {
    throw dataTrouble(
      say("{file}, byte {offset}", { file: imageFile, offset: 8 }),
      say("The images are {width}x{height}, not {side}x{side}.", { width, height, side: SIDE }),
    );
  }
  const labels = parseIdxLabels(contents[position + 1] ?? new Uint8Array(), labelFile, CLASS_NAMES.length);
  if (labels.length !== count) {
    throw dataTrouble(
      say("{file}, byte {offset}", { file: labelFile, offset: 4 }),
      say("{labels} labels for the {count} images of {imageFile}.", {
        labels: labels.length,
        count,
        imageFile,
      }),
    );
  }
  return { count, images, labels };
}
