import type { WindowGeometry } from "../kernels/kernels.ts";
import { type ImageSize, imageSize, type Shape, sizeOf } from "../tensor.ts";
import { formatNumber } from "../words/numbers.ts";
import { say, translate } from "../words/say.ts";
import type { AnyFieldValues } from "./fields.ts";
import { type LayerFix, type ShapeProblem, shapeFormula } from "./layer.ts";

type Pair = readonly [number, number];
type Sides = readonly [number, number, number, number];

/** The settings of anything that slides a window over an image. Pairs are rows, columns. */
export interface WindowSettings {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  /** `valid` adds nothing, `numbers` takes `pads`; the others keep the size at stride 1. */
  readonly padding: "valid" | "zero" | "mirror" | "edge" | "same" | "numbers";
  /** Top, bottom, left, right. */
  readonly pads: Sides;
}

/** How a layer speaks of its window, and the settings that its fixes write. */
export interface WindowWords {
  /** The layer, as in "Convolution needs an image". */
  readonly layer: string;
  readonly noun: "kernel" | "window";
  readonly kernelField: string;
  readonly sizeKeepingPadding: { readonly value: string; readonly label: string };
}

/** Cells from the first to the last that a window of `kernel` cells covers. */
function span(kernel: number, dilation: number): number {
  return dilation * (kernel - 1) + 1;
}

/** Padding at top, bottom, left and right. Size-keeping padding totals dilation·(k-1); an odd cell goes after. */
export function windowPads({ kernel, dilation, padding, pads }: WindowSettings): Sides {
  if (padding === "valid") return [0, 0, 0, 0];
  if (padding === "numbers") return pads;
  const rows = dilation[0] * (kernel[0] - 1);
  const columns = dilation[1] * (kernel[1] - 1);
  return [Math.floor(rows / 2), Math.ceil(rows / 2), Math.floor(columns / 2), Math.ceil(columns / 2)];
}

/** floor((size + before + after - dilation·(k-1) - 1)/stride) + 1; below 1 when the window does not fit. */
function outputSize(padded: number, kernel: number, dilation: number, stride: number): number {
  return Math.floor((padded - span(kernel, dilation)) / stride) + 1;
}

/** Where the windows lie on an image. Its output sizes are below 1 when the window does not fit. */
export function windowGeometry(image: ImageSize, settings: WindowSettings): WindowGeometry {
  const { kernel, stride, dilation } = settings;
  const [padTop, padBottom, padLeft, padRight] = windowPads(settings);
  return {
    ...image,
    kernelHeight: kernel[0],
    kernelWidth: kernel[1],
    strideY: stride[0],
    strideX: stride[1],
    dilationY: dilation[0],
    dilationX: dilation[1],
    padTop,
    padBottom,
    padLeft,
    padRight,
    outHeight: outputSize(image.height + padTop + padBottom, kernel[0], dilation[0], stride[0]),
    outWidth: outputSize(image.width + padLeft + padRight, kernel[1], dilation[1], stride[1]),
  };
}

/** True when the output has the rows and columns of the input, whatever they are. */
export function keepsSize(settings: WindowSettings): boolean {
  const { kernel, stride, dilation } = settings;
  const [top, bottom, left, right] = windowPads(settings);
  return (
    stride[0] === 1 &&
    stride[1] === 1 &&
    top + bottom === dilation[0] * (kernel[0] - 1) &&
    left + right === dilation[1] * (kernel[1] - 1)
  );
}

/** The geometry of a window on an input, or the reason why there is none. */
export function placeWindow(
  input: Shape,
  settings: WindowSettings,
  words: WindowWords,
): WindowGeometry | ShapeProblem {
  const image = imageSize(input);
  if (!image) return needsImage(input, words);
  const geometry = windowGeometry(image, settings);
  return (
    (settings.padding === "mirror" ? mirrorProblem(image, settings, words) : null) ??
    (geometry.outHeight < 1 || geometry.outWidth < 1 ? sizeProblem(image, settings, words) : null) ??
    (words.noun === "window" ? emptyWindowProblem(geometry, settings) : null) ??
    geometry
  );
}

/** The problem of a row of numbers where an image belongs. */
export function needsImage(input: Shape, words: Pick<WindowWords, "layer" | "noun">): ShapeProblem {
  return {
    problem: "needs-image",
    title: say("{layer} needs an image", { layer: translate(words.layer) }),
    explanation: say(
      "It receives {size} numbers in a row. Its {noun, select, kernel {kernel} other {window}} slides over rows and columns, so it belongs before Flatten.",
      { size: formatNumber(sizeOf(input)), noun: words.noun },
    ),
    shapes: [{ shape: input, label: say("received"), wrong: true }],
    formula: String.raw`\text{expected } C \times H \times W, \quad \text{received } ${shapeFormula(input)}`,
    fixes: [
      { action: "disconnect", label: say("Disconnect {layer}", { layer: translate(words.layer) }), input: 0 },
    ],
  };
}

