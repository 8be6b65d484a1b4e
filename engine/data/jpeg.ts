import { decode } from "jpeg-js";
import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";
import { jpegOrientation, upright } from "./orientation.ts";
import { checkPictureSize, MAXIMUM_PIXELS, type Raster } from "./raster.ts";

/** Whether bytes start as every JPEG file does. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}

/**
 * Decodes a JPEG file to grey or colour, upright as its Exif orientation says. The declared size is checked first.
 * @param file the name used in messages.
 * @throws TroubleError naming the file and the reason.
 */
export function decodeJpeg(bytes: Uint8Array, file: string): Raster {
  if (!isJpeg(bytes))
    throw dataTrouble(say("{file}, byte {offset}", { file, offset: 0 }), say("This is not a JPEG file."));
  const components = checkFrame(bytes, file);
  try {
    const decoded = decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: MAXIMUM_PIXELS / 1e6,
      maxMemoryUsageInMB: 2048,
    });
    const { width, height, data } = decoded;
    const orientation = jpegOrientation(bytes);
    if (components !== 1) return upright({ width, height, channels: 3, data }, orientation);
    const grey = new Uint8Array(width * height);
    for (let pixel = 0; pixel < grey.length; pixel += 1) grey[pixel] = data[3 * pixel] as number;
    return upright({ width, height, channels: 1, data: grey }, orientation);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw dataTrouble(
      file,
      say("The JPEG picture cannot be decoded ({reason}).", { reason }),
      undefined,
      error,
    );
  }
}

/** Finds the frame header, checks the declared size and returns the number of colour components. */
function checkFrame(bytes: Uint8Array, file: string): number {
  let offset = 2;
  while (offset + 4 <= bytes.length && bytes[offset] === 0xff) {
    const marker = bytes[offset + 1] as number;
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    const length = ((bytes[offset + 2] as number) << 8) | (bytes[offset + 3] as number);
    // C0 to CF start a frame, but for three: Huffman tables, extensions and arithmetic coding.
    const startsFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (startsFrame && offset + 10 <= bytes.length) {
      const height = ((bytes[offset + 5] as number) << 8) | (bytes[offset + 6] as number);
      const width = ((bytes[offset + 7] as number) << 8) | (bytes[offset + 8] as number);
      checkPictureSize(width, height, file, say("byte {offset}", { offset: offset + 5 }));
      return bytes[offset + 9] as number;
    }
    if (marker === 0xda || length < 2) break;
    offset += 2 + length;
  }
  throw dataTrouble(
    say("{file}, byte {offset}", { file, offset: Math.min(offset, bytes.length) }),
    say("There is no picture header in this JPEG file."),
  );
}
