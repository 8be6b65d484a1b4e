import type { Pointer } from "./address.ts";

/** Pooling, padding and upsampling. See `KernelExports`. */
export interface WindowExports {
  maxPool(
    geometry: Pointer,
    x: Pointer,
    y: Pointer,
    winners: Pointer,
    rectify: boolean,
    first: number,
    last: number,
  ): void;
  maxPoolBackward(
    geometry: Pointer,
    dy: Pointer,
    winners: Pointer,
    dx: Pointer,
    first: number,
    last: number,
  ): void;
  averagePool(
    geometry: Pointer,
    x: Pointer,
    y: Pointer,
    countPadding: boolean,
    first: number,
    last: number,
  ): void;
  averagePoolBackward(
    geometry: Pointer,
    dy: Pointer,
    dx: Pointer,
    countPadding: boolean,
    first: number,
    last: number,
  ): void;
  pad(
    x: Pointer,
    y: Pointer,
    height: number,
    width: number,
    top: number,
    left: number,
    outHeight: number,
    outWidth: number,
    cells: number,
    first: number,
    last: number,
  ): void;
  padBackward(
    dy: Pointer,
    dx: Pointer,
    height: number,
    width: number,
    top: number,
    left: number,
    outHeight: number,
    outWidth: number,
    cells: number,
    first: number,
    last: number,
  ): void;
  upsample(
    x: Pointer,
    y: Pointer,
    height: number,
    width: number,
    factorY: number,
    factorX: number,
    bilinear: boolean,
    first: number,
    last: number,
  ): void;
  upsampleBackward(
    dy: Pointer,
    dx: Pointer,
    height: number,
    width: number,
    factorY: number,
    factorX: number,
    bilinear: boolean,
    first: number,
    last: number,
  ): void;
}
