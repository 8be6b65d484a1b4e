import { imageSize, type Shape, sizeOf } from "../tensor.ts";

/*
 * What a unit looks for: its strongest inputs (`strongest-inputs.ts`), what must not be covered (`occlusion.ts`), an input
 * grown for it (`dream.ts`). All of it runs on a memory that is not the run's: its weights are copies, and each `next`
 * does one batch or step, so that the caller can tell how far it is, and stop.
 */

/** How far a search is. */
export interface SeekProgress {
  readonly done: number;
  readonly total: number;
  /** What there is so far, where that can be shown: an input. */
  readonly values?: Float32Array;
}

/**
 * Where the values of a unit lie in an output of this shape: a unit is a map, or a number of a row. Of `units` one after
 * the other, each has `plane` values.
 * @throws RangeError when there is no such unit.
 */
export function placeOfUnit(
  shape: Shape,
  unit: number,
): { readonly units: number; readonly plane: number; readonly from: number } {
  const image = imageSize(shape);
  const units = image ? image.channels : sizeOf(shape);
  const plane = image ? image.height * image.width : 1;
  if (!(unit >= 0 && unit < units))
    throw new RangeError(`The layer has ${units} units; there is no number ${unit}.`);
  return { units, plane, from: unit * plane };
}
