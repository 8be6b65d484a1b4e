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
 * A kernel's numbers row by row, in the middle of `height` × `width` cells, zeros around it. Of what is smaller than
 * 3×3 the middle is left.
 */
export function kernelOfSize(
  rows: readonly (readonly number[])[],
  height: number,
  width: number,
): readonly number[] {
  return Array.from({ length: height * width }, (_, cell) => {
    const y = Math.floor(cell / width) - Math.floor((height - 3) / 2);
    return rows[y]?.[(cell % width) - Math.floor((width - 3) / 2)] ?? 0;
  });
}

function scaled(by: number, rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return rows.map((row) => row.map((value) => by * value));
}