/** TeX of the output size along one axis with the numbers filled in. */
function sizeFormula(
  name: string,
  size: number,
  before: number,
  after: number,
  axis: { readonly kernel: number; readonly dilation: number; readonly stride: number },
): string {
  const { kernel, dilation, stride } = axis;
  const result = outputSize(size + before + after, kernel, dilation, stride);
  return String.raw`${name}' = \left\lfloor \frac{${size} + ${before} + ${after} - ${dilation} \cdot (${kernel} - 1) - 1}{${stride}} \right\rfloor + 1 = ${result}`;
}

function sizeProblem(image: ImageSize, settings: WindowSettings, words: WindowWords): ShapeProblem {
  const { kernel, dilation, stride, padding } = settings;
  const [top, bottom, left, right] = windowPads(settings);
  const rows = image.height + top + bottom;
  const columns = image.width + left + right;
  const spans = `${span(kernel[0], dilation[0])}×${span(kernel[1], dilation[1])}`;
  const tooHigh = span(kernel[0], dilation[0]) > rows;
  const dilated = dilation[0] > 1 || dilation[1] > 1;
  const smaller: Pair = [
    Math.min(kernel[0], Math.floor((rows - 1) / dilation[0]) + 1),
    Math.min(kernel[1], Math.floor((columns - 1) / dilation[1]) + 1),
  ];
  return {
    problem: "kernel-too-large",
    title: say("The {kernel} {noun, select, kernel {kernel} other {window}} is larger than its input", {
      kernel: kernel.join("×"),
      noun: words.noun,
    }),
    explanation: say(
      "{dilated, select, true {With dilation {dilation} the {noun, select, kernel {kernel} other {window}} covers {spans} cells} other {The {noun, select, kernel {kernel} other {window}} covers {spans} cells}}, and the input has {rows}×{columns}{padding, select, valid {} other { with its padding}}. Padding makes room, or a smaller {noun, select, kernel {kernel} other {window}} fits.",
      {
        dilated,
        dilation: dilation.join("×"),
        noun: words.noun,
        spans,
        rows,
        columns,
        padding,
      },
    ),
    field: words.kernelField,
    shapes: [{ shape: [image.channels, image.height, image.width], label: say("received"), wrong: true }],
    formula: tooHigh
      ? sizeFormula("H", image.height, top, bottom, {
          kernel: kernel[0],
          dilation: dilation[0],
          stride: stride[0],
        })
      : sizeFormula("W", image.width, left, right, {
          kernel: kernel[1],
          dilation: dilation[1],
          stride: stride[1],
        }),
    fixes: [paddingFix(image, settings, words), kernelFix(smaller, words)],
  };
}

/** Size-keeping padding always makes room: size + dilation·(k-1) is at least the span. */
function paddingFix(image: ImageSize, settings: WindowSettings, words: WindowWords): LayerFix {
  const { outHeight, outWidth } = windowGeometry(image, { ...settings, padding: "same" });
  const { value, label } = words.sizeKeepingPadding;
  return {
    action: "set-fields",
    label: say("Set padding to {padding}", { padding: translate(label) }),
    detail: say("{outHeight}×{outWidth} out", { outHeight, outWidth }),
    values: { padding: value },
  };
}

function kernelFix(kernel: Pair, words: WindowWords): LayerFix {
  return {
    action: "set-fields",
    label: say("Set {noun, select, kernel {kernel} other {window}} to {kernel}", {
      noun: words.noun,
      kernel: kernel.join("×"),
    }),
    values: { [words.kernelField]: kernel },
  };
}

/** A reflection without the border cell can be at most one shorter than the line it reflects. */
function mirrorProblem(image: ImageSize, settings: WindowSettings, words: WindowWords): ShapeProblem | null {
  const { kernel, dilation } = settings;
  const [top, bottom, left, right] = windowPads(settings);
  const rows = Math.max(top, bottom);
  const columns = Math.max(left, right);
  const tooHigh = rows >= image.height;
  if (!tooHigh && columns < image.width) return null;
  const needed = tooHigh ? rows : columns;
  const size = tooHigh ? image.height : image.width;
  const smaller: Pair = [
    Math.min(kernel[0], Math.floor((2 * (image.height - 1)) / dilation[0]) + 1),
    Math.min(kernel[1], Math.floor((2 * (image.width - 1)) / dilation[1]) + 1),
  ];
  return {
    problem: "mirror-too-wide",
    title: say("Mirror padding is wider than the image"),
    explanation: say(
      "A side of {size} {size, plural, one {cell} other {cells}} can mirror at most {most} without repeating its border, and the {kernel} {noun, select, kernel {kernel} other {window}} needs {needed}.",
      { size, most: size - 1, kernel: kernel.join("×"), noun: words.noun, needed },
    ),
    field: "padding",
    shapes: [{ shape: [image.channels, image.height, image.width], label: say("received"), wrong: true }],
    formula: String.raw`p = ${needed} \not< ${tooHigh ? "H" : "W"} = ${size}`,
    fixes: [paddingFix(image, settings, words), kernelFix(smaller, words)],
  };
}

