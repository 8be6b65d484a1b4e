/** Sizes of a tensor, channels first and without the batch in public places: `[C, H, W]` or `[N]`. */
export type Shape = readonly number[];

export type FloatArray = Float32Array | Float64Array;

/** A view into engine memory: `size` elements from `offset` on, row-major in `shape`. */
export interface Tensor {
  readonly data: FloatArray;
  readonly offset: number;
  readonly size: number;
  readonly shape: Shape;
  /** Where it begins, in bytes from the start of the buffer: worked out once, because asking an array is slow. */
  readonly address: number;
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A view of `shape` into `data` at `offset` (in elements). Throws a RangeError when it does not fit. */
export function view(data: FloatArray, offset: number, shape: Shape): Tensor {
  const size = sizeOf(shape);
  if (offset < 0 || offset + size > data.length)
    throw new RangeError(
      `A ${shapeText(shape)} tensor at ${offset} does not fit in ${data.length} elements of memory.`,
    );
  return { data, offset, size, shape, address: data.byteOffset + data.BYTES_PER_ELEMENT * offset };
}

/** The elements of a tensor as a subarray: the same memory, no copy. */
export function elements(tensor: Tensor): FloatArray {
  return tensor.data.subarray(tensor.offset, tensor.offset + tensor.size);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** `16×14×14`: as shown to people everywhere. */
export function shapeText(shape: Shape): string {
  return shape.length === 0 ? "scalar" : shape.join("×");
}

export interface ImageSize {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Reads a `C×H×W` shape; null for anything that is not an image. */
export function imageSize(shape: Shape): ImageSize | null {
  const [channels, height, width] = shape;
  if (shape.length !== 3 || channels === undefined || height === undefined || width === undefined)
    return null;
  return { channels, height, width };
}

/** The cell of a line of `length` whose copy lies at a position: reflected without its border, or the border itself. */
export function copiedCell(position: number, length: number, padding: "mirror" | "edge"): number {
  if (position >= 0 && position < length) return position;
  if (padding === "edge") return position < 0 ? 0 : length - 1;
  return position < 0 ? -position : 2 * (length - 1) - position;
}
