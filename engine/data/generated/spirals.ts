import { cos, sin } from "../../math.ts";
import { Random } from "../../random.ts";
import { defineGeneratedSet } from "../dataset-record.ts";
import { noiseField, POINTS_STREAM, placePoints, pointsField, seedField } from "./plane-points.ts";

const RADIUS = 5;
const DEFAULT_TURNS = 1.75;

/**
 * Two arms: point i of n has radius r = 5 i/n and angle t = turns (2 pi) i/n, plus pi for the second class, and lies at
 * (r sin t, r cos t).
 */
export const spirals = defineGeneratedSet({
  kind: "generated",
  id: "spirals",
  title: "Two spirals",
  summary: "Two arms wound into each other. Hard for small networks; watch the border curl as they learn.",
  inputShape: [2],
  extent: RADIUS,
  fields: {
    points: pointsField,
    noise: noiseField(0.1, 1),
    turns: {
      type: "number",
      label: "Turns",
      help: "How often each arm goes round the middle. The more turns, the more units it takes to tell the arms apart.",
      minimum: 0.25,
      maximum: 4,
      step: 0.25,
      default: DEFAULT_TURNS,
    },
    seed: seedField,
  },
  countClasses: () => 2,
  generate({ points, noise, seed, turns = DEFAULT_TURNS }) {
    const random = Random.fromSeed(seed, POINTS_STREAM);
    return placePoints(points, 2, (label, rank, count) => {
      const radius = (RADIUS * rank) / count;
      const angle = (turns * 2 * Math.PI * rank) / count + (label === 0 ? 0 : Math.PI);
      return [
        radius * sin(angle) + noise * random.normal(),
        radius * cos(angle) + noise * random.normal(),
      ] as const;
    });
  },
});
