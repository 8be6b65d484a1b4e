import { describe, expect, it } from "vitest";
import { inflate } from "../host/inflate.ts";
import { fashionMnist } from "./built-in/fashion-mnist.ts";
import { handwrittenDigits } from "./built-in/handwritten-digits.ts";
import { parseIdx, parseIdxLabels } from "./idx.ts";

const ADVICE = "Use an undamaged copy of the file.";

/** An IDX file of unsigned bytes. */
function idx(dimensions: readonly number[], data: readonly number[]): Uint8Array {
  const header = dimensions.flatMap((length) => [length >>> 24, length >>> 16, length >>> 8, length]);
  return Uint8Array.from([0, 0, 8, dimensions.length, ...header, ...data]);
}

describe("parseIdx", () => {
  it("reads dimensions and elements, also from the middle of a buffer", () => {
    const file = idx([2, 1, 3], [1, 2, 3, 4, 5, 6]);
    const padded = new Uint8Array(file.length + 5);
    padded.set(file, 5);
    const { dimensions, data } = parseIdx(padded.subarray(5), "f", 3);
    expect(dimensions).toEqual([2, 1, 3]);
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each([
    ["an empty file", [], "f, byte 0: An IDX file starts with 4 bytes, here are 0."],
    ["a cut magic number", [0, 0, 8], "f, byte 0: An IDX file starts with 4 bytes, here are 3."],
    [
      "a gzip file",
      [0x1f, 0x8b, 8, 1, 0, 0, 0, 0],
      "f, byte 0: An IDX file starts with two zero bytes, not 31 and 139.",
    ],
    [
      "floats",
      [0, 0, 0x0d, 1, 0, 0, 0, 1, 0, 0, 0, 0],
      "f, byte 2: Only unsigned bytes (type 8) can be read, not type 13.",
    ],
    ["another rank", [0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7], "f, byte 3: 1 dimensions are wanted, not 2."],
    [
      "a cut header",
      [0, 0, 8, 1, 0, 0],
      "f, byte 4: The file ends inside its header: 8 bytes are wanted, here are 6.",
    ],
    ["no elements", [0, 0, 8, 1, 0, 0, 0, 0], "f, byte 4: Dimension 1 is zero."],
    [
      "too few elements",
      [0, 0, 8, 1, 0, 0, 0, 3, 1, 2],
      "f, byte 8: 3 elements are declared (3 bytes), but 2 follow.",
    ],
    [
      "too many elements",
      [0, 0, 8, 1, 0, 0, 0, 1, 1, 2],
      "f, byte 8: 1 elements are declared (1 bytes), but 2 follow.",
    ],
    [
      "a huge declared size",
      [0, 0, 8, 1, 255, 255, 255, 255, 1],
      "f, byte 8: 4294967295 elements are declared (4294967295 bytes), but 1 follow.",
    ],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => parseIdx(Uint8Array.from(bytes), "f", 1)).toThrow(
      expect.objectContaining({ message: `${message} ${ADVICE}` }),
    );
  });

  it("refuses a declared size beyond every number of bytes", () => {
    const huge = idx([0xffffffff, 0xffffffff, 0xffffffff], [1]);
    expect(() => parseIdx(huge, "f", 3)).toThrow(
      "f, byte 16: 4294967295 x 4294967295 x 4294967295 elements are declared",
    );
  });
});

describe("parseIdxLabels", () => {
  it("refuses a label out of range", () => {
    expect([...parseIdxLabels(idx([3], [0, 9, 4]), "l", 10)]).toEqual([0, 9, 4]);
    expect(() => parseIdxLabels(idx([3], [0, 10, 4]), "l", 10)).toThrow(
      expect.objectContaining({
        message: `l, byte 9: Label 10 of example 1 is not one of the 10 classes 0 to 9. ${ADVICE}`,
      }),
    );
  });
});

describe("the records of the sets that ship", () => {
  const provenance = { source: "s", licence: "l" };
  const image = (value: number) => new Array<number>(784).fill(value);
  const images = idx([2, 28, 28], [...image(1), ...image(2)]);
  const labels = idx([2], [3, 4]);

  it.each([
    [
      "images of another size",
      [idx([1, 2, 2], [0, 0, 0, 0]), labels, images, labels],
      "train-images-idx3-ubyte.gz, byte 8: The images are 2x2, not 28x28.",
    ],
    [
      "a label too many",
      [images, idx([3], [1, 2, 3]), images, labels],
      "train-labels-idx1-ubyte.gz, byte 4: 3 labels for the 2 images of train-images-idx3-ubyte.gz.",
    ],
    [
      "a label out of range",
      [images, labels, images, idx([2], [1, 77])],
      "t10k-labels-idx1-ubyte.gz, byte 9: Label 77 of example 1 is not one of the 10 classes 0 to 9.",
    ],
    [
      "a missing file",
      [images, labels],
      "t10k-images-idx3-ubyte.gz, byte 0: An IDX file starts with 4 bytes, here are 0.",
    ],
  ])("Fashion-MNIST refuses %s", (_, contents, message) => {
    expect(() => fashionMnist.assemble(contents, provenance)).toThrow(
      expect.objectContaining({ message: `${message} ${ADVICE}` }),
    );
  });

  it("the digits refuse what is not their sheet", () => {
    expect(() => handwrittenDigits.assemble([images], provenance, inflate)).toThrow(
      expect.objectContaining({ message: `digits.png, byte 0: This is not a PNG file. ${ADVICE}` }),
    );
  });
});
