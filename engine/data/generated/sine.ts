import { sin } from "../../math.ts";
import { Random } from "../../random.ts";
import { defineGeneratedSet } from "../dataset-record.ts";
import { targetNoiseField } from "./numbers.ts";
import { POINTS_STREAM, pointsField, seedField } from "./plane-points.ts";

const HALF_WIDTH = Math.PI;

/** y = sin(2x) + noise N(0, 1), x uniform in [-pi, pi]: two periods. */
export const sine = defineGeneratedSet({
  kind: "generated",
  id: "sine",
  title: "Noisy sine",
  summary:
    "A number to predict from another: two periods of a sine with noise. A straight line cannot follow it, one hidden layer can.",
  inputShape: [1],
  targetNames: ["y"],
  extent: HALF_WIDTH,
  fields: { points: pointsField, noise: targetNoiseField(0.1), seed: seedField },
  countClasses: () => 0,
  generate({ points, noise, seed }) {
    const random = Random.fromSeed(seed, POINTS_STREAM);
    const coordinates = new Float32Array(points);
    const targets = new Float32Array(points);
    for (let index = 0; index < points; index += 1) {
      const x = random.uniformBetween(-HALF_WIDTH, HALF_WIDTH);
      coordinates[index] = x;
      targets[index] = sin(2 * x) + noise * random.normal();
    }
    return { coordinates, labels: new Uint8Array(points), classes: 0, targets };
  },
});
