import { cos, sin } from "../../math.ts";
import { Random } from "../../random.ts";
import { defineGeneratedSet } from "../dataset-record.ts";
import { noiseField, POINTS_STREAM, placePoints, pointsField, seedField } from "./plane-points.ts";

const RADIUS = 2;
const DEFAULT_CLASSES = 3;

/** One round cloud a class: centre k of K at 2 (cos 2 pi k/K, sin 2 pi k/K), plus noise N(0, 1). */
export const blobs = defineGeneratedSet({
  kind: "generated",
  id: "blobs",
  title: "Blobs",
  summary: "Round clouds of points on a circle, one for each class. Straight lines can tell them apart.",
  inputShape: [2],
  extent: RADIUS,
  fields: {
    points: pointsField,
    noise: noiseField(0.5, 2),
    classes: {
      type: "integer",
      label: "Classes",
      help: "How many clouds there are, each a class of its own.",
      minimum: 2,
      maximum: 10,
      default: DEFAULT_CLASSES,
    },
    seed: seedField,
  },
  countClasses: ({ classes = DEFAULT_CLASSES }) => classes,
  generate({ points, noise, seed, classes = DEFAULT_CLASSES }) {
    const random = Random.fromSeed(seed, POINTS_STREAM);
    return placePoints(points, classes, (label) => {
      const angle = (2 * Math.PI * label) / classes;
      return [
        RADIUS * cos(angle) + noise * random.normal(),
        RADIUS * sin(angle) + noise * random.normal(),
      ] as const;
    });
  },
});
