import { type Shape, sizeOf } from "../tensor.ts";
import type { DatasetReference } from "./dataset.ts";
import type { Preprocessing } from "./dataset-record.ts";
import { imageToInput } from "./image.ts";
import type { Fit } from "./picture-folder-reference.ts";
import type { Raster } from "./raster.ts";

/**
 * A picture from a file as a network sees it that was trained on `data`: fitted as the pictures of a folder were, or else
 * stretched to the shape; with the preprocessing of the network's examples.
 */
export function pictureAsSeen(
  picture: Raster,
  shape: Shape,
  data: DatasetReference | null,
  preprocessing: Preprocessing,
): Float32Array {
  const { channels = [preprocessing] } = preprocessing;
  const plane = sizeOf(shape) / channels.length;
  const seen = (stored: number, at: number) => {
    const { scale, offset } = channels[Math.floor(at / plane)] ?? preprocessing;
    return stored * scale + offset;
  };
  if (data?.kind === "picture-folder") {
    const bytes = new Uint8Array(sizeOf(data.inputShape));
    fitPicture(picture, data.inputShape, data.fit, bytes, 0);
    return Float32Array.from(bytes, seen);
  }
  // Pictures are stored as 0 to 255 in the data sets, and `imageToInput` gives 0 to 1.
  return imageToInput(picture, shape).map((value, at) => seen(value * 255, at));
}

/** Keeps bytes as they are. */
const asBytes = { scale: 1, offset: 0 };

/**
 * A picture of any size as an example of `C x H x W` bytes, written from `at` on: resampled as for a network that looks at
 * it (`imageToInput`), after it was cut to the proportions, or inside black bars, or stretched.
 */
export function fitPicture(
  picture: Raster,
  [channels, height, width]: readonly [number, number, number],
  fit: Fit,
  output: Uint8Array,
  at: number,
): void {
  if (fit !== "whole") {
    const source = fit === "crop" ? cutOut(picture, width / height) : picture;
    write(imageToInput(source, [channels, height, width], asBytes), output, at);
    return;
  }
  const scale = Math.min(width / picture.width, height / picture.height);
  const inner = {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  };
  const values = imageToInput(picture, [channels, inner.height, inner.width], asBytes);
  const [left, top] = [(width - inner.width) >> 1, (height - inner.height) >> 1];
  output.fill(0, at, at + channels * height * width);
  for (let row = 0; row < channels * inner.height; row += 1) {
    const channel = Math.floor(row / inner.height);
    const y = top + (row % inner.height);
    write(
      values.subarray(row * inner.width, (row + 1) * inner.width),
      output,
      at + (channel * height + y) * width + left,
    );
  }
}

function write(values: Float32Array, output: Uint8Array, at: number): void {
  for (let index = 0; index < values.length; index += 1)
    output[at + index] = Math.floor((values[index] as number) + 0.5);
}

/** The largest middle of these proportions. */
function cutOut(picture: Raster, proportions: number): Raster {
  const width = Math.min(picture.width, Math.max(1, Math.round(picture.height * proportions)));
  const height = Math.min(picture.height, Math.max(1, Math.round(picture.width / proportions)));
  if (width === picture.width && height === picture.height) return picture;
  const { channels } = picture;
  const [left, top] = [(picture.width - width) >> 1, (picture.height - height) >> 1];
  const data = new Uint8Array(width * height * channels);
  for (let row = 0; row < height; row += 1) {
    const from = ((top + row) * picture.width + left) * channels;
    data.set(picture.data.subarray(from, from + width * channels), row * width * channels);
  }
  return { width, height, channels, data };
}
