import type { FloatArray } from "../../tensor.ts";

/**
 * C += A·B for an m×k and a k×n matrix. Element (i,t) of A lies at aStart + i·aRow + t·aStep, element (t,j) of B
 * at bStart + j·bColumn + t·bStep, C is row-major with rows of cRow; so transposes cost nothing. Each sum runs
 * over t in order in float64 and is rounded once, whichever tile it falls into. Tiles of 3×3 keep nine sums and
 * six factors in the sixteen registers that the compiler has; 4×4 measured slower on shapes with few rows.
 */
export function multiplyAdd(
  m: number,
  n: number,
  k: number,
  a: FloatArray,
  aStart: number,
  aRow: number,
  aStep: number,
  b: FloatArray,
  bStart: number,
  bColumn: number,
  bStep: number,
  c: FloatArray,
  cStart: number,
  cRow: number,
): void {
  const tiledRows = m - (m % 3);
  const tiledColumns = n - (n % 3);
  for (let i = 0; i < tiledRows; i += 3) {
    for (let j = 0; j < tiledColumns; j += 3) {
      let a0 = aStart + i * aRow;
      let a1 = a0 + aRow;
      let a2 = a1 + aRow;
      let b0 = bStart + j * bColumn;
      let b1 = b0 + bColumn;
      let b2 = b1 + bColumn;
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s20 = 0;
      let s21 = 0;
      let s22 = 0;
      for (let t = 0; t < k; t += 1) {
        const y0 = b[b0] as number;
        const y1 = b[b1] as number;
        const y2 = b[b2] as number;
        const x0 = a[a0] as number;
        s00 += x0 * y0;
        s01 += x0 * y1;
        s02 += x0 * y2;
        const x1 = a[a1] as number;
        s10 += x1 * y0;
        s11 += x1 * y1;
        s12 += x1 * y2;
        const x2 = a[a2] as number;
        s20 += x2 * y0;
        s21 += x2 * y1;
        s22 += x2 * y2;
        a0 += aStep;
        a1 += aStep;
        a2 += aStep;
        b0 += bStep;
        b1 += bStep;
        b2 += bStep;
      }
      const c0 = cStart + i * cRow + j;
      const c1 = c0 + cRow;
      const c2 = c1 + cRow;
      c[c0] = (c[c0] as number) + s00;
      c[c0 + 1] = (c[c0 + 1] as number) + s01;
      c[c0 + 2] = (c[c0 + 2] as number) + s02;
      c[c1] = (c[c1] as number) + s10;
      c[c1 + 1] = (c[c1 + 1] as number) + s11;
      c[c1 + 2] = (c[c1 + 2] as number) + s12;
      c[c2] = (c[c2] as number) + s20;
      c[c2 + 1] = (c[c2 + 1] as number) + s21;
      c[c2 + 2] = (c[c2 + 2] as number) + s22;
    }
  }
  for (let i = 0; i < m; i += 1) {
    for (let j = i < tiledRows ? tiledColumns : 0; j < n; j += 1) {
      let sum = 0;
      let p = aStart + i * aRow;
      let q = bStart + j * bColumn;
      for (let t = 0; t < k; t += 1) {
        sum += (a[p] as number) * (b[q] as number);
        p += aStep;
        q += bStep;
      }
      const position = cStart + i * cRow + j;
      c[position] = (c[position] as number) + sum;
    }
  }
}
