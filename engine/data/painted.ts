import { z } from "zod";
import { sizeOf } from "../tensor.ts";
import { TroubleError } from "../trouble.ts";
import { phrase, say } from "../words/say.ts";
import type { Dataset } from "./dataset-record.ts";
import { splitPreparationSchema } from "./preparation.ts";
import { fixedSplitSeed, shares, stratifiedSplit } from "./split.ts";

/** Points that a person can place, most: they are part of the project's file. */
export const mostPainted = 4000;
export const mostPaintedClasses = 5;
/** Coordinates go from minus to plus this, as those of the computed sets nearly do. */
export const paintedExtent = 6;
/** Points that a network can be trained on, least. */
const fewest = 6;

/** A place in the plane and its class. */
const pointSchema = z
  .tuple([
    z.number().min(-paintedExtent).max(paintedExtent),
    z.number().min(-paintedExtent).max(paintedExtent),
    z
      .int()
      .min(0)
      .max(mostPaintedClasses - 1),
  ])
  .readonly();

/** Points in the plane that were clicked and painted by hand; the project holds them. */
export const paintedReferenceSchema = z
  .strictObject({
    kind: z.literal("painted"),
    classes: z.int().min(2).max(mostPaintedClasses),
    points: z.array(pointSchema).max(mostPainted).readonly(),
    preparation: splitPreparationSchema.exactOptional(),
  })
  .superRefine(({ classes, points }, context) => {
    const wrong = points.findIndex(([, , label]) => label >= classes);
    if (wrong >= 0)
      context.addIssue({
        code: "custom",
        message: say("Point {point} is of class {label}, and there are {classes}.", {
          point: wrong + 1,
          label: points[wrong]?.[2],
          classes,
        }),
        path: ["points", wrong],
      });
  })
  .readonly();

export type PaintedReference = z.infer<typeof paintedReferenceSchema>;
export type PaintedPoint = PaintedReference["points"][number];

export const paintedName = phrase("Your own points");

/** How many points each class has. */
export function countPainted({ classes, points }: Pick<PaintedReference, "classes" | "points">): number[] {
  const counts = Array.from({ length: classes }, () => 0);
  for (const [, , label] of points) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** Why nothing can be learnt from the points yet, in a sentence; null when it can. */
export function whyTooFew(painted: Pick<PaintedReference, "classes" | "points">): string | null {
  const { points } = painted;
  const used = countPainted(painted).filter((count) => count > 0).length;
  if (points.length < fewest)
    return say(
      "There {points, plural, one {is 1 point} other {are {points} points}}, and {fewest} is the least that can be learnt from.",
      { points: points.length, fewest },
    );
  return used < 2 ? say("All points are of one class, so there is nothing to tell apart.") : null;
}

/**
 * The points of a data set in the plane, of all its parts, to be changed by hand: their coordinates with two digits, at
 * the plane's edge where they lie beyond it, and as many as a project holds. Null where they cannot be painted: other
 * inputs, numbers to predict, or too many classes.
 */
export function paintedFrom({
  inputs,
  inputShape,
  labels,
  classNames,
  targets,
}: Dataset): PaintedReference | null {
  const classes = classNames.length;
  if (inputs.kind !== "floats" || sizeOf(inputShape) !== 2 || targets) return null;
  if (classes < 2 || classes > mostPaintedClasses) return null;
  const at = (index: number) => onPlane(inputs.data[index] ?? 0);
  const points = Array.from(
    { length: Math.min(labels.length, mostPainted) },
    (_, index): PaintedPoint => [at(2 * index), at(2 * index + 1), labels[index] ?? 0],
  );
  return { kind: "painted", classes, points };
}

/** A coordinate within the plane; the file shows what a person placed, not what a mouse measured. */
export function onPlane(value: number): number {
  return Math.round(Math.max(-paintedExtent, Math.min(paintedExtent, value)) * 100) / 100;
}

/**
 * The points as a data set: of each class 70 % for training and 15 % each for validation and test.
 * @throws TroubleError when there are too few, or of one class alone.
 */
export function paintedDataset(reference: PaintedReference, classNames: readonly string[]): Dataset {
  const why = whyTooFew(reference);
  if (why)
    throw new TroubleError({
      title: say("More points are needed"),
      reason: why,
      next: say("Paint more of them."),
    });
  const { points } = reference;
  const labels = Uint8Array.from(points, ([, , label]) => label);
  return {
    id: "painted",
    name: paintedName,
    summary: say("{points} points, placed by hand.", { points: points.length }),
    inputShape: [2],
    task: "classes",
    classNames,
    inputs: {
      kind: "floats",
      data: Float32Array.from(
        { length: 2 * points.length },
        (_, at) => points[at >> 1]?.[at % 2] ?? Number.NaN,
      ),
    },
    labels,
    split: stratifiedSplit(labels, 0, labels.length, shares(0.15, 0.15), fixedSplitSeed),
    preprocessing: { scale: 1, offset: 0 },
    provenance: { source: say("Painted in Layerlab."), licence: say("They are yours.") },
  };
}
