import { z } from "zod";
import { datasetReferenceSchema } from "../../engine/data/dataset.ts";
import { dreamFields, occlusionFields } from "../../engine/inspect/seek-settings.ts";
import { fieldsSchema } from "../../engine/layers/fields.ts";
import { projectSchema } from "../../engine/project/project.ts";
import type { ProjectionMethod, RunUntil } from "../../engine/protocol.ts";
import { augmentationSchema } from "../../engine/training/settings.ts";
import type { Documents } from "./documents.ts";
import type { WindowCalls } from "./ipc.ts";
import type { KeptRuns } from "./kept-runs.ts";
import type { Training } from "./training.ts";

const until = z.enum(["batch", "epoch", "end"] satisfies RunUntil[]);
const count = z.int().min(1);
/** A place in a layer's output; the worker takes the nearest one that the layer has. */
const place = z.int().min(0);
const cursorSchema = z.strictObject({ map: place, row: place, column: place });
/** Of a picture to try, in pixels. */
const side = z.int().min(1).max(1024);

/** The calls that the worker answers. */
export function trainingCalls(
  training: Training,
  documents: Pick<Documents, "folderOf" | "fileOf">,
  runs: Pick<KeptRuns, "newPlace">,
) {
  return {
    describeData: {
      schema: z.strictObject({ data: datasetReferenceSchema }),
      handle: (request, sender) =>
        training.look(sender, (client) =>
          client.call("describeData", { ...request, folder: documents.folderOf(sender) }),
        ),
    },
    giveData: {
      schema: z.strictObject({ data: datasetReferenceSchema }),
      handle: (request, sender) =>
        training.clientFor(sender).call("giveData", { ...request, folder: documents.folderOf(sender) }),
    },
    strongestInputs: {
      schema: z.strictObject({
        node: z.string().max(200),
        unit: z.int().min(0),
        part: z.enum(["validation", "test"]),
      }),
      handle: (request, sender) => training.clientFor(sender).call("strongestInputs", request),
    },
    occlude: {
      schema: z.strictObject({ label: z.int().min(0).nullable(), settings: fieldsSchema(occlusionFields) }),
      handle: (request, sender) => training.clientFor(sender).call("occlude", request),
    },
    dream: {
      schema: z.strictObject({
        node: z.string().max(200),
        unit: z.int().min(0),
        settings: fieldsSchema(dreamFields),
      }),
      handle: (request, sender) => training.clientFor(sender).call("dream", request),
    },
    cancelSeeking: {
      schema: z.null(),
      handle: (_none, sender) => training.clientFor(sender).call("cancelSeeking"),
    },
    lookAtData: {
      schema: z.strictObject({ data: datasetReferenceSchema }),
      handle: (request, sender) =>
        training.clientFor(sender).call("lookAtData", { ...request, folder: documents.folderOf(sender) }),
    },
    pointsOf: {
      schema: z.strictObject({ data: datasetReferenceSchema }),
      handle: (request, sender) => training.clientFor(sender).call("pointsOf", request),
    },
    dataExamples: {
      schema: z.strictObject({
        data: datasetReferenceSchema,
        part: z.enum(["train", "validation", "test"]),
        label: z.int().min(0).max(255).nullable(),
        from: z.int().min(0),
        count: count.max(500),
      }),
      handle: (request, sender) =>
        training.clientFor(sender).call("dataExamples", { ...request, folder: documents.folderOf(sender) }),
    },
    augmentExamples: {
      schema: z.strictObject({
        data: datasetReferenceSchema,
        augmentation: augmentationSchema,
        seed: z.int().min(0),
        example: z.int().min(0),
        draws: count.max(32),
      }),
      handle: (request, sender) =>
        training
          .clientFor(sender)
          .call("augmentExamples", { ...request, folder: documents.folderOf(sender) }),
    },
    startTraining: {
      schema: z.strictObject({
        project: projectSchema,
        until,
        limit: count.exactOptional(),
        threads: count.max(256).exactOptional(),
      }),
      handle: (request, sender) =>
        training.clientFor(sender).call("start", {
          ...request,
          folder: documents.folderOf(sender),
          checkpoints: runs.newPlace(documents.fileOf(sender)),
        }),
    },
    resumeTraining: {
      schema: z.strictObject({ until }),
      handle: (request, sender) => training.clientFor(sender).call("resume", request),
    },
    pauseTraining: {
      schema: z.null(),
      handle: (_request, sender) => training.clientFor(sender).call("pause"),
    },
    stopTraining: { schema: z.null(), handle: (_request, sender) => training.clientFor(sender).call("stop") },
    resetTraining: {
      schema: z.null(),
      handle: (_request, sender) => training.clientFor(sender).call("reset"),
    },
    extendTraining: {
      schema: z.strictObject({ epochs: count.max(100_000) }),
      handle: (request, sender) => training.clientFor(sender).call("extend", request),
    },
    changeTraining: {
      schema: z.strictObject({ training: projectSchema.unwrap().shape.training }),
      handle: (request, sender) => training.clientFor(sender).call("changeTraining", request),
    },
    setLearningRate: {
      schema: z.strictObject({ learningRate: z.number().positive().max(1e6) }),
      handle: (request, sender) => training.clientFor(sender).call("setLearningRate", request),
    },
    chooseProbe: {
      schema: z.strictObject({ index: z.int().min(0).exactOptional() }),
      handle: (request, sender) => training.clientFor(sender).call("chooseProbe", request),
    },
    tryInput: {
      schema: z.strictObject({
        input: z
          .discriminatedUnion("kind", [
            z.strictObject({
              kind: z.literal("picture"),
              width: side,
              height: side,
              channels: z.union([z.literal(1), z.literal(3)]),
              bytes: z.instanceof(Uint8Array),
              isDrawing: z.boolean(),
            }),
            z.strictObject({ kind: z.literal("numbers"), values: z.array(z.number()).max(10_000) }),
          ])
          .nullable(),
      }),
      handle: (request, sender) => training.clientFor(sender).call("tryInput", request),
    },
    setPictures: {
      schema: z.strictObject({ enabled: z.boolean() }),
      handle: (request, sender) => training.clientFor(sender).call("setPictures", request),
    },
    picturesShown: {
      schema: z.null(),
      handle: (_request, sender) => training.clientFor(sender).call("picturesShown"),
    },
    judge: {
      schema: z.strictObject({ part: z.enum(["validation", "test"]) }),
      handle: (request, sender) => training.clientFor(sender).call("judge", request),
    },
    cancelJudgement: {
      schema: z.null(),
      handle: (_request, sender) => training.clientFor(sender).call("cancelJudgement"),
    },
    projectLayer: {
      schema: z.strictObject({
        node: z.string().max(200),
        method: z.enum(["pca", "umap"] satisfies ProjectionMethod[]),
        part: z.enum(["validation", "test"]),
      }),
      handle: (request, sender) => training.clientFor(sender).call("projectLayer", request),
    },
    examples: {
      schema: z.strictObject({ indices: z.array(z.int().min(0)).max(500) }),
      handle: (request, sender) => training.clientFor(sender).call("examples", request),
    },
    explain: {
      schema: z.strictObject({ node: z.string().max(200), label: z.int().min(0).nullable() }),
      handle: (request, sender) => training.clientFor(sender).call("explain", request),
    },
    lookAtCell: {
      schema: z.strictObject({ node: z.string().max(200), cursor: cursorSchema }),
      handle: (request, sender) => training.clientFor(sender).call("lookAtCell", request),
    },
    lookAtLayer: {
      schema: z.strictObject({ node: z.string().max(200), cursor: cursorSchema.exactOptional() }),
      handle: (request, sender) => training.clientFor(sender).call("lookAtLayer", request),
    },
    lookAtWeights: {
      schema: z.null(),
      handle: (_request, sender) => training.clientFor(sender).call("lookAtWeights"),
    },
    lookAtActivity: {
      schema: z.null(),
      handle: (_request, sender) => training.clientFor(sender).call("lookAtActivity"),
    },
  } satisfies WindowCalls;
}
