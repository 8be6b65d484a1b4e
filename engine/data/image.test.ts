import { crc32, deflateSync } from "node:zlib";
import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { inflate } from "../host/inflate.ts";
import { gather } from "./batches.ts";
import type { Dataset } from "./dataset.ts";
import { decodeImage, imageToInput, type Raster } from "./image.ts";

/*
 * Pictures made with Pillow 12.3, with the pixels Pillow reads from them: the oracle for both decoders.
 */
const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, "base64"));
const PALETTE_PNG = fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAYAAAAEAgMAAADQaqbQAAAADFBMVEX/AAAA/wAKFB4AAAChhnKdAAAAA3RSTlP//4A6co5hAAAAD0lEQVR4nGOU8GBiYIAgAAQUAGhGK54DAAAAAElFTkSuQmCC",
);
const BITS_PNG = fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAsAAAAEAQAAAABwgfheAAAAFElEQVR4nGOY5MCoEsPgqcDi+R0AEAEDAS3xH5UAAAAASUVORK5CYII=",
);
const GREY_ALPHA_PNG = fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAQAAADYv8WvAAAAEklEQVR4nGM8wcDQwMTwn+EAAA3jAwtcXedoAAAAAElFTkSuQmCC",
);
const SIXTEEN_BITS_PNG = fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACEAAAAADoj+WFAAAAFklEQVR4nGNgYGBk/P+foYGB+cUcBwAYTgRIryNg9gAAAABJRU5ErkJggg==",
);
const GREY_JPEG = fromBase64(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAAIAAgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AKHwt/4KM/8ACyv7T/4s5/Z39neT/wAzD53meZv/AOnZcY2e/Wv/2Q==",
);
const GREY_JPEG_PIXELS = [
  [201, 200, 200, 198, 202, 200, 200, 199],
  [199, 198, 200, 202, 197, 199, 201, 200],
  [202, 199, 199, 203, 199, 202, 203, 199],
  [198, 201, 202, 195, 203, 196, 198, 201],
  [2, 0, 0, 6, 85, 94, 92, 89],
  [0, 1, 0, 0, 90, 88, 88, 91],
  [1, 1, 0, 0, 92, 92, 89, 90],
  [0, 0, 0, 3, 87, 90, 90, 91],
].flat();
const PROGRESSIVE_JPEG = fromBase64(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/2wBDAQMDAwQDBAgEBAgQCwkLEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBD/wgARCAAIAAgDAREAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAAB//EABQBAQAAAAAAAAAAAAAAAAAAAAb/2gAMAwEAAhADEAAAASNsv//EABUQAQEAAAAAAAAAAAAAAAAAAAAF/9oACAEBAAEFArb/xAAYEQACAwAAAAAAAAAAAAAAAAAAB0SCwv/aAAgBAwEBPwFiRr5P/8QAGBEAAgMAAAAAAAAAAAAAAAAAAAdEg8P/2gAIAQIBAT8BS82vQ//EABcQAAMBAAAAAAAAAAAAAAAAAAADgsH/2gAIAQEABj8CTWH/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAE/IWf/2gAMAwEAAgADAAAAEP8A/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAwEBPxBP/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAgEBPxA3/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxBX/9k=",
);

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(content.length + 12);
  bytes.writeUInt32BE(content.length, 0);
  bytes.write(type, 4, "latin1");
  bytes.set(content, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + content.length)), 8 + content.length);
  return bytes;
}

interface PngParts {
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  readonly colour?: number;
  readonly interlaced?: number;
  /** Rows with their filter bytes. */
  readonly rows?: Uint8Array;
  /** What stands for the deflated rows. */
  readonly data?: Uint8Array;
  readonly extra?: readonly Uint8Array[];
}

/** A 2x2 grey PNG file (10, 20 / 30, 40), or one that differs in the given parts. */
function png(parts: PngParts = {}): Uint8Array {
  const { width = 2, height = 2, depth = 8, colour = 0, interlaced = 0, extra = [] } = parts;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, interlaced], 8);
  const rows = parts.rows ?? Uint8Array.of(0, 10, 20, 0, 30, 40);
  const pieces = [
    chunk("IHDR", header),
    ...extra,
    chunk("IDAT", parts.data ?? deflateSync(rows)),
    chunk("IEND", new Uint8Array()),
  ];
  return Uint8Array.from([...SIGNATURE, ...pieces.flatMap((piece) => [...piece])]);
}

const grey = (width: number, ...data: number[]): Raster => ({
  width,
  height: data.length / width,
  channels: 1,
  data: Uint8Array.from(data),
});

