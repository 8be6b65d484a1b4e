import { describe, expect, it } from "vitest";
import { Random } from "../random.ts";
import { type PointCloud, principalPlane } from "./principal.ts";

function run<Result>(work: Generator<unknown, Result, void>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Points around a middle whose covariance is known: `deviations[k]` along the k-th of orthonormal directions. */
function knownCloud(
  count: number,
  deviations: readonly number[],
  directions: readonly (readonly number[])[],
): PointCloud {
  const random = Random.fromSeed(11, 2);
  const width = directions[0]?.length ?? 0;
  const values = new Float32Array(count * width);
  for (let point = 0; point < count; point++)
    directions.forEach((direction, index) => {
      const amount = (deviations[index] ?? 0) * random.normal();
      direction.forEach((part, column) => {
        const at = point * width + column;
        values[at] = (values[at] ?? 7) + (index === 0 ? 7 : 0) + amount * part;
      });
    });
  return { values, width };
}

/** Orthonormal directions: the rows of a Hadamard matrix of order 4. */
const hadamard = [
  [0.5, 0.5, 0.5, 0.5],
  [0.5, -0.5, 0.5, -0.5],
  [0.5, 0.5, -0.5, -0.5],
  [0.5, -0.5, -0.5, 0.5],
];

describe("the plane of principal components", () => {
  it("has the directions and the shares of a known covariance", () => {
    const deviations = [3, 2, 1, 0.5];
    const cloud = knownCloud(20_000, deviations, hadamard);
    const { coordinates, explained } = run(principalPlane(cloud));
    const total = deviations.reduce((sum, each) => sum + each ** 2, 0);
    expect(explained[0]).toBeCloseTo(9 / total, 2);
    expect(explained[1]).toBeCloseTo(4 / total, 2);
    // Each coordinate is the point's own amount along its direction, up to the sampled mean and turn.
    for (const axis of [0, 1]) {
      const direction = hadamard[axis] ?? [];
      let [dot, own, other] = [0, 0, 0];
      for (let point = 0; point < 20_000; point++) {
        const along = direction.reduce(
          (sum, part, column) => sum + part * ((cloud.values[point * 4 + column] ?? 0) - 7),
          0,
        );
        const found = coordinates[2 * point + axis] ?? 0;
        dot += along * found;
        own += along * along;
        other += found * found;
      }
      expect(Math.abs(dot) / Math.sqrt(own * other)).toBeGreaterThan(0.999);
    }
  });

  it("captures as much variance as power iteration on the covariance itself", () => {
    const random = Random.fromSeed(4, 4);
    const [count, width] = [60, 40];
    const values = Float32Array.from(
      { length: count * width },
      (_, at) => random.normal() * (1 + (at % width) / 8),
    );
    const { explained, coordinates } = run(principalPlane({ values, width }));
    // The oracle forms the covariance and takes its two largest eigenvalues one after the other.
    const means = Array.from(
      { length: width },
      (_, j) =>
        Array.from({ length: count }, (__, i) => values[i * width + j] ?? 0).reduce((a, b) => a + b, 0) /
        count,
    );
    const covariance = Array.from({ length: width }, (_, j) =>
      Array.from({ length: width }, (__, k) => {
        let sum = 0;
        for (let i = 0; i < count; i++)
          sum +=
            ((values[i * width + j] ?? 0) - (means[j] ?? 0)) *
            ((values[i * width + k] ?? 0) - (means[k] ?? 0));
        return sum;
      }),
    );
    const trace = covariance.reduce((sum, row, j) => sum + (row[j] ?? 0), 0);
    for (const axis of [0, 1]) {
      let v = Array.from({ length: width }, (_, j) => Math.sin(j + 1 + axis));
      let value = 0;
      for (let round = 0; round < 5000; round++) {
        const w = covariance.map((row) => row.reduce((sum, each, k) => sum + each * (v[k] ?? 0), 0));
        value = Math.sqrt(w.reduce((sum, each) => sum + each * each, 0));
        v = w.map((each) => each / value);
      }
      expect(explained[axis]).toBeCloseTo(value / trace, 5);
      covariance.forEach((row, j) => {
        row.forEach((each, k) => {
          row[k] = each - value * (v[j] ?? 0) * (v[k] ?? 0);
        });
      });
    }
    const spread = (axis: number) =>
      Array.from({ length: count }, (_, i) => (coordinates[2 * i + axis] ?? 0) ** 2).reduce(
        (a, b) => a + b,
        0,
      );
    expect(spread(0) / trace).toBeCloseTo(explained[0], 5);
    expect(spread(1) / trace).toBeCloseTo(explained[1], 5);
  });

  it("is the same every time, and lies flat where there is no spread", () => {
    const cloud = knownCloud(50, [3, 2, 1, 0.5], hadamard);
    expect(run(principalPlane(cloud))).toEqual(run(principalPlane(cloud)));
    const still = run(principalPlane({ values: new Float32Array(30).fill(2), width: 3 }));
    expect([...still.coordinates]).toEqual(new Array(20).fill(0));
    expect(still.explained).toEqual([0, 0]);
    const line = run(principalPlane({ values: Float32Array.of(1, 2, 4), width: 1 }));
    expect(line.explained[0]).toBeCloseTo(1, 9);
    expect(line.explained[1]).toBe(0);
  });
});
