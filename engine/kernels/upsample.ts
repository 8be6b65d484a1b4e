import type { Tensor } from "../tensor.ts";
import type { UpsampleGeometry } from "./kernels.ts";

/**
 * Visits all products of y = Σ share · x as positions from each tensor's beginning. Nearest takes the cell that an
 * output cell lies in; bilinear mixes the two cells whose middles it lies between, along both axes: at
 * (i + ½) / factor - ½, not before the first middle and not behind the last (PyTorch's align_corners=false).
 */
function eachShare(
  planes: number,
  { height, width, factorY, factorX, mode }: UpsampleGeometry,
  visit: (y: number, x: number, share: number) => void,
): void {
  const bilinear = mode === "bilinear";
  let to = 0;
  for (let plane = 0; plane < planes; plane += 1)
    for (let i = 0; i < height * factorY; i += 1) {
      const down = bilinear ? Math.max((i + 0.5) / factorY - 0.5, 0) : Math.floor(i / factorY);
      const row = Math.floor(down);
      const below = down - row;
      const upper = (plane * height + row) * width;
      const lower = (plane * height + Math.min(row + 1, height - 1)) * width;
      for (let j = 0; j < width * factorX; j += 1) {
        const across = bilinear ? Math.max((j + 0.5) / factorX - 0.5, 0) : Math.floor(j / factorX);
        const left = Math.floor(across);
        const beside = across - left;
        if (!bilinear) visit(to, upper + left, 1);
        else {
          const right = Math.min(left + 1, width - 1);
          visit(to, upper + left, (1 - below) * (1 - beside));
          visit(to, upper + right, (1 - below) * beside);
          visit(to, lower + left, below * (1 - beside));
          visit(to, lower + right, below * beside);
        }
        to += 1;
      }
    }
}

/** y = Σ share · x: every cell becomes `factorY` by `factorX` cells. */
export function upsample(x: Tensor, y: Tensor, g: UpsampleGeometry): void {
  y.data.fill(0, y.offset, y.offset + y.size);
  eachShare(x.size / (g.height * g.width), g, (to, from, share) => {
    y.data[y.offset + to] = (y.data[y.offset + to] as number) + share * (x.data[x.offset + from] as number);
  });
}

/** dx = Σ share · dy. */
export function upsampleBackward(dy: Tensor, dx: Tensor, g: UpsampleGeometry): void {
  dx.data.fill(0, dx.offset, dx.offset + dx.size);
  eachShare(dx.size / (g.height * g.width), g, (from, to, share) => {
    dx.data[dx.offset + to] =
      (dx.data[dx.offset + to] as number) + share * (dy.data[dy.offset + from] as number);
  });
}
