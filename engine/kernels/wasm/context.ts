import type { Tensor } from "../../tensor.ts";
import type { ConvolutionGeometry, WindowGeometry } from "../kernels.ts";
import type { KernelExports } from "./exports.ts";
import type { Team } from "./team.ts";

export const geometryInts = 20;
/**
 * A packed panel of B, 8 columns by 384 steps, packed rows of A, 128 by 384, and tiles that are not whole, 128 by 8. A
 * product that leaves zeros out divides the same place among a wider panel and compressed rows.
 */
export const panelElements = (8 + 128) * 384 + 128 * 8;
const columnsPerPanel = 8;
const elementsPerLine = 16;

/** What one thread's kernels work with. */
export interface WasmContext {
  readonly exports: KernelExports;
  readonly team: Team;
  /** Where this thread describes a window to the module, and packs its panels. */
  readonly geometry: Int32Array;
  readonly panel: number;
}

/** This thread's part of so many units: the first of them, and the first of the next thread. */
export function from({ team }: WasmContext, units: number): number {
  return Math.floor((units * team.index) / team.size);
}
export function to({ team }: WasmContext, units: number): number {
  return Math.floor((units * (team.index + 1)) / team.size);
}

/** The same in columns of a matrix, in whole panels. */
export function firstColumn(context: WasmContext, columns: number): number {
  return columnsPerPanel * from(context, Math.ceil(columns / columnsPerPanel));
}
export function lastColumn(context: WasmContext, columns: number): number {
  return Math.min(columns, columnsPerPanel * to(context, Math.ceil(columns / columnsPerPanel)));
}

/** The same in elements of a tensor, in whole cache lines. */
export function firstElement(context: WasmContext, size: number): number {
  return elementsPerLine * from(context, Math.ceil(size / elementsPerLine));
}
export function lastElement(context: WasmContext, size: number): number {
  return Math.min(size, elementsPerLine * to(context, Math.ceil(size / elementsPerLine)));
}

/** Describes a window to the module; returns where. */
export function writeWindow({ geometry }: WasmContext, g: WindowGeometry): number {
  geometry[0] = g.channels;
  geometry[1] = g.height;
  geometry[2] = g.width;
  geometry[3] = g.kernelHeight;
  geometry[4] = g.kernelWidth;
  geometry[5] = g.strideY;
  geometry[6] = g.strideX;
  geometry[7] = g.dilationY;
  geometry[8] = g.dilationX;
  geometry[9] = g.padTop;
  geometry[10] = g.padLeft;
  geometry[11] = g.padBottom;
  geometry[12] = g.padRight;
  geometry[13] = g.outHeight;
  geometry[14] = g.outWidth;
  return geometry.byteOffset;
}

const paddingCodes = { zero: 0, mirror: 1, edge: 2 } as const;

/** Describes one group of a convolution: its own channels and filters, and those of the whole image. */
export function writeGeometry(context: WasmContext, g: ConvolutionGeometry): number {
  const { geometry } = context;
  writeWindow(context, g);
  geometry[0] = g.channels / g.groups;
  geometry[15] = g.filters / g.groups;
  geometry[16] = paddingCodes[g.paddingCells];
  geometry[17] = g.channels;
  geometry[18] = g.filters;
  geometry[19] = g.flipKernel ? 1 : 0;
  return geometry.byteOffset;
}

/** The address of a tensor's first element. */
export function pointer(tensor: Tensor): number {
  return tensor.address;
}

/** Rows and columns of a weight matrix. */
export function matrix(weight: Tensor): readonly [number, number] {
  return [weight.shape[0] ?? 0, weight.shape[1] ?? 0];
}
