import { GifReader } from "omggif";
import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";
import { checkPictureSize, opaqueRaster, type Raster } from "./raster.ts";

/** Whether bytes start as every GIF file does. */
export function isGif(bytes: Uint8Array): boolean {
  return /^GIF8[79]a$/.test(String.fromCharCode(...bytes.subarray(0, 6)));
}

/**
 * Decodes the first frame of a GIF file; transparent parts count as black. The declared sizes are checked first.
 * @param file the name used in messages.
 * @throws TroubleError naming the file, the place and the reason.
 */
export function decodeGif(bytes: Uint8Array, file: string): Raster {
  if (!isGif(bytes))
    throw dataTrouble(say("{file}, byte {offset}", { file, offset: 0 }), say("This is not a GIF file."));
  if (bytes.length < 13)
    throw dataTrouble(
      say("{file}, byte {offset}", { file, offset: 6 }),
      say("The file ends inside its header."),
    );
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [numbers.getUint16(6, true), numbers.getUint16(8, true)];
  checkPictureSize(width, height, file, say("byte {offset}", { offset: 6 }));
  const reader = attempt(() => new GifReader(bytes), file);
  if (reader.numFrames() < 1)
    throw dataTrouble(
      say("{file}, byte {offset}", { file, offset: 13 }),
      say("There is no picture in this GIF file."),
    );
  const frame = reader.frameInfo(0);
  if (frame.x + frame.width > width || frame.y + frame.height > height)
    throw dataTrouble(
      say("{file}, byte {offset}", { file, offset: frame.data_offset }),
      say("The first frame of {width}x{height} pixels does not fit into {outerWidth}x{outerHeight}.", {
        width: frame.width,
        height: frame.height,
        outerWidth: width,
        outerHeight: height,
      }),
    );
  const pixels = new Uint8Array(4 * width * height);
  attempt(() => withoutWarnings(() => reader.decodeAndBlitFrameRGBA(0, pixels)), file);
  return opaqueRaster(width, height, pixels);
}

declare const console: { log: (...words: unknown[]) => void };

/** The decoder says on the console that pixels are missing, and goes on; here that is trouble. */
function withoutWarnings(work: () => void): void {
  const { log } = console;
  let warning: unknown = null;
  console.log = (words) => {
    warning = words;
  };
  try {
    work();
  } finally {
    console.log = log;
  }
  if (warning !== null) throw new Error("its pixels are more or fewer than declared");
}

function attempt<Value>(work: () => Value, file: string): Value {
  try {
    return work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw dataTrouble(
      file,
      say("The GIF picture cannot be decoded ({reason}).", { reason }),
      undefined,
      error,
    );
  }
}
