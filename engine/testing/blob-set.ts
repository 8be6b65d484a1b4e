import type { Dataset } from "../data/dataset.ts";
import { generateDataset } from "../data/generate.ts";

/** Round clouds of points in the plane, one for each class: a small set to classify. `noise` is their standard deviation. */
export function blobSet(points: number, noise: number, { seed = 3, classes = 3 } = {}): Dataset {
  return generateDataset({ kind: "generated", id: "blobs", points, noise, seed, classes });
}
