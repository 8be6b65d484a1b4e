import { imageSize, type Shape, sizeOf } from "../../engine/tensor.ts";

/** A box in pixels: front face `depth` wide and `height` high, sides receding by `right` and `up`. */
export interface SilhouetteBox {
  readonly depth: number;
  readonly height: number;
  readonly right: number;
  readonly up: number;
}

/**
 * The box of a tensor: depth, height and width follow the square roots of C, H, W, so that 64 channels beside 1
 * stay drawable. A flat tensor of n numbers is n channels of one cell. `unit` is the pixels of a side of 1.
 */
export function silhouetteBox(shape: Shape, unit: number): SilhouetteBox {
  const { channels, height, width } = imageSize(shape) ?? { channels: sizeOf(shape), height: 1, width: 1 };
  const right = Math.max(2.5, Math.sqrt(width) * unit * 0.72);
  return {
    depth: Math.max(2, Math.sqrt(channels) * unit * 1.2),
    height: Math.max(3, Math.sqrt(height) * unit * 1.5),
    right,
    up: right / 2,
  };
}

/** The largest unit, up to `most`, with which the shape fits into a place of this size in pixels. */
export function unitThatFits(
  shape: Shape,
  place: { readonly width: number; readonly height: number },
  most: number,
) {
  const box = silhouetteBox(shape, most);
  const fits = Math.min(
    1,
    place.width / (box.depth + box.right + 2),
    place.height / (box.height + box.up + 2),
  );
  return most * fits;
}
