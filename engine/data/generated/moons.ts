import { cos, sin } from "../../math.ts";
import { Random } from "../../random.ts";
import { defineGeneratedSet } from "../dataset-record.ts";
import { noiseField, POINTS_STREAM, placePoints, pointsField, seedField } from "./plane-points.ts";

/** Two half circles that hold each other: (cos t, sin t) and (1 - cos t, 1/2 - sin t), t evenly in [0, pi]. */
export const moons = defineGeneratedSet({
  kind: "generated",
  id: "moons",
  title: "Two moons",
  summary:
    "Two half circles, each reaching into the other. A straight line gets most of them right, not all.",
  inputShape: [2],
  extent: 2,
  fields: { points: pointsField, noise: noiseField(0.1, 1), seed: seedField },
  countClasses: () => 2,
  generate({ points, noise, seed }) {
    const random = Random.fromSeed(seed, POINTS_STREAM);
    return placePoints(points, 2, (label, rank, count) => {
      const angle = (Math.PI * rank) / (count - 1);
      const x = label === 0 ? cos(angle) : 1 - cos(angle);
      const y = label === 0 ? sin(angle) : 0.5 - sin(angle);
      return [x + noise * random.normal(), y + noise * random.normal()] as const;
    });
  },
});
