import { Random } from "../../random.ts";
import { defineGeneratedSet } from "../dataset-record.ts";
import { noiseField, POINTS_STREAM, placePoints, pointsField, seedField } from "./plane-points.ts";

const EXTENT = 5;
const MARGIN = 0.3;

/**
 * Uniform in [-5, 5] x [-5, 5] but at least 0.3 from both axes; the second class where x and y have the same sign.
 * The quadrants of a class take turns. Noise moves a point after its class is settled, perhaps over an axis.
 */
export const xor = defineGeneratedSet({
  kind: "generated",
  id: "xor",
  title: "Exclusive or",
  summary: "Four squares, coloured like a chessboard: the class depends on both coordinates together.",
  inputShape: [2],
  extent: EXTENT,
  fields: { points: pointsField, noise: noiseField(0, 2), seed: seedField },
  countClasses: () => 2,
  generate({ points, noise, seed }) {
    const random = Random.fromSeed(seed, POINTS_STREAM);
    return placePoints(points, 2, (label, rank) => {
      const side = rank % 2 === 0 ? 1 : -1;
      const x = side * random.uniformBetween(MARGIN, EXTENT);
      const y = (label === 1 ? side : -side) * random.uniformBetween(MARGIN, EXTENT);
      return [x + noise * random.normal(), y + noise * random.normal()] as const;
    });
  },
});
