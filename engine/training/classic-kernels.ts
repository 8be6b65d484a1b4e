import type { StartedWeight } from "./initialisers.ts";

/** The kernels that every course on image processing begins with, as rows of numbers. */
export const classicKernels: readonly {
  readonly name: string;
  readonly rows: readonly (readonly number[])[];
}[] = [
  {
    name: "Identity",
    rows: [
      [0, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
    ],
  },
  {
    name: "Boxcar",
    rows: scaled(1 / 9, [
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ]),
  },
  {
    name: "Gaussian",
    rows: scaled(1 / 16, [
      [1, 2, 1],
      [2, 4, 2],
      [1, 2, 1],
    ]),
  },
  // I. Sobel and G. Feldman (1968): what they find is upright, then level.
  {
    name: "Sobel x",
    rows: [
      [-1, 0, 1],
      [-2, 0, 2],
      [-1, 0, 1],
    ],
  },
  {
    name: "Sobel y",
    rows: [
      [-1, -2, -1],
      [0, 0, 0],
      [1, 2, 1],
    ],
  },
  {
    name: "Laplacian",
    rows: [
      [0, 1, 0],
      [1, -4, 1],
      [0, 1, 0],
    ],
  },
];

/**
 * Gives the filters of a weight [filters, channels, height, width] the classic kernels in turn, in the middle of theirs
 * and over the mean of the channels. Of a kernel smaller than 3×3 the middle is left.
 */
export function fillClassicKernels({ shape, target, offset }: StartedWeight): void {
  const [filters = 1, channels = 1, height = 1, width = 1] = shape;
  let write = offset;
  for (let filter = 0; filter < filters; filter += 1) {
    const { rows = [] } = classicKernels[filter % classicKernels.length] ?? {};
    for (let channel = 0; channel < channels; channel += 1)
      for (let y = 0; y < height; y += 1)
        for (let x = 0; x < width; x += 1) {
          const value = rows[y - Math.floor((height - 3) / 2)]?.[x - Math.floor((width - 3) / 2)] ?? 0;
          target[write] = value / channels;
          write += 1;
        }
  }
}

function scaled(by: number, rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return rows.map((row) => row.map((value) => by * value));
}
