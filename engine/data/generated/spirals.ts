import { cos, sin } from "../../math.ts";
import { Random } from "../../random.ts";
import { defineGeneratedSet } from "../dataset-record.ts";
import { noiseField, POINTS_STREAM, placePoints, pointsField, seedField } from "./plane-points.ts";

const RADIUS = 5;
const TURNS = 1.75;

/**
 * Two arms of 1.75 turns: point i of n has radius r = 5 i/n and angle t = 1.75 (2 pi) i/n, plus pi for the second
 * class, and lies at (r sin t, r cos t).
 */
export const spirals = defineGeneratedSet({
  kind: "generated",
  id: "spirals",
  title: "Two spirals",
  summary: "Two arms wound into each other. Hard for small networks; watch the border curl as they learn.",
  inputShape: [2],
  extent: RADIUS,
  fields: { points: pointsField, noise: noiseField(0.1, 1), seed: seedField },
  countClasses: () => 2,
  generate({ points, noise, seed }) {
    const random = Random.fromSeed(seed, POINTS_STREAM);
    return placePoints(points, 2, (label, rank, count) => {
      const radius = (RADIUS * rank) / count;
      const angle = (TURNS * 2 * Math.PI * rank) / count + (label === 0 ? 0 : Math.PI);
      return [
        radius * sin(angle) + noise * random.normal(),
        radius * cos(angle) + noise * random.normal(),
      ] as const;
    });
  },
});
