import { imageSize, type Shape, shapeText } from "../tensor.ts";
import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";
import type { Preprocessing } from "./dataset-record.ts";
import { decodeGif, isGif } from "./gif.ts";
import { decodeJpeg, isJpeg } from "./jpeg.ts";
import { decodePng, type Inflate, isPng } from "./png.ts";
import type { Raster } from "./raster.ts";

export type { Raster } from "./raster.ts";

/**
 * Decodes a PNG, JPEG or GIF file, told apart by its first bytes. WebP has a decoder that must be opened first.
 * @param file the name used in messages.
 * @param inflate for what PNG packs.
 * @throws TroubleError naming the file, the place and the reason.
 */
export function decodeImage(bytes: Uint8Array, file: string, inflate: Inflate): Raster {
  if (isPng(bytes)) return decodePng(bytes, file, inflate);
  if (isJpeg(bytes)) return decodeJpeg(bytes, file);
  if (isGif(bytes)) return decodeGif(bytes, file);
  throw dataTrouble(
    say("{file}, byte {offset}", { file, offset: 0 }),
    say("This is no PNG, JPEG, WebP or GIF file."),
    say("Save the picture as PNG."),
  );
}

/**
 * A picture as the input of a network: `C x H x W`, channel planes one after the other, preprocessed like the bytes of the
 * data set that the network was trained on (from 0 to 1 unless told otherwise). A picture of the right size gives
 * the same bits as that data set's examples.
 * It is stretched to the wanted size: each axis averages the pixels under a new one when it shrinks, and
 * interpolates linearly between pixel centres when it grows. Colour becomes grey by 0.299 R + 0.587 G + 0.114 B
 * (ITU-R BT.601, as PIL does); grey becomes colour by repetition.
 * @throws TroubleError when the network does not take a picture of one or three channels.
 */
export function imageToInput(
  image: Raster,
  inputShape: Shape,
  { scale, offset }: Preprocessing = { scale: 1 / 255, offset: 0 },
): Float32Array {
  const size = imageSize(inputShape);
  if (!size || (size.channels !== 1 && size.channels !== 3)) {
    throw dataTrouble(
      say("The network"),
      say("It takes {shape} numbers, not a grey or colour picture (1×H×W or 3×H×W).", {
        shape: shapeText(inputShape),
      }),
      say("Use a model that takes pictures."),
    );
  }
  const { channels, height, width } = size;
  const rows = resamplingWeights(image.height, height);
  const columns = resamplingWeights(image.width, width);
  const input = new Float32Array(channels * height * width);
  const line = new Float64Array(image.height * width);
  for (let channel = 0; channel < channels; channel += 1) {
    const plane = planeOf(image, channels, channel);
    for (let y = 0; y < image.height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        line[y * width + x] = weigh(columns[x], (column) => plane[y * image.width + column] as number);
      }
    }
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        input[(channel * height + y) * width + x] =
          weigh(rows[y], (row) => line[row * width + x] as number) * scale + offset;
      }
    }
  }
  return input;
}

/** One channel of the wanted picture, 0 to 255, at the size of the given one. */
function planeOf(image: Raster, wantedChannels: number, channel: number): Uint8Array | Float32Array {
  const { data, channels } = image;
  if (channels === 1) return data;
  const plane = new Float32Array(image.width * image.height);
  for (let pixel = 0; pixel < plane.length; pixel += 1) {
    const from = 3 * pixel;
    plane[pixel] =
      wantedChannels === 3
        ? (data[from + channel] as number)
        : 0.299 * (data[from] as number) +
          0.587 * (data[from + 1] as number) +
          0.114 * (data[from + 2] as number);
  }
  return plane;
}

/** The pixels that one new pixel is made of: from `first` on, with weights that sum to 1. */
interface Weights {
  readonly first: number;
  readonly weights: readonly number[];
}

function weigh(span: Weights | undefined, sample: (index: number) => number): number {
  let sum = 0;
  span?.weights.forEach((weight, step) => {
    sum += weight * sample(span.first + step);
  });
  return sum;
}

/** For each of `to` new pixels along an axis of `from` pixels, what it is made of. */
function resamplingWeights(from: number, to: number): Weights[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, index) => {
    if (scale < 1) {
      const centre = Math.min(Math.max((index + 0.5) * scale - 0.5, 0), from - 1);
      const first = Math.min(Math.floor(centre), Math.max(from - 2, 0));
      return { first, weights: from === 1 ? [1] : [1 - (centre - first), centre - first] };
    }
    const [start, end] = [index * scale, (index + 1) * scale];
    const first = Math.floor(start);
    const last = Math.min(Math.ceil(end), from);
    const weights = Array.from(
      { length: last - first },
      (_, step) => (Math.min(end, first + step + 1) - Math.max(start, first + step)) / scale,
    );
    return { first, weights };
  });
}
