import type { WindowGeometry } from "../kernels/kernels.ts";
import { type Shape, sizeOf } from "../tensor.ts";
import { say } from "../words/say.ts";
import type { AnyFieldValues, Fields, FieldValues } from "./fields.ts";
import { type Cost, isProblem, type ShapeProblem } from "./layer.ts";
import {
  keepsSize,
  placeWindow,
  positionFormula,
  rememberGeometry,
  type WindowSettings,
  type WindowWords,
  windowPads,
} from "./window.ts";

/** The settings that both kinds of pooling have. */
export const poolingFields = {
  size: {
    type: "pair",
    label: "Window",
    unit: "cells",
    minimum: 1,
    maximum: 255,
    default: [2, 2],
    help: "Rows and columns that are summed up in one value.",
  },
  stride: {
    type: "pair",
    label: "Stride",
    unit: "cells",
    minimum: 1,
    maximum: 255,
    default: [2, 2],
    help: "How far the window moves. A stride smaller than the window makes the windows overlap.",
  },
  padding: {
    type: "choice",
    label: "Padding",
    options: [
      { value: "valid", label: "Valid" },
      { value: "same", label: "Same" },
      { value: "numbers", label: "Numbers" },
    ],
    default: "valid",
    help: "Valid leaves out what does not fill a window. Same adds cells around the image that keep the size at stride 1.",
  },
  pads: {
    type: "sides",
    label: "Pads",
    unit: "cells",
    maximum: 127,
    default: [1, 1, 1, 1],
    help: "Empty rows added at top and bottom, empty columns added at left and right.",
    visibleWhen: { field: "padding", equals: "numbers" },
  },
} as const satisfies Fields;

export type PoolingFields = FieldValues<typeof poolingFields>;

function windowOf(fields: PoolingFields): WindowSettings {
  return {
    kernel: fields.size,
    stride: fields.stride,
    dilation: [1, 1],
    padding: fields.padding,
    pads: fields.pads,
  };
}

function wordsFor(layer: string): WindowWords {
  return {
    layer,
    noun: "window",
    kernelField: "size",
    sizeKeepingPadding: { value: "same", label: "Same" },
  };
}

/** Shape rule of a pooling layer: channels stay, rows and columns shrink. */
export function pooledShape(layer: string, fields: PoolingFields, input: Shape): Shape | ShapeProblem {
  const window = placeWindow(input, windowOf(fields), wordsFor(layer));
  return isProblem(window) ? window : [window.channels, window.outHeight, window.outWidth];
}

/** Where the windows of a pooling layer lie on an input that it has been checked with. */
export function placePooling(fields: PoolingFields, input: Shape): WindowGeometry {
  const window = placeWindow(input, windowOf(fields), wordsFor("Pooling"));
  if (isProblem(window)) throw new Error(`A pooling layer without a shape was run: ${window.explanation}`);
  return window;
}

/** The same on a batch; computed once per settings and shape. */
export const poolingGeometry = rememberGeometry(placePooling);

/** `2×2, stride 2`. */
export function poolingCaption(fields: PoolingFields): string {
  const [down, across] = fields.stride;
  const stride = down === across ? `${down}` : fields.stride.join("×");
  return say("{size}, stride {stride}{padding, select, same {, same pad} numbers {, pads {pads}} other {}}", {
    size: fields.size.join("×"),
    stride,
    padding: fields.padding,
    pads: fields.pads.join(" "),
  });
}

/** TeX of the input value that output (i,j) and window cell (u,v) meet. */
export function pooledValueFormula(fields: PoolingFields): string {
  const [top, , left] = windowPads(windowOf(fields));
  const row = positionFormula("i", "u", fields.stride[0], 1, top);
  const column = positionFormula("j", "v", fields.stride[1], 1, left);
  return String.raw`x_{c,\, ${row},\, ${column}}`;
}

/** Settings that keep rows and columns; null where they are kept already or the stride forbids it. */
export function poolingKeepSize(fields: PoolingFields): AnyFieldValues | null {
  if (fields.stride.some((step) => step > 1) || keepsSize(windowOf(fields))) return null;
  return { padding: "same" };
}

/** One comparison or addition per window cell. */
export function poolingCost(fields: PoolingFields, inputs: readonly Shape[], output: Shape): Cost {
  return {
    flops: sizeOf(output) * fields.size[0] * fields.size[1],
    bytes: 4 * (sizeOf(inputs[0] ?? []) + sizeOf(output)),
  };
}
