import { type ImageSize, imageSize, type Shape, sizeOf } from "../tensor.ts";
import type { PictureFraming } from "./dataset-record.ts";

/** A picture from outside: `height`×`width` pixels of `channels` bytes each, row by row. */
export interface OutsidePicture {
  readonly width: number;
  readonly height: number;
  /** Grey, or red, green and blue. */
  readonly channels: 1 | 3;
  readonly bytes: Uint8Array;
  /** Ink (255) on nothing (0), as it was drawn here; anything else is light as a camera sees it. */
  readonly isDrawing: boolean;
}

/** Brighter than this is the thing itself, not its ground. */
export const inkThreshold = 20;

/**
 * A picture as the set would store it: `C×H×W` values of 0 to 255. With the set's framing the thing is cut out,
 * scaled and placed as the set's own examples are; without one the middle of the picture fills the shape.
 * @throws RangeError when the bytes are not as many as the sizes say, or the shape is no grey or colour image.
 */
export function framePicture(
  picture: OutsidePicture,
  shape: Shape,
  framing: PictureFraming | undefined,
): Float64Array {
  const { width, height, channels, bytes, isDrawing } = picture;
  const size = imageSize(shape);
  if (!size || (size.channels !== 1 && size.channels !== 3))
    throw new RangeError("A picture needs a network that sees grey or colour images.");
  if (bytes.length !== width * height * channels)
    throw new RangeError(`${width}x${height} pixels of ${channels} bytes are not ${bytes.length} bytes.`);
  const output = new Float64Array(sizeOf(shape));
  if (framing) {
    const grey = isDrawing ? planeOf(picture, 0, true) : onDarkGround(planeOf(picture, 0, true), width);
    const placed = framed(grey, width, height, size, framing);
    for (let channel = 0; channel < size.channels; channel++) output.set(placed, channel * placed.length);
    return output;
  }
  const scale = Math.max(size.width / width, size.height / height);
  const place: Placement = {
    scale,
    fromX: width / 2,
    fromY: height / 2,
    toX: size.width / 2,
    toY: size.height / 2,
  };
  for (let channel = 0; channel < size.channels; channel++)
    output.set(
      resample(planeOf(picture, channel, size.channels === 1), width, height, size, place),
      channel * size.height * size.width,
    );
  return output;
}

/** One channel, or the luma of all (ITU-R BT.601). */
function planeOf({ channels, bytes }: OutsidePicture, channel: number, asGrey: boolean): Float64Array {
  return Float64Array.from({ length: bytes.length / channels }, (_, pixel) => {
    const at = pixel * channels;
    if (channels === 1) return bytes[at] ?? 0;
    if (!asGrey) return bytes[at + channel] ?? 0;
    return 0.299 * (bytes[at] ?? 0) + 0.587 * (bytes[at + 1] ?? 0) + 0.114 * (bytes[at + 2] ?? 0);
  });
}

/**
 * Sets with a framing show things light on black: the ground, which is what lies at the edges, becomes 0, and so
 * does what differs from it no more than the edges do among themselves, as a camera's noise.
 */
function onDarkGround(plane: Float64Array, width: number): Float64Array {
  const edge = plane.filter(
    (_, at) => at < width || at >= plane.length - width || at % width === 0 || at % width === width - 1,
  );
  const ground = medianOf(edge);
  const noise = 4 * medianOf(edge.map((value) => Math.abs(value - ground)));
  const isLight = ground > 127.5;
  const away = (value: number) => Math.max(0, (isLight ? ground - value : value - ground) - noise);
  const farthest = plane.reduce((most, value) => Math.max(most, away(value)), 0);
  return plane.map((value) => (farthest > 0 ? (away(value) / farthest) * 255 : 0));
}

function medianOf(values: Float64Array): number {
  return values.slice().sort()[values.length >> 1] ?? 0;
}

/** The thing scaled to the set's longest side, its middle where the set has it. */
function framed(
  plane: Float64Array,
  width: number,
  height: number,
  size: ImageSize,
  { longestSide, centre, at }: PictureFraming,
): Float64Array {
  let [left, right, top, bottom] = [width, -1, height, -1];
  let [sum, sumX, sumY] = [0, 0, 0];
  plane.forEach((value, index) => {
    const [x, y] = [index % width, Math.floor(index / width)];
    sum += value;
    sumX += value * (x + 0.5);
    sumY += value * (y + 0.5);
    if (value <= inkThreshold) return;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  });
  if (right < 0) return new Float64Array(size.height * size.width);
  const isMass = centre === "mass";
  const scale = longestSide / (Math.max(right - left, bottom - top) + 1);
  const fromX = isMass ? sumX / sum : (left + right + 1) / 2;
  const fromY = isMass ? sumY / sum : (top + bottom + 1) / 2;
  return resample(plane, width, height, size, {
    scale,
    fromX,
    fromY,
    toX: at[0] + shiftInside((left - fromX) * scale + at[0], (right + 1 - fromX) * scale + at[0], size.width),
    toY:
      at[1] + shiftInside((top - fromY) * scale + at[1], (bottom + 1 - fromY) * scale + at[1], size.height),
  });
}

/** How far what lies from `start` to `end` must move to lie within 0 to `length`; a thing that is heavy at one end would be cut at the other. */
function shiftInside(start: number, end: number, length: number): number {
  if (end - start > length) return 0;
  return Math.max(0, -start) - Math.max(0, end - length);
}

/** Which place of the source becomes which of the result, and how many result pixels a source pixel is long. */
interface Placement {
  readonly scale: number;
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

/** Every pixel of the result is the mean of the source over its area; outside the source there is nothing. */
function resample(
  plane: Float64Array,
  width: number,
  height: number,
  size: ImageSize,
  { scale, fromX, fromY, toX, toY }: Placement,
): Float64Array {
  const columns = spans(size.width, width, scale, fromX, toX);
  const rows = spans(size.height, height, scale, fromY, toY);
  const output = new Float64Array(size.height * size.width);
  rows.forEach((inRow, row) => {
    columns.forEach((inColumn, column) => {
      let sum = 0;
      for (const [y, share] of inRow)
        for (const [x, part] of inColumn) sum += share * part * (plane[y * width + x] ?? 0);
      output[row * size.width + column] = sum;
    });
  });
  return output;
}

/** For each pixel along one axis of the result, the source pixels under it and the share of its length each has. */
function spans(count: number, length: number, scale: number, from: number, to: number) {
  return Array.from({ length: count }, (_, pixel) => {
    const start = (pixel - to) / scale + from;
    const end = start + 1 / scale;
    const covered: (readonly [number, number])[] = [];
    for (let at = Math.max(0, Math.floor(start)); at < Math.min(length, end); at++)
      covered.push([at, (Math.min(end, at + 1) - Math.max(start, at)) * scale]);
    return covered;
  });
}
