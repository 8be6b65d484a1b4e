import type { Raster } from "./raster.ts";

const exifStart = [0x45, 0x78, 0x69, 0x66, 0, 0];
const orientationTag = 0x0112;
const shortNumber = 3;

/**
 * How a camera was held, from 1 (upright) to 8, as a JPEG file says in its Exif segment (Exif 2.3, tag 274). 1 where it
 * says nothing, or nothing that can be read: a picture is not refused for what is said about it.
 */
export function jpegOrientation(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 2; offset + 4 <= bytes.length && bytes[offset] === 0xff; ) {
    const marker = bytes[offset + 1];
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    const length = view.getUint16(offset + 2);
    if (marker === 0xda || length < 2) break;
    const end = Math.min(offset + 2 + length, bytes.length);
    if (marker === 0xe1 && exifStart.every((byte, at) => bytes[offset + 4 + at] === byte))
      return tiffOrientation(new DataView(bytes.buffer, bytes.byteOffset + offset, end - offset), 10);
    offset = end;
  }
  return 1;
}

/** Of the first directory of a TIFF structure that begins at `start`. */
function tiffOrientation(view: DataView, start: number): number {
  try {
    const isLittle = view.getUint16(start) === 0x4949;
    const directory = start + view.getUint32(start + 4, isLittle);
    const count = view.getUint16(directory, isLittle);
    for (let entry = directory + 2; entry < directory + 2 + 12 * count; entry += 12) {
      if (view.getUint16(entry, isLittle) !== orientationTag) continue;
      const value = view.getUint16(entry + 8, isLittle);
      return view.getUint16(entry + 2, isLittle) === shortNumber && value >= 1 && value <= 8 ? value : 1;
    }
  } catch (error) {
    // It ends before what it announces.
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

/** The picture turned and mirrored so that it is upright. @param orientation from 1 to 8. */
export function upright(picture: Raster, orientation: number): Raster {
  if (orientation === 1) return picture;
  const { width, height, channels, data } = picture;
  const isTurned = orientation >= 5;
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const [newWidth, newHeight] = isTurned ? [height, width] : [width, height];
  const turned = new Uint8Array(data.length);
  let write = 0;
  for (let y = 0; y < newHeight; y += 1)
    for (let x = 0; x < newWidth; x += 1) {
      const [across, down] = isTurned ? [y, x] : [x, y];
      const column = fromRight ? width - 1 - across : across;
      const row = fromBottom ? height - 1 - down : down;
      const read = (row * width + column) * channels;
      for (let channel = 0; channel < channels; channel += 1)
        turned[write + channel] = data[read + channel] as number;
      write += channels;
    }
  return { width: newWidth, height: newHeight, channels, data: turned };
}
