import type { Tensor } from "../../tensor.ts";
import type { WindowGeometry } from "../kernels.ts";

/** Maximum of each window; padding cells are ignored, the first of equals wins, a NaN wins over all. */
export function maxPool(x: Tensor, y: Tensor, winners: Tensor, g: WindowGeometry, rectify = false): void {
  const from = x.data;
  const positions = g.outHeight * g.outWidth;
  const planes = y.size / positions;
  let output = 0;
  for (let index = 0; index < planes; index += 1) {
    const plane = x.offset + index * g.height * g.width;
    for (let i = 0; i < g.outHeight; i += 1) {
      const top = i * g.strideY - g.padTop;
      for (let j = 0; j < g.outWidth; j += 1) {
        const left = j * g.strideX - g.padLeft;
        let best = Number.NEGATIVE_INFINITY;
        let winner = -1;
        for (let u = 0; u < g.kernelHeight; u += 1) {
          const row = top + u * g.dilationY;
          if (row < 0 || row >= g.height) continue;
          for (let v = 0; v < g.kernelWidth; v += 1) {
            const column = left + v * g.dilationX;
            if (column < 0 || column >= g.width) continue;
            const position = row * g.width + column;
            const value = from[plane + position] as number;
            // The second clause lets the first NaN in; no comparison lets anything follow it.
            if (value > best || winner < 0 || (Number.isNaN(value) && !Number.isNaN(best))) {
              best = value;
              winner = position;
            }
          }
        }
        const isCut = rectify && best <= 0;
        y.data[y.offset + output] = isCut ? 0 : best;
        winners.data[winners.offset + output] = isCut ? -1 : winner;
        output += 1;
      }
    }
  }
}

/** Sends each gradient to the winner of its window; overlapping windows add up. */
export function maxPoolBackward(dy: Tensor, winners: Tensor, dx: Tensor, g: WindowGeometry): void {
  const to = dx.data;
  const positions = g.outHeight * g.outWidth;
  to.fill(0, dx.offset, dx.offset + dx.size);
  const planes = dy.size / positions;
  for (let index = 0; index < planes; index += 1) {
    const plane = dx.offset + index * g.height * g.width;
    for (let output = index * positions; output < (index + 1) * positions; output += 1) {
      const winner = winners.data[winners.offset + output] as number;
      if (winner < 0) continue;
      const target = plane + winner;
      to[target] = (to[target] as number) + (dy.data[dy.offset + output] as number);
    }
  }
}

/** Mean of each window, over the whole window or over the cells inside the image. */
export function averagePool(x: Tensor, y: Tensor, g: WindowGeometry, countPadding: boolean): void {
  const from = x.data;
  const planes = y.size / (g.outHeight * g.outWidth);
  const whole = g.kernelHeight * g.kernelWidth;
  let output = y.offset;
  for (let index = 0; index < planes; index += 1) {
    const plane = x.offset + index * g.height * g.width;
    for (let i = 0; i < g.outHeight; i += 1) {
      const top = i * g.strideY - g.padTop;
      for (let j = 0; j < g.outWidth; j += 1) {
        const left = j * g.strideX - g.padLeft;
        let sum = 0;
        let inside = 0;
        for (let u = 0; u < g.kernelHeight; u += 1) {
          const row = top + u * g.dilationY;
          if (row < 0 || row >= g.height) continue;
          for (let v = 0; v < g.kernelWidth; v += 1) {
            const column = left + v * g.dilationX;
            if (column < 0 || column >= g.width) continue;
            sum += from[plane + row * g.width + column] as number;
            inside += 1;
          }
        }
        y.data[output] = sum / (countPadding ? whole : inside);
        output += 1;
      }
    }
  }
}

/** Shares each gradient equally among the cells of its window. */
export function averagePoolBackward(dy: Tensor, dx: Tensor, g: WindowGeometry, countPadding: boolean): void {
  const to = dx.data;
  const planes = dy.size / (g.outHeight * g.outWidth);
  to.fill(0, dx.offset, dx.offset + dx.size);
  let output = dy.offset;
  for (let index = 0; index < planes; index += 1) {
    const plane = dx.offset + index * g.height * g.width;
    for (let i = 0; i < g.outHeight; i += 1) {
      const top = i * g.strideY - g.padTop;
      const rows = countPadding ? g.kernelHeight : cellsInside(top, g.kernelHeight, g.dilationY, g.height);
      for (let j = 0; j < g.outWidth; j += 1) {
        const left = j * g.strideX - g.padLeft;
        const columns = countPadding ? g.kernelWidth : cellsInside(left, g.kernelWidth, g.dilationX, g.width);
        const share = (dy.data[output] as number) / (rows * columns);
        output += 1;
        for (let u = 0; u < g.kernelHeight; u += 1) {
          const row = top + u * g.dilationY;
          if (row < 0 || row >= g.height) continue;
          for (let v = 0; v < g.kernelWidth; v += 1) {
            const column = left + v * g.dilationX;
            if (column < 0 || column >= g.width) continue;
            const target = plane + row * g.width + column;
            to[target] = (to[target] as number) + share;
          }
        }
      }
    }
  }
}

/** How many of the `cells` cells that begin at `start` lie on a line of `length`. */
function cellsInside(start: number, cells: number, dilation: number, length: number): number {
  let inside = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    const position = start + cell * dilation;
    if (position >= 0 && position < length) inside += 1;
  }
  return inside;
}
