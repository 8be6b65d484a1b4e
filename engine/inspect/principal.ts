import { Random } from "../random.ts";

/** Points of `width` numbers each, one after another. */
export interface PointCloud {
  readonly values: Float32Array;
  readonly width: number;
}

export interface PrincipalPlane {
  /** `x0, y0, x1, y1, ...` along the two directions in which the points are spread most. */
  readonly coordinates: Float32Array;
  /** The shares of the whole variance that lie along them. */
  readonly explained: readonly [number, number];
}

/** Vectors that are iterated together: two that are wanted, the others make them converge faster. */
const block = 6;
export const mostRounds = 60;
/** The iteration ends when no coordinate's variance changes by more than this share. */
const tolerance = 1e-7;

/**
 * Principal components: the centred points on their two directions of largest variance, found by subspace
 * iteration on XᵀX without forming it (G. Golub and C. Van Loan, Matrix Computations, 4th edition, section 7.3.2,
 * with the Rayleigh-Ritz step of section 8.3), in float64. The sign of a direction is such that its largest part
 * is positive. Yields after each round.
 */
export function* principalPlane(cloud: PointCloud): Generator<number, PrincipalPlane, void> {
  const { width } = cloud;
  const count = cloud.values.length / width;
  const centred = centre(cloud);
  const total = centred.reduce((sum, value) => sum + value * value, 0);
  const size = Math.min(block, width);
  const random = Random.fromSeed(0, 0x9ca);
  let basis = orthonormal(
    Array.from({ length: size }, () => Float64Array.from({ length: width }, () => random.normal())),
  );
  let variances: readonly number[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const images = basis.map((direction) => productWith(centred, direction, count));
    const { values, vectors } = symmetricEigen(
      images.map((image) =>
        images.map((other) => image.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)),
      ),
    );
    const rotated = vectors.map((vector) => combined(basis, vector));
    const moved = values.some(
      (value, at) => at < 2 && !(Math.abs(value - (variances[at] ?? 0)) <= tolerance * Math.abs(value)),
    );
    variances = values;
    basis = rotated;
    yield round + 1;
    if (!moved) break;
    basis = orthonormal(
      basis.map((direction) => transposedProduct(centred, productWith(centred, direction, count), width)),
    );
  }
  const coordinates = new Float32Array(2 * count);
  basis.slice(0, 2).forEach((direction, axis) => {
    const sign =
      direction.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0) < 0 ? -1 : 1;
    productWith(centred, direction, count).forEach((value, point) => {
      coordinates[2 * point + axis] = sign * value;
    });
  });
  const share = (axis: number) => (total > 0 ? (variances[axis] ?? 0) / total : 0);
  return { coordinates, explained: [share(0), share(1)] };
}

function centre({ values, width }: PointCloud): Float64Array {
  const count = values.length / width;
  const sums = new Float64Array(width);
  values.forEach((value, at) => {
    const column = at % width;
    sums[column] = (sums[column] ?? 0) + value;
  });
  return Float64Array.from(values, (value, at) => value - (sums[at % width] ?? 0) / count);
}

/** X v: one number for each point. */
function productWith(points: Float64Array, direction: Float64Array, count: number): Float64Array {
  const width = direction.length;
  const product = new Float64Array(count);
  for (let point = 0; point < count; point++) {
    let sum = 0;
    for (let column = 0; column < width; column++)
      sum += (points[point * width + column] ?? 0) * (direction[column] ?? 0);
    product[point] = sum;
  }
  return product;
}

/** Xᵀ u: one number for each dimension. */
function transposedProduct(points: Float64Array, image: Float64Array, width: number): Float64Array {
  const product = new Float64Array(width);
  for (let point = 0; point < image.length; point++) {
    const factor = image[point] ?? 0;
    for (let column = 0; column < width; column++)
      product[column] = (product[column] ?? 0) + factor * (points[point * width + column] ?? 0);
  }
  return product;
}

function combined(basis: readonly Float64Array[], factors: readonly number[]): Float64Array {
  return (basis[0] ?? new Float64Array()).map((_, at) =>
    basis.reduce((sum, direction, index) => sum + (direction[at] ?? 0) * (factors[index] ?? 0), 0),
  );
}

/** Gram-Schmidt, twice over, which is enough in float64; what depends on the others becomes zero. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const made: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = Float64Array.from(vector);
    const before = norm(rest);
    for (let pass = 0; pass < 2; pass++)
      for (const earlier of made) {
        const along = rest.reduce((sum, value, at) => sum + value * (earlier[at] ?? 0), 0);
        for (let at = 0; at < rest.length; at++) rest[at] = (rest[at] ?? 0) - along * (earlier[at] ?? 0);
      }
    const length = norm(rest);
    made.push(length > 1e-12 * before ? rest.map((value) => value / length) : rest.fill(0));
  }
  return made;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

/**
 * Eigenvalues, the largest first, and eigenvectors of a small symmetric matrix, by cyclic Jacobi rotations (Golub
 * and Van Loan, section 8.5).
 */
function symmetricEigen(matrix: readonly (readonly number[])[]) {
  const size = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = a.map((_, row) => a.map((__, column) => (row === column ? 1 : 0)));
  const get = (rows: number[][], row: number, column: number) => rows[row]?.[column] ?? 0;
  const set = (rows: number[][], row: number, column: number, value: number) => {
    const line = rows[row];
    if (line) line[column] = value;
  };
  for (let sweep = 0; sweep < 30; sweep++)
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++) {
        const off = get(a, p, q);
        if (Math.abs(off) < 1e-300) continue;
        const theta = (get(a, q, q) - get(a, p, p)) / (2 * off);
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < size; k++) {
          const [kp, kq] = [get(a, k, p), get(a, k, q)];
          set(a, k, p, c * kp - s * kq);
          set(a, k, q, s * kp + c * kq);
        }
        for (let k = 0; k < size; k++) {
          const [pk, qk] = [get(a, p, k), get(a, q, k)];
          set(a, p, k, c * pk - s * qk);
          set(a, q, k, s * pk + c * qk);
          const [vp, vq] = [get(v, k, p), get(v, k, q)];
          set(v, k, p, c * vp - s * vq);
          set(v, k, q, s * vp + c * vq);
        }
      }
  const order = a.map((_, index) => index).sort((x, y) => get(a, y, y) - get(a, x, x));
  return {
    values: order.map((index) => get(a, index, index)),
    vectors: order.map((index) => v.map((row) => row[index] ?? 0)),
  };
}
