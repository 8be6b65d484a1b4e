import { say } from "../../words/say.ts";
import { dataTrouble } from "../data-trouble.ts";
import { defineBuiltInSet } from "../dataset-record.ts";
import { decodePng, type Inflate } from "../png.ts";
import { fixedSplitSeed, shares, stratifiedSplit } from "../split.ts";

const FILE = "digits.png";
const CLASS_NAMES = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;
const SIDE = 20;
const COLUMNS = 100;
const ROWS_PER_CLASS = 5;
const ROWS = ROWS_PER_CLASS * CLASS_NAMES.length;

/**
 * The 5,000 handwritten digits of OpenCV's examples: one grey picture of 50 rows of 100 digits, 20x20 each, five
 * rows a class. Of each class 80 % are for training, 10 % for validation, 10 % for the test, drawn once and for
 * all.
 */
export const handwrittenDigits = defineBuiltInSet({
  kind: "built-in",
  id: "handwritten-digits",
  title: "Handwritten digits",
  summary: "5,000 grey pictures of the digits 0 to 9, written by hand, 20 pixels wide and high.",
  inputShape: [1, SIDE, SIDE],
  classNames: CLASS_NAMES,
  files: [FILE],
  assemble(contents, provenance, inflate) {
    const data = cutDigits(contents[0] ?? new Uint8Array(), inflate);
    const labels = Uint8Array.from({ length: ROWS * COLUMNS }, (_, index) =>
      Math.floor(index / (ROWS_PER_CLASS * COLUMNS)),
    );
    return {
      id: "handwritten-digits",
      name: this.title,
      summary: this.summary,
      inputShape: this.inputShape,
      task: "classes",
      classNames: CLASS_NAMES,
      inputs: { kind: "bytes", data },
      labels,
      split: stratifiedSplit(labels, 0, labels.length, shares(0.1, 0.1), fixedSplitSeed),
      preprocessing: { scale: 1 / 255, offset: 0 },
      // Measured over all 5,000: the longest side is 14 to 16 pixels, and the centre of mass never far from there.
      framing: { longestSide: 15, centre: "mass", at: [10.36, 10.35] },
      provenance,
    };
  },
});

/** Cuts the sheet into digits, row by row of the sheet, each digit row-major. */
function cutDigits(png: Uint8Array, inflate: Inflate): Uint8Array {
  const sheet = decodePng(png, FILE, inflate);
  const [width, height] = [COLUMNS * SIDE, ROWS * SIDE];
  if (sheet.width !== width || sheet.height !== height || sheet.channels !== 1) {
    throw dataTrouble(
      say("{file}, byte {offset}", { file: FILE, offset: 16 }),
      say(
        "The sheet is {width}x{height} with {channels} channels, not {wantedWidth}x{wantedHeight} with 1.",
        {
          width: sheet.width,
          height: sheet.height,
          channels: sheet.channels,
          wantedWidth: width,
          wantedHeight: height,
        },
      ),
    );
  }
  const digits = new Uint8Array(width * height);
  let write = 0;
  for (let index = 0; index < ROWS * COLUMNS; index += 1) {
    const top = Math.floor(index / COLUMNS) * SIDE;
    const left = (index % COLUMNS) * SIDE;
    for (let row = 0; row < SIDE; row += 1) {
      const from = (top + row) * width + left;
      digits.set(sheet.data.subarray(from, from + SIDE), write);
      write += SIDE;
    }
  }
  return digits;
}
