import { cos, sin } from "../../math.ts";
import { Random } from "../../random.ts";
import { defineGeneratedSet } from "../dataset-record.ts";
import { noiseField, POINTS_STREAM, placePoints, pointsField, seedField } from "./plane-points.ts";

const INNER_RADIUS = 0.5;

/** Points evenly on a circle of radius 1 (first class) and on one of radius 1/2 (second class). */
export const circles = defineGeneratedSet({
  kind: "generated",
  id: "circles",
  title: "Two circles",
  summary: "A small circle inside a large one. No straight line helps; a few hidden units do.",
  inputShape: [2],
  extent: 1,
  fields: { points: pointsField, noise: noiseField(0.1, 1), seed: seedField },
  countClasses: () => 2,
  generate({ points, noise, seed }) {
    const random = Random.fromSeed(seed, POINTS_STREAM);
    return placePoints(points, 2, (label, rank, count) => {
      const radius = label === 0 ? 1 : INNER_RADIUS;
      const angle = (2 * Math.PI * rank) / count;
      return [
        radius * cos(angle) + noise * random.normal(),
        radius * sin(angle) + noise * random.normal(),
      ] as const;
    });
  },
});
