import type { IntegerField, NumberField } from "../../layers/fields.ts";
import type { PlanePoints } from "../dataset-record.ts";

/** The random stream that points are drawn from. */
export const POINTS_STREAM = 0x9017;

/** The fields that every generated set has. */
export const pointsField: IntegerField = {
  type: "integer",
  label: "Points",
  help: "How many points there are in all: training, validation and test together.",
  minimum: 20,
  maximum: 20_000,
  default: 600,
};

export const seedField: IntegerField = {
  type: "integer",
  label: "Seed",
  help: "The same seed gives the same points on every computer.",
  minimum: 0,
  maximum: 4_294_967_295,
  default: 1,
};

/** The noise field of sets that add a normally distributed shift to each coordinate. */
export function noiseField(standardDeviation: number, maximum: number): NumberField {
  return {
    type: "number",
    label: "Noise",
    help: "Standard deviation of a random shift of each coordinate.",
    minimum: 0,
    maximum,
    step: 0.05,
    default: standardDeviation,
  };
}

/**
 * Lays out `points` points, class by class, classes as even in size as can be.
 * @param place writes the coordinates of point `rank` of the `count` points of a class.
 */
export function placePoints(
  points: number,
  classes: number,
  place: (label: number, rank: number, count: number) => readonly [number, number],
): PlanePoints {
  const coordinates = new Float32Array(2 * points);
  const labels = new Uint8Array(points);
  let index = 0;
  for (let label = 0; label < classes; label += 1) {
    const count = Math.floor(points / classes) + (label < points % classes ? 1 : 0);
    for (let rank = 0; rank < count; rank += 1) {
      const [x, y] = place(label, rank, count);
      coordinates[2 * index] = x;
      coordinates[2 * index + 1] = y;
      labels[index] = label;
      index += 1;
    }
  }
  return { coordinates, labels, classes };
}