/** True when a window that begins at `start` has no cell on a line of `length`. */
function liesOutside(start: number, kernel: number, dilation: number, length: number): boolean {
  for (let cell = 0; cell < kernel; cell += 1) {
    const position = start + cell * dilation;
    if (position >= 0 && position < length) return false;
  }
  return true;
}

/** A pooling window wholly in the padding would have nothing to choose from. */
function emptyWindowProblem(g: WindowGeometry, settings: WindowSettings): ShapeProblem | null {
  const { kernel } = settings;
  const lastTop = (g.outHeight - 1) * g.strideY - g.padTop;
  const lastLeft = (g.outWidth - 1) * g.strideX - g.padLeft;
  const rowsEmpty =
    liesOutside(-g.padTop, g.kernelHeight, g.dilationY, g.height) ||
    liesOutside(lastTop, g.kernelHeight, g.dilationY, g.height);
  const columnsEmpty =
    liesOutside(-g.padLeft, g.kernelWidth, g.dilationX, g.width) ||
    liesOutside(lastLeft, g.kernelWidth, g.dilationX, g.width);
  if (!rowsEmpty && !columnsEmpty) return null;
  const most: Pair = [Math.floor(kernel[0] / 2), Math.floor(kernel[1] / 2)];
  const pads: Sides = [
    Math.min(g.padTop, most[0]),
    Math.min(g.padBottom, most[0]),
    Math.min(g.padLeft, most[1]),
    Math.min(g.padRight, most[1]),
  ];
  const axis = rowsEmpty ? "rows" : "columns";
  return {
    problem: "window-in-padding",
    title: say("A window lies wholly in the padding"),
    explanation: say(
      "The {kernel} window meets {axis, select, rows {rows} other {columns}} that are padding only and has no cell to take a value from. At most half of the window, {most}, can be padding.",
      { kernel: kernel.join("×"), axis, most: most.join("×") },
    ),
    field: "pads",
    shapes: [{ shape: [g.channels, g.height, g.width], label: say("received"), wrong: true }],
    formula: rowsEmpty
      ? String.raw`p \le \left\lfloor \frac{${kernel[0]}}{2} \right\rfloor = ${most[0]}, \quad p = ${Math.max(g.padTop, g.padBottom)}`
      : String.raw`p \le \left\lfloor \frac{${kernel[1]}}{2} \right\rfloor = ${most[1]}, \quad p = ${Math.max(g.padLeft, g.padRight)}`,
    fixes: [
      {
        action: "set-fields",
        label: say("Set padding to {padding}", { padding: pads.join(", ") }),
        detail: say("top, bottom, left, right"),
        values: { padding: "numbers", pads } satisfies AnyFieldValues,
      },
    ],
  };
}

/** TeX of the input row or column that output `output` and kernel cell `cell` meet, such as `2i + u - 1`. */
export function positionFormula(
  output: string,
  cell: string,
  stride: number,
  dilation: number,
  pad: number,
): string {
  const times = (factor: number, letter: string) => (factor === 1 ? letter : `${factor}${letter}`);
  return `${times(stride, output)} + ${times(dilation, cell)}${pad === 0 ? "" : ` - ${pad}`}`;
}

/**
 * Computes a geometry once per settings and input shape: both stay the same objects from step to step, so a
 * training step allocates none.
 */
export function rememberGeometry<Settings extends object, Geometry>(
  compute: (settings: Settings, input: Shape) => Geometry,
): (settings: Settings, batchShape: Shape) => Geometry {
  const remembered = new WeakMap<Settings, { readonly shape: Shape; readonly geometry: Geometry }>();
  return (settings, batchShape) => {
    const last = remembered.get(settings);
    if (last && last.shape === batchShape) return last.geometry;
    const geometry = compute(settings, batchShape.slice(1));
    remembered.set(settings, { shape: batchShape, geometry });
    return geometry;
  };
}
