import type { Tensor } from "../../tensor.ts";
import type { WindowGeometry } from "../kernels.ts";

/** Positions (row·W + column) of the cells of window (i,j) that lie inside the image, in reading order. */
function windowCells(g: WindowGeometry, i: number, j: number): number[] {
  const cells: number[] = [];
  for (let u = 0; u < g.kernelHeight; u += 1)
    for (let v = 0; v < g.kernelWidth; v += 1) {
      const row = i * g.strideY + u * g.dilationY - g.padTop;
      const column = j * g.strideX + v * g.dilationX - g.padLeft;
      if (row >= 0 && row < g.height && column >= 0 && column < g.width) cells.push(row * g.width + column);
    }
  return cells;
}

/** Visits every window of every plane with its output position, the start of its plane and its cells. */
function eachWindow(
  planes: number,
  g: WindowGeometry,
  visit: (output: number, plane: number, cells: readonly number[]) => void,
): void {
  for (let plane = 0; plane < planes; plane += 1)
    for (let i = 0; i < g.outHeight; i += 1)
      for (let j = 0; j < g.outWidth; j += 1)
        visit((plane * g.outHeight + i) * g.outWidth + j, plane * g.height * g.width, windowCells(g, i, j));
}

function planesOf(y: Tensor, g: WindowGeometry): number {
  return y.size / (g.outHeight * g.outWidth);
}

/** y = max over the window; the first NaN, else the first of the largest, wins. */
export function maxPool(x: Tensor, y: Tensor, winners: Tensor, g: WindowGeometry, rectify = false): void {
  eachWindow(planesOf(y, g), g, (output, plane, cells) => {
    const values = cells.map((cell) => x.data[x.offset + plane + cell] as number);
    const notANumber = values.findIndex(Number.isNaN);
    const best = notANumber >= 0 ? notANumber : values.indexOf(Math.max(...values));
    const isCut = rectify && (values[best] as number) <= 0;
    y.data[y.offset + output] = isCut ? 0 : (values[best] as number);
    winners.data[winners.offset + output] = isCut ? -1 : (cells[best] as number);
  });
}

/** dx[winner] += dy. */
export function maxPoolBackward(dy: Tensor, winners: Tensor, dx: Tensor, g: WindowGeometry): void {
  dx.data.fill(0, dx.offset, dx.offset + dx.size);
  eachWindow(planesOf(dy, g), g, (output, plane) => {
    const winner = winners.data[winners.offset + output] as number;
    if (winner < 0) return;
    const target = dx.offset + plane + winner;
    dx.data[target] = (dx.data[target] as number) + (dy.data[dy.offset + output] as number);
  });
}

/** y = mean over the window, padding counted as zeros or not at all. */
export function averagePool(x: Tensor, y: Tensor, g: WindowGeometry, countPadding: boolean): void {
  eachWindow(planesOf(y, g), g, (output, plane, cells) => {
    const count = countPadding ? g.kernelHeight * g.kernelWidth : cells.length;
    const sum = cells.reduce((total, cell) => total + (x.data[x.offset + plane + cell] as number), 0);
    y.data[y.offset + output] = sum / count;
  });
}

/** dx[cell] += dy / count for every cell of the window. */
export function averagePoolBackward(dy: Tensor, dx: Tensor, g: WindowGeometry, countPadding: boolean): void {
  dx.data.fill(0, dx.offset, dx.offset + dx.size);
  eachWindow(planesOf(dy, g), g, (output, plane, cells) => {
    const count = countPadding ? g.kernelHeight * g.kernelWidth : cells.length;
    for (const cell of cells) {
      const target = dx.offset + plane + cell;
      dx.data[target] = (dx.data[target] as number) + (dy.data[dy.offset + output] as number) / count;
    }
  });
}
