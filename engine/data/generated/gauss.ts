import { Random } from "../../random.ts";
import { defineGeneratedSet } from "../dataset-record.ts";
import { POINTS_STREAM, placePoints, pointsField, seedField } from "./plane-points.ts";

const CENTRE = 2;

/** Two normal clouds at (2, 2) and (-2, -2); noise 0 to 0.5 is variance 0.5 to 4 of each coordinate. */
export const gauss = defineGeneratedSet({
  kind: "generated",
  id: "gauss",
  title: "Two clouds",
  summary: "Two normal clouds on either side of the origin. One straight line is enough.",
  inputShape: [2],
  extent: CENTRE,
  fields: {
    points: pointsField,
    noise: {
      type: "number",
      label: "Noise",
      help: "Width of the clouds: from 0 (variance 0.5) to 0.5 (variance 4).",
      minimum: 0,
      maximum: 0.5,
      step: 0.05,
      default: 0.1,
    },
    seed: seedField,
  },
  countClasses: () => 2,
  generate({ points, noise, seed }) {
    const random = Random.fromSeed(seed, POINTS_STREAM);
    const deviation = Math.sqrt(0.5 + 7 * noise);
    return placePoints(points, 2, (label) => {
      const centre = label === 0 ? CENTRE : -CENTRE;
      return [centre + deviation * random.normal(), centre + deviation * random.normal()] as const;
    });
  },
});
