import type { Tensor } from "../tensor.ts";
import type { PadGeometry } from "./kernels.ts";
import { imageCell } from "./reference/convolution.ts";

/** y[c,i,j] = x[c, i - top, j - left], or what the padding's cells hold. */
export function pad(x: Tensor, y: Tensor, g: PadGeometry): void {
  const planes = x.size / (g.height * g.width);
  let to = y.offset;
  for (let plane = 0; plane < planes; plane += 1)
    for (let i = 0; i < g.outHeight; i += 1)
      for (let j = 0; j < g.outWidth; j += 1) {
        const row = imageCell(i - g.top, g.height, g.cells);
        const column = imageCell(j - g.left, g.width, g.cells);
        const from = x.offset + (plane * g.height + row) * g.width + column;
        y.data[to] = row < 0 || column < 0 ? 0 : (x.data[from] as number);
        to += 1;
      }
}

/** Every gradient goes back to the cell that its number came from. */
export function padBackward(dy: Tensor, dx: Tensor, g: PadGeometry): void {
  dx.data.fill(0, dx.offset, dx.offset + dx.size);
  const planes = dx.size / (g.height * g.width);
  let from = dy.offset;
  for (let plane = 0; plane < planes; plane += 1)
    for (let i = 0; i < g.outHeight; i += 1)
      for (let j = 0; j < g.outWidth; j += 1) {
        const row = imageCell(i - g.top, g.height, g.cells);
        const column = imageCell(j - g.left, g.width, g.cells);
        const to = dx.offset + (plane * g.height + row) * g.width + column;
        if (row >= 0 && column >= 0) dx.data[to] = (dx.data[to] as number) + (dy.data[from] as number);
        from += 1;
      }
}
