import { UMAP } from "umap-js";
import { Random } from "../random.ts";
import type { PointCloud } from "./principal.ts";

/** Neighbours that each point is held by: as the authors of the method start. */
const wantedNeighbours = 15;
/** Rounds of moving the points. */
export const layoutRounds = 400;
/** Fewer points have no neighbourhoods to keep. */
export const fewestPoints = 4;

/**
 * The points in a plane in which near ones stay near: UMAP (L. McInnes, J. Healy and J. Melville, 2018), computed
 * by umap-js from the exact nearest neighbours, seeded. Distances between groups mean little. Yields after each
 * point whose neighbours were found, and after each round: count + `layoutRounds` times in all.
 * @throws RangeError with fewer points than `fewestPoints`.
 */
export function* neighbourPlane(cloud: PointCloud, seed: number): Generator<number, Float32Array, void> {
  const count = cloud.values.length / cloud.width;
  if (count < fewestPoints) throw new RangeError(`${count} points are too few to have neighbours.`);
  const neighbours = Math.min(wantedNeighbours, count - 1);
  const indices: number[][] = [];
  const distances: number[][] = [];
  for (let point = 0; point < count; point++) {
    const nearest = nearestTo(cloud, point, count, neighbours);
    indices.push(nearest.map(({ other }) => other));
    distances.push(nearest.map(({ distance }) => distance));
    yield point + 1;
  }
  const random = Random.fromSeed(seed, 0x0a9);
  const umap = new UMAP({
    nNeighbors: neighbours,
    nEpochs: layoutRounds,
    random: () => random.uniform(),
  });
  umap.setPrecomputedKNN(indices, distances);
  // With the neighbours known it reads the number of points alone.
  umap.initializeFit(Array.from({ length: count }, () => []));
  for (let round = 0; round < layoutRounds; round++) {
    umap.step();
    yield count + round + 1;
  }
  return Float32Array.from(umap.getEmbedding().flat());
}

/** The point itself and those nearest to it, the nearest first. */
function nearestTo({ values, width }: PointCloud, point: number, count: number, most: number) {
  const all = Array.from({ length: count }, (_, other) => {
    let sum = 0;
    for (let column = 0; column < width; column++) {
      const step = (values[point * width + column] ?? 0) - (values[other * width + column] ?? 0);
      sum += step * step;
    }
    return { other, distance: other === point ? 0 : Math.sqrt(sum) };
  });
  return all
    .sort(
      (a, b) =>
        a.distance - b.distance || Number(b.other === point) - Number(a.other === point) || a.other - b.other,
    )
    .slice(0, most);
}
