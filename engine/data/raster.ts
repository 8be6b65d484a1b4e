import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";

/** A decoded picture: one byte a channel, channels of a pixel side by side, rows from the top. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 1 is grey, 3 is red, green, blue. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** Pictures with more pixels are refused before anything is decoded: a small file can declare a huge picture. */
export const MAXIMUM_PIXELS = 64 * 1024 * 1024;

/** Checks a declared size. @throws TroubleError when a side is zero or the picture too large. */
export function checkPictureSize(width: number, height: number, file: string, place: string): void {
  if (width < 1 || height < 1) {
    throw dataTrouble(
      `${file}, ${place}`,
      say("The picture is declared as {width}x{height} pixels.", { width, height }),
    );
  }
  if (width * height > MAXIMUM_PIXELS) {
    throw dataTrouble(
      `${file}, ${place}`,
      say("The picture is declared as {width}x{height} pixels; the most that is read is 64 megapixels.", {
        width,
        height,
      }),
      say("Save the picture smaller."),
    );
  }
}

/** A picture of red, green, blue and opacity as colour alone: transparent parts count as black. */
export function opaqueRaster(width: number, height: number, rgba: Uint8Array | Uint8ClampedArray): Raster {
  const data = new Uint8Array(3 * width * height);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const opacity = (rgba[4 * pixel + 3] as number) / 255;
    for (let channel = 0; channel < 3; channel += 1)
      data[3 * pixel + channel] = Math.floor((rgba[4 * pixel + channel] as number) * opacity + 0.5);
  }
  return { width, height, channels: 3, data };
}
