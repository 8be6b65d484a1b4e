import { setTimeout as sleep } from "node:timers/promises";
import type { MessagePortMain, WebContents } from "electron";
import { z } from "zod";
import type { WorkerClient } from "../../engine/client.ts";
import { datasetReferenceSchema } from "../../engine/data/dataset.ts";
import type { RunningWorker } from "../../engine/host/worker-thread.ts";
import { dreamFields, occlusionFields } from "../../engine/inspect/seek-settings.ts";
import { fieldsSchema } from "../../engine/layers/fields.ts";
import { projectSchema } from "../../engine/project/project.ts";
import type { ProjectionMethod, RunUntil, WorkerEvent } from "../../engine/protocol.ts";
import { augmentationSchema } from "../../engine/training/settings.ts";
import type { Trouble } from "../../engine/trouble.ts";
import type { Words } from "../../engine/words/say.ts";
import type { Documents } from "./documents.ts";
import type { WindowCalls } from "./ipc.ts";
import type { KeptRuns } from "./kept-runs.ts";

/** What training needs of its surroundings. */
export interface TrainingParts {
  readonly startWorker: (
    onEvent: (event: WorkerEvent) => void,
    onDeath: (trouble: Trouble) => void,
  ) => RunningWorker;
  readonly openPort: (window: WebContents) => Pick<MessagePortMain, "postMessage" | "close">;
  /** Hears every event, whether a window is there or not. */
  readonly onEvent: (event: WorkerEvent) => void;
  /** How long closing waits for the run to be kept, in milliseconds. */
  readonly patience: number;
  /** How long a worker that was only asked what data sets are stays for the next question, in milliseconds. */
  readonly quiet: number;
}

/**
 * The training worker: started with the first call that needs it, one for the app. Its events go to the window
 * over a port of their own; when it dies, the window is told and the next call starts a new one.
 */
export class Training {
  private readonly parts: TrainingParts;
  private worker: RunningWorker | null = null;
  private port: ReturnType<TrainingParts["openPort"]> | null = null;
  private ending: Promise<void> | null = null;
  /** Whether the worker was asked for more than a look: it may hold a network, a run or an import. */
  private isUsed = false;
  private looks = 0;
  private leaving: NodeJS.Timeout | undefined;

  constructor(parts: TrainingParts) {
    this.parts = parts;
  }

  /** The worker, for a window that asks: from its first question on, it hears the worker's events. */
  clientFor(window: WebContents): WorkerClient {
    this.isUsed = true;
    return this.started(window);
  }

  /**
   * A question of which the worker keeps nothing, such as what a data set is. Left alone after such questions, it ends,
   * and with it go the data sets that it has read: the start screen asks for all of those of the templates.
   */
  async look<Answer>(window: WebContents, ask: (client: WorkerClient) => Promise<Answer>): Promise<Answer> {
    clearTimeout(this.leaving);
    this.looks++;
    try {
      return await ask(this.started(window));
    } finally {
      this.looks--;
      if (this.looks === 0) this.leaving = setTimeout(() => this.leave(), this.parts.quiet).unref();
    }
  }

  private forget(): void {
    this.worker = null;
    this.isUsed = false;
  }

  private leave(): void {
    const { worker } = this;
    if (this.isUsed || this.looks > 0) return;
    this.forget();
    worker?.end().catch(console.error);
  }

  private started(window: WebContents): WorkerClient {
    this.port ??= this.parts.openPort(window);
    this.worker ??= this.parts.startWorker(
      (event) => this.tell(event),
      ({ reason, next }) => {
        this.forget();
        this.tell({ event: "failed", message: `${reason} ${next}` });
        this.tell({ event: "state", state: "failed" });
      },
    );
    return this.worker.client;
  }

  /** A page that is loaded anew knows nothing of a run: it gets a new port and an untrained network. */
  serve(window: WebContents): void {
    window.on("did-start-navigation", ({ isMainFrame, isSameDocument }) => {
      if (!isMainFrame || isSameDocument) return;
      this.port?.close();
      this.port = null;
      void this.rest().then(() => this.worker?.client.call("reset").catch(console.error));
    });
    window.once("destroyed", () => {
      this.port = null;
      void this.end();
    });
  }

  /** The language of what the thread says from now on; one that starts later is told with its start. */
  speak(words: Words): void {
    this.worker?.client.call("speak", words).catch(console.error);
  }

  /** Whether a thread is there, or still ending. */
  get isAlive(): boolean {
    return this.worker !== null || this.ending !== null;
  }

  /** Ends the thread, once the run that it was at is kept on the disk; in the middle of a batch if that takes long. */
  end(): Promise<void> {
    this.ending ??= this.endWorker().finally(() => {
      this.ending = null;
    });
    return this.ending;
  }

  private async endWorker(): Promise<void> {
    await this.rest();
    const { worker } = this;
    this.forget();
    await worker?.end();
    this.parts.onEvent({ event: "state", state: "idle" }); // a thread that is ended says nothing more
  }

  /** Pauses what trains and waits until it is kept, but not for ever. */
  private async rest(): Promise<void> {
    const { worker } = this;
    if (!worker) return;
    const kept = worker.client.call("pause").then(() => worker.client.call("settleCheckpoints"));
    await Promise.race([kept.catch(console.error), sleep(this.parts.patience, null, { ref: false })]);
  }

  private tell(event: WorkerEvent): void {
    this.parts.onEvent(event);
    this.port?.postMessage(event);
  }
}

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