describe("decodeImage", () => {
  it("reads grey PNG", () => {
    expect(decodeImage(png(), "p.png", inflate)).toEqual(grey(2, 10, 20, 30, 40));
  });

  it("reads palettes with transparency (on black), bits, alpha and 16 bits", () => {
    const palette = decodeImage(PALETTE_PNG, "p.png", inflate);
    expect([palette.width, palette.height, palette.channels]).toEqual([6, 4, 3]);
    const colours = [255, 0, 0, 0, 255, 0, 5, 10, 15];
    expect([...palette.data]).toEqual(new Array(8).fill(colours).flat());
    const bits = decodeImage(BITS_PNG, "p.png", inflate);
    const expected = Array.from({ length: 44 }, (_, i) =>
      (Math.floor(i / 11) + (i % 11)) % 3 === 0 ? 255 : 0,
    );
    expect([...bits.data]).toEqual(expected);
    expect([...decodeImage(GREY_ALPHA_PNG, "p.png", inflate).data]).toEqual([0, 100, 200, 50]);
    const sixteen = [0, 257, 65535, 32768, 1000, 40000].map((value) => Math.round(value / 257));
    expect([...decodeImage(SIXTEEN_BITS_PNG, "p.png", inflate).data]).toEqual(sixteen);
  });

  it("reads PNG with a transparent colour", () => {
    const key = chunk("tRNS", Uint8Array.of(0, 30));
    expect([...decodeImage(png({ extra: [key] }), "p.png", inflate).data]).toEqual([10, 20, 0, 40]);
  });

  it("reads interlaced PNG", () => {
    // Adam7 on 2x2: pass 1 holds the first pixel, pass 6 the second, pass 7 the second row.
    const rows = Uint8Array.of(0, 10, 0, 20, 0, 30, 40);
    expect([...decodeImage(png({ interlaced: 1, rows }), "p.png", inflate).data]).toEqual([10, 20, 30, 40]);
    const bits = Uint8Array.of(0, 0x80, 0, 0, 0, 0x40);
    expect([...decodeImage(png({ interlaced: 1, depth: 1, rows: bits }), "p.png", inflate).data]).toEqual([
      255, 0, 0, 255,
    ]);
  });

  it.each([0, 1, 2, 3, 4])("undoes filter %i as another decoder does", (filter) => {
    for (const [colour, channels] of [
      [0, 1],
      [4, 2],
      [2, 3],
      [6, 4],
    ] as const) {
      const [width, height] = [7, 5];
      const rows = Uint8Array.from({ length: height * (1 + width * channels) }, (_, index) =>
        index % (1 + width * channels) === 0 ? filter : (index * 73 + (index >> 3) * 29) & 255,
      );
      const file = png({ width, height, colour, rows });
      const { data } = decode(file);
      const isOpaque = channels % 2 === 1;
      const expected = Array.from({ length: width * height }, (_, pixel) => {
        const samples = [...data.subarray(pixel * channels, (pixel + 1) * channels)];
        const opacity = isOpaque ? 255 : (samples.pop() ?? 0);
        return samples.map((sample) => Math.floor((sample * opacity) / 255 + 0.5));
      }).flat();
      expect([...decodeImage(file, "p.png", inflate).data]).toEqual(expected);
    }
  });

  it("leaves out what may hide a bomb", () => {
    const profile = chunk("iCCP", Uint8Array.from([65, 0, 0, 1, 2, 3]));
    expect([...decodeImage(png({ extra: [profile] }), "p.png", inflate).data]).toEqual([10, 20, 30, 40]);
  });

  it("reads grey and progressive colour JPEG within three steps of Pillow", () => {
    const picture = decodeImage(GREY_JPEG, "p.jpg", inflate);
    expect([picture.width, picture.height, picture.channels]).toEqual([8, 8, 1]);
    for (const [index, value] of GREY_JPEG_PIXELS.entries()) {
      expect(Math.abs((picture.data[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(3);
    }
    const colour = decodeImage(PROGRESSIVE_JPEG, "p.jpg", inflate);
    const firstRow = [
      219, 40, 10, 218, 39, 7, 221, 40, 13, 219, 40, 10, 0, 0, 254, 0, 0, 251, 0, 0, 254, 0, 0, 253,
    ];
    expect(colour.channels).toBe(3);
    for (const [index, value] of firstRow.entries()) {
      expect(Math.abs((colour.data[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(3);
    }
  });

  const advice = "Use an undamaged copy of the file.";
  const smaller = "Save the picture smaller.";
  it.each([
    [
      "an empty file",
      new Uint8Array(),
      "p, byte 0: This is no PNG, JPEG, WebP or GIF file. Save the picture as PNG.",
    ],
    [
      "a BMP",
      Uint8Array.from(Buffer.from("BM..........")),
      "p, byte 0: This is no PNG, JPEG, WebP or GIF file. Save the picture as PNG.",
    ],
    [
      "a signature alone",
      Uint8Array.from(SIGNATURE),
      `p, byte 8: The file ends before the end of the picture. ${advice}`,
    ],
    [
      "a cut block",
      png().subarray(0, 40),
      `p, byte 33: The file ends before the end of the picture. ${advice}`,
    ],
    [
      "a cut picture block",
      png().subarray(0, 50),
      `p, byte 33: The IDAT block declares 14 bytes, but only 9 follow. ${advice}`,
    ],
    [
      "no end",
      png().subarray(0, png().length - 12),
      `p, byte 59: The file ends before the end of the picture. ${advice}`,
    ],
    [
      "no header",
      Uint8Array.from([...SIGNATURE, ...chunk("IEND", new Uint8Array())]),
      `p, byte 8: A PNG file starts with a header block of 13 bytes. ${advice}`,
    ],
    ["two headers", png({ extra: [png().slice(8, 33)] }), `p: There is a second header block. ${advice}`],
    [
      "a bomb by its declared size",
      png({ width: 60000, height: 60000 }),
      `p, byte 16: The picture is declared as 60000x60000 pixels; the most that is read is 64 megapixels. ${smaller}`,
    ],
    ["no width", png({ width: 0 }), `p, byte 16: The picture is declared as 0x2 pixels. ${advice}`],
    ["an odd depth", png({ depth: 5 }), `p, byte 24: Depth 5 with colour type 0 is no PNG format. ${advice}`],
    [
      "an odd colour type",
      png({ colour: 5 }),
      `p, byte 24: Depth 8 with colour type 5 is no PNG format. ${advice}`,
    ],
    [
      "a filter that PNG has not",
      png({ rows: Uint8Array.of(0, 10, 20, 7, 30, 40) }),
      `p: A row of the picture is filtered by method 7; PNG has methods 0 to 4. ${advice}`,
    ],
    [
      "a bomb in its data",
      png({ rows: new Uint8Array(10_000_000) }),
      `p: The picture data inflates to more than 6 bytes where 6 are declared. ${advice}`,
    ],
    [
      "too little data",
      png({ rows: Uint8Array.of(0, 10) }),
      `p: The picture data inflates to 2 bytes where 6 are declared. ${advice}`,
    ],
    [
      "a JPEG without a frame",
      Uint8Array.of(0xff, 0xd8, 0xff, 0xd9),
      `p, byte 2: There is no picture header in this JPEG file. ${advice}`,
    ],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => decodeImage(bytes, "p", inflate)).toThrow(expect.objectContaining({ message: message }));
  });

  it("refuses damaged data, a wrong checksum and a colour beyond the palette", () => {
    const damaged = png();
    damaged[45] = (damaged[45] ?? 0) ^ 0xff;
    expect(() => decodeImage(damaged, "p", inflate)).toThrow(
      `p, byte 33: The IDAT block is damaged: its checksum is wrong. ${advice}`,
    );
    const checksum = png();
    checksum[30] = (checksum[30] ?? 0) ^ 0xff;
    expect(() => decodeImage(checksum, "p", inflate)).toThrow(
      `p, byte 8: The IHDR block is damaged: its checksum is wrong. ${advice}`,
    );
    expect(() => decodeImage(png({ data: Uint8Array.of(1, 2, 3, 4) }), "p", inflate)).toThrow(
      /^p: The picture data cannot be inflated/,
    );
    const palette = chunk("PLTE", Uint8Array.of(1, 2, 3));
    expect(() => decodeImage(png({ colour: 3, extra: [palette] }), "p", inflate)).toThrow(
      "p: Pixel 0 has colour 10 of a palette of 1.",
    );
    expect(() => decodeImage(png({ colour: 3 }), "p", inflate)).toThrow(
      "p: A picture of colour type 3 needs a palette.",
    );
  });

  it("refuses JPEG files that declare a huge picture or end early", () => {
    const huge = Uint8Array.from(GREY_JPEG);
    const frame = huge.findIndex((byte, index) => byte === 0xff && huge[index + 1] === 0xc0);
    huge.set([0xff, 0xff, 0xff, 0xff], frame + 5);
    expect(() => decodeImage(huge, "p", inflate)).toThrow(
      `p, byte ${frame + 5}: The picture is declared as 65535x65535 pixels; the most that is read is 64 megapixels.`,
    );
    expect(() => decodeImage(GREY_JPEG.subarray(0, frame + 8), "p", inflate)).toThrow(
      "There is no picture header",
    );
    expect(() => decodeImage(GREY_JPEG.subarray(0, frame + 40), "p", inflate)).toThrow(
      "p: The JPEG picture cannot be decoded",
    );
  });
});

describe("imageToInput", () => {
  const rounded = (values: Float32Array) => [...values].map((value) => Math.round(value * 255 * 1000) / 1000);

  it("keeps a picture of the right size", () => {
    expect(rounded(imageToInput(grey(2, 10, 20, 30, 40), [1, 2, 2]))).toEqual([10, 20, 30, 40]);
    expect(imageToInput(grey(1, 255), [1, 1, 1])[0]).toBe(1);
  });

  it("gives the same bits as the data set that a picture comes from", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
    const dataset: Dataset = {
      id: "test",
      name: "Test",
      summary: "",
      inputShape: [1, 16, 16],
      task: "classes",
      classNames: ["a", "b"],
      inputs: { kind: "bytes", data: bytes },
      labels: Uint8Array.of(0),
      split: { train: Uint32Array.of(0), validation: new Uint32Array(), test: new Uint32Array() },
      preprocessing: { scale: 2 / 255, offset: -1 },
      provenance: { source: "", licence: "" },
    };
    const seen = new Float32Array(256);
    for (const preprocessing of [dataset.preprocessing, { scale: 1 / 255, offset: 0 }]) {
      gather({ ...dataset, preprocessing }, dataset.split.train, 0, 1, seen, 0, new Uint8Array(1));
      expect(imageToInput(grey(16, ...bytes), [1, 16, 16], preprocessing)).toEqual(seen);
    }
    expect(imageToInput(grey(16, ...bytes), [1, 16, 16])).toEqual(seen);
  });

  it("averages over the area when it shrinks", () => {
    expect(rounded(imageToInput(grey(3, 0, 90, 180), [1, 1, 2]))).toEqual([30, 150]);
    // Area averages of a 9x7 picture at 4x3, computed as W_rows S W_columns^T with numpy.
    const picture = grey(
      9,
      ...[172, 47, 117, 192, 67, 251, 195, 103, 9, 211, 21, 242, 36, 87, 70, 216, 88, 140, 58, 193, 230],
      ...[39, 87, 174, 88, 81, 165, 25, 77, 72, 9, 148, 115, 208, 243, 197, 254, 79, 175, 192, 82, 99],
      ...[216, 177, 243, 29, 147, 147, 142, 167, 32, 193, 9, 185, 127, 32, 31, 202, 244, 151, 163, 254, 203],
    );
    expect(rounded(imageToInput(picture, [1, 3, 4]))).toEqual([
      122.587, 125.571, 152.524, 101.349, 109.873, 104.73, 140.063, 187.937, 96.206, 153.222, 144.032,
      171.048,
    ]);
  });

  it("interpolates between pixel centres when it grows", () => {
    // As PyTorch's bilinear interpolation with align_corners=False.
    expect(rounded(imageToInput(grey(2, 0, 100), [1, 1, 4]))).toEqual([0, 25, 75, 100]);
    expect(rounded(imageToInput(grey(1, 7), [1, 2, 3]))).toEqual([7, 7, 7, 7, 7, 7]);
  });

  it("turns colour to grey by luma and grey to colour by repetition, in planes", () => {
    const colour: Raster = { width: 2, height: 1, channels: 3, data: Uint8Array.of(220, 40, 10, 0, 0, 255) };
    const luma = rounded(imageToInput(colour, [1, 1, 2]));
    expect(luma[0]).toBeCloseTo(0.299 * 220 + 0.587 * 40 + 0.114 * 10, 2);
    expect(luma[1]).toBeCloseTo(0.114 * 255, 2);
    expect(rounded(imageToInput(colour, [3, 1, 2]))).toEqual([220, 0, 40, 0, 10, 255]);
    expect(rounded(imageToInput(grey(2, 1, 2), [3, 1, 2]))).toEqual([1, 2, 1, 2, 1, 2]);
  });

  it.each([
    [[784], "784"],
    [[2, 28, 28], "2×28×28"],
  ])("says that a network of %j takes no picture", (shape, text) => {
    expect(() => imageToInput(grey(1, 0), shape)).toThrow(
      `The network: It takes ${text} numbers, not a grey or colour picture (1×H×W or 3×H×W).`,
    );
  });
});
