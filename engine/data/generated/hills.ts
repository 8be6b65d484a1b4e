import { exp } from "../../math.ts";
import { Random } from "../../random.ts";
import { defineGeneratedSet } from "../dataset-record.ts";
import { targetNoiseField } from "./numbers.ts";
import { POINTS_STREAM, pointsField, seedField } from "./plane-points.ts";

const EXTENT = 4;
/** Where the hill and the hollow are, and how high they are. */
const places = [
  { x: -1.5, y: 1, height: 1 },
  { x: 1.5, y: -1, height: -1 },
] as const;

/** Height 1 at (-1.5, 1) and -1 at (1.5, -1), both falling off as exp(-r²/2), plus noise N(0, 1); [-4, 4] x [-4, 4]. */
export const hills = defineGeneratedSet({
  kind: "generated",
  id: "hills",
  title: "Hill and hollow",
  summary: "The height of a landscape at a place in the plane: one hill, one hollow, flat between them.",
  inputShape: [2],
  targetNames: ["height"],
  extent: EXTENT,
  fields: { points: pointsField, noise: targetNoiseField(0.05), seed: seedField },
  countClasses: () => 0,
  generate({ points, noise, seed }) {
    const random = Random.fromSeed(seed, POINTS_STREAM);
    const coordinates = new Float32Array(2 * points);
    const targets = new Float32Array(points);
    for (let index = 0; index < points; index += 1) {
      const [x, y] = [random.uniformBetween(-EXTENT, EXTENT), random.uniformBetween(-EXTENT, EXTENT)];
      coordinates.set([x, y], 2 * index);
      const height = places.reduce(
        (sum, place) => sum + place.height * exp(-((x - place.x) ** 2 + (y - place.y) ** 2) / 2),
        0,
      );
      targets[index] = height + noise * random.normal();
    }
    return { coordinates, labels: new Uint8Array(points), classes: 0, targets };
  },
});
