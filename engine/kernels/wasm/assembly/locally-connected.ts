import {
  channelsOf, copyFloats, dilationXOf, dilationYOf, filtersOf, heightOf, imageCell, kernelHeightOf, kernelWidthOf, outHeightOf,
  outWidthOf, padLeftOf, padTopOf, strideXOf, strideYOf, widthOf,
} from "./geometry";

/*
 * A convolution with weights of its own at every position: [position][filter][channel, ky, kx]. The patch that a
 * position looks at is laid out as its weights are, so that products run along both.
 */

@inline function cellCount(g: usize): i32 { return channelsOf(g) * kernelHeightOf(g) * kernelWidthOf(g); }

/** Takes the patch of one position from an image. */
function takePatch(g: usize, image: usize, position: i32, patch: usize): void {
  const height = heightOf(g), width = widthOf(g), kernelWidth = kernelWidthOf(g), dx = dilationXOf(g);
  const i = position / outWidthOf(g), j = position - i * outWidthOf(g);
  const top = i * strideYOf(g) - padTopOf(g), left = j * strideXOf(g) - padLeftOf(g);
  const plain = dx == 1 && left >= 0 && left + kernelWidth <= width;
  for (let c = 0; c < channelsOf(g); c++)
    for (let ky = 0; ky < kernelHeightOf(g); ky++) {
      const row = imageCell(g, top + ky * dilationYOf(g), height);
      const line = image + (<usize>((c * height + row) * width) << 2);
      if (plain && row >= 0) copyFloats(patch, line + (<usize>left << 2), kernelWidth);
      else
        for (let kx = 0; kx < kernelWidth; kx++) {
          const column = imageCell(g, left + kx * dx, width);
          f32.store(patch + (<usize>kx << 2), row < 0 || column < 0 ? 0 : f32.load(line + (<usize>column << 2)));
        }
      patch += <usize>kernelWidth << 2;
    }
}

/** Adds a patch to the cells of an image that it was taken from. */
function addPatch(g: usize, image: usize, position: i32, patch: usize): void {
  const height = heightOf(g), width = widthOf(g), kernelWidth = kernelWidthOf(g), dx = dilationXOf(g);
  const i = position / outWidthOf(g), j = position - i * outWidthOf(g);
  const top = i * strideYOf(g) - padTopOf(g), left = j * strideXOf(g) - padLeftOf(g);
  for (let c = 0; c < channelsOf(g); c++)
    for (let ky = 0; ky < kernelHeightOf(g); ky++) {
      const row = imageCell(g, top + ky * dilationYOf(g), height);
      const line = image + (<usize>((c * height + row) * width) << 2);
      if (row >= 0)
        for (let kx = 0; kx < kernelWidth; kx++) {
          const column = imageCell(g, left + kx * dx, width);
          if (column < 0) continue;
          const cell = line + (<usize>column << 2);
          f32.store(cell, f32.load(cell) + f32.load(patch + (<usize>kx << 2)));
        }
      patch += <usize>kernelWidth << 2;
    }
}

@inline
function dot(a: usize, b: usize, count: i32): f32 {
  let four = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    four = f32x4.add(four, f32x4.mul(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
  let sum = f32x4.extract_lane(four, 0) + f32x4.extract_lane(four, 1) + (f32x4.extract_lane(four, 2) + f32x4.extract_lane(four, 3));
  for (; i < count; i++) {
    sum += f32.load(a) * f32.load(b);
    a += 4;
    b += 4;
  }
  return sum;
}

/** target += factor · source. */
@inline
function addScaled(target: usize, factor: f32, source: usize, count: i32): void {
  const four = f32x4.splat(factor);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(target, f32x4.add(v128.load(target), f32x4.mul(four, v128.load(source))));
    target += 16;
    source += 16;
  }
  for (; i < count; i++) {
    f32.store(target, f32.load(target) + factor * f32.load(source));
    target += 4;
    source += 4;
  }
}

/** Positions `first` to `last` of y, for all images: a position's weights serve the whole batch. */
export function locallyConnected(
  g: usize, x: usize, w: usize, y: usize, patch: usize, images: i32, first: i32, last: i32,
): void {
  const k = cellCount(g), filters = filtersOf(g), positions = outHeightOf(g) * outWidthOf(g);
  const imageBytes = <usize>(channelsOf(g) * heightOf(g) * widthOf(g)) << 2;
  for (let p = first; p < last; p++)
    for (let n = 0; n < images; n++) {
      takePatch(g, x + <usize>n * imageBytes, p, patch);
      let row = w + ((<usize>p * <usize>(filters * k)) << 2);
      let target = y + ((<usize>(n * filters) * <usize>positions + <usize>p) << 2);
      for (let f = 0; f < filters; f++) {
        f32.store(target, dot(row, patch, k));
        row += <usize>k << 2;
        target += <usize>positions << 2;
      }
    }
}

/** Images `first` to `last` of the gradient with respect to x. */
export function locallyConnectedBackwardInput(
  g: usize, dy: usize, w: usize, dx: usize, patch: usize, first: i32, last: i32,
): void {
  if (first >= last) return;
  const k = cellCount(g), filters = filtersOf(g), positions = outHeightOf(g) * outWidthOf(g);
  const imageBytes = <usize>(channelsOf(g) * heightOf(g) * widthOf(g)) << 2;
  memory.fill(dx + <usize>first * imageBytes, 0, <usize>(last - first) * imageBytes);
  for (let p = 0; p < positions; p++)
    for (let n = first; n < last; n++) {
      memory.fill(patch, 0, <usize>k << 2);
      let row = w + ((<usize>p * <usize>(filters * k)) << 2);
      let source = dy + ((<usize>(n * filters) * <usize>positions + <usize>p) << 2);
      for (let f = 0; f < filters; f++) {
        addScaled(patch, f32.load(source), row, k);
        row += <usize>k << 2;
        source += <usize>positions << 2;
      }
      addPatch(g, dx + <usize>n * imageBytes, p, patch);
    }
}

/** Adds to the weights' gradient of positions `first` to `last`, image by image in order. */
export function locallyConnectedBackwardWeight(
  g: usize, x: usize, dy: usize, dw: usize, patch: usize, images: i32, first: i32, last: i32,
): void {
  const k = cellCount(g), filters = filtersOf(g), positions = outHeightOf(g) * outWidthOf(g);
  const imageBytes = <usize>(channelsOf(g) * heightOf(g) * widthOf(g)) << 2;
  for (let p = first; p < last; p++)
    for (let n = 0; n < images; n++) {
      takePatch(g, x + <usize>n * imageBytes, p, patch);
      let row = dw + ((<usize>p * <usize>(filters * k)) << 2);
      let source = dy + ((<usize>(n * filters) * <usize>positions + <usize>p) << 2);
      for (let f = 0; f < filters; f++) {
        addScaled(row, f32.load(source), patch, k);
        row += <usize>k << 2;
        source += <usize>positions << 2;
      }
    }
}
