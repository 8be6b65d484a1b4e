/*
 * A canvas that is drawn many times a second: its bitmap and its ImageData are made once per size and used
 * again, and nothing of it goes through React.
 */

/** The bitmap of one canvas in device pixels. */
export interface Surface {
  readonly image: ImageData;
  /** The same bytes, one number per pixel (little-endian ABGR). */
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  /** Puts the bitmap on the screen. */
  show(): void;
}

const surfaces = new WeakMap<HTMLCanvasElement, Surface>();

/** The surface of a canvas of this many CSS pixels, cleared; the one from last time where the size is the same. */
export function surfaceOf(canvas: HTMLCanvasElement, cssWidth: number, cssHeight: number): Surface | null {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.max(1, Math.round(cssWidth * ratio));
  const height = Math.max(1, Math.round(cssHeight * ratio));
  const known = surfaces.get(canvas);
  if (known && known.width === width && known.height === height && canvas.width === width) {
    known.pixels.fill(0);
    return known;
  }
  const context = sized(canvas, width, height, cssWidth, cssHeight);
  if (!context) return null;
  const image = context.createImageData(width, height);
  const made: Surface = {
    image,
    pixels: new Uint32Array(image.data.buffer),
    width,
    height,
    ratio,
    show: () => context.putImageData(image, 0, 0),
  };
  surfaces.set(canvas, made);
  return made;
}

/** A drawing context in CSS pixels, cleared. Null only where the browser gives no 2-D context. */
export function drawingOf(
  canvas: HTMLCanvasElement,
  cssWidth: number,
  cssHeight: number,
): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.max(1, Math.round(cssWidth * ratio));
  const height = Math.max(1, Math.round(cssHeight * ratio));
  const context =
    canvas.width === width && canvas.height === height
      ? canvas.getContext("2d")
      : sized(canvas, width, height, cssWidth, cssHeight);
  if (!context) return null;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

function sized(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  cssWidth: number,
  cssHeight: number,
): CanvasRenderingContext2D | null {
  canvas.width = width;
  canvas.height = height;
  canvas.style.width = `${cssWidth}px`;
  canvas.style.height = `${cssHeight}px`;
  return canvas.getContext("2d");
}
