import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { endianness } from "node:os";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { Dataset } from "../data/dataset.ts";
import { taskOf } from "../data/describe.ts";
import { dataTraitsSchema } from "../export/model-file.ts";
import { parseJson } from "../project/json.ts";
import { maximumProjectBytes, type Project, toProject } from "../project/project.ts";
import { refusalOf } from "../project/words.ts";
import type { CheckpointCard } from "../protocol.ts";
import { type MetricName, metrics } from "../training/measures.ts";
import { measureSchema, trainerStateSchema } from "../training/trainer-state.ts";
import { TroubleError } from "../trouble.ts";
import { phrase, say } from "../words/say.ts";
import { reasonOf, writeWhole } from "./files.ts";

/*
 * A checkpoint is one line of text that says how long its two parts are and what their SHA-256 is, then its record
 * as JSON, then its numbers as little-endian float32. The list of checkpoints reads the first two alone.
 */

export const checkpointExtension = ".layerlab-checkpoint";

const firstLine = /^layerlab-checkpoint 1 ([0-9a-f]{64}) (\d{1,9}) (\d{1,11})\n$/;
/** The first line is padded to this, so that one read has it. */
const firstLineBytes = 128;
/** Bytes that are hashed at once: other work on this thread waits no longer than for these. */
const hashedAtOnce = 4_000_000;

const targetsSchema = z
  .array(
    z.strictObject({
      name: z.string().max(400),
      values: z.partialRecord(z.enum(Object.keys(metrics) as MetricName[]), measureSchema),
    }),
  )
  .readonly()
  .optional();

const recordSchema = z.strictObject({
  /** Version of the engine: another one may compute other bits. */
  engine: z.string().max(40),
  savedAt: z.int().min(0),
  /** What the run was doing. A run that was killed has left "training" behind. */
  state: z.enum(["training", "paused", "stopped", "finished"]),
  project: z.unknown(),
  /** Where the project lay, for data that it names from there. */
  folder: z.string().max(4096).nullable(),
  projectFile: z.string().max(4096).nullable(),
  limit: z.int().min(1).nullable(),
  fold: z.strictObject({ index: z.int().min(0), of: z.int().min(2) }).nullable(),
  /** Of the data as the network sees it: a run goes on with no other. */
  dataHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** What the network keeps of its data, for where they are missing; the first checkpoints had none. */
  traits: dataTraitsSchema.extend({ input: z.string() }).readonly().exactOptional(),
  trainer: trainerStateSchema,
  /** The curves so far, thinned. */
  points: z
    .array(z.strictObject({ at: z.number(), loss: measureSchema, accuracy: measureSchema }))
    .max(10_000)
    .readonly(),
  results: z
    .array(
      z.strictObject({
        epoch: z.int().min(1),
        trainLoss: measureSchema,
        trainAccuracy: measureSchema,
        validationLoss: measureSchema,
        validationAccuracy: measureSchema,
        validationTargets: targetsSchema,
      }),
    )
    .max(10_000)
    .readonly(),
  result: z
    .strictObject({
      epochs: z.int(),
      bestEpoch: z.int().nullable(),
      seconds: z.number(),
      validationAccuracy: measureSchema,
      validationLoss: measureSchema,
      testAccuracy: measureSchema,
      testTargets: targetsSchema,
      testLoss: measureSchema,
      imagesPerSecond: z.number(),
      parameters: z.int(),
      seed: z.int(),
      weightsHash: z.string(),
    })
    .nullable(),
});

/** Everything of a checkpoint except its numbers. */
export type CheckpointRecord = Omit<z.output<typeof recordSchema>, "project"> & { readonly project: Project };

export interface Checkpoint {
  readonly record: CheckpointRecord;
  /** Weights, statistics, gradients and optimiser state, as RunMemory.snapshot gives them. */
  readonly numbers: Float32Array;
}

/**
 * Writes a checkpoint, whole or not at all; the thread does other work meanwhile. Returns the bytes of the file.
 * @throws TroubleError in words.
 */
export async function writeCheckpoint(file: string, { record, numbers }: Checkpoint): Promise<number> {
  const text = Buffer.from(JSON.stringify(record));
  const bytes = littleEndian(numbers);
  const line = `layerlab-checkpoint 1 ${await sha256([text, bytes])} ${text.length} ${bytes.length}`;
  await writeWhole(file, [Buffer.from(`${line.padEnd(firstLineBytes - 1)}\n`), text, bytes]);
  return firstLineBytes + text.length + bytes.length;
}

/** Reads a checkpoint and checks that every byte is as it was written. @throws TroubleError in words. */
export async function readCheckpoint(file: string): Promise<Checkpoint> {
  return withFile(file, async (read, size) => {
    const { hash, text, numbersLength } = await readBeginning(file, read, size);
    const bytes = await read(firstLineBytes + text.length, numbersLength);
    if ((await sha256([text, bytes])) !== hash) throw damaged(file, say("Some of its bytes have changed."));
    return { record: recordOf(file, text), numbers: floats(bytes) };
  });
}

/** What a list shows of a checkpoint: reads its record alone. @throws TroubleError in words. */
export async function readCheckpointCard(file: string): Promise<CheckpointCard> {
  return withFile(file, async (read, size) => {
    const { text } = await readBeginning(file, read, size);
    return cardOf(file, recordOf(file, text), size);
  });
}

/** The project that a checkpoint's run was begun with. @throws TroubleError in words. */
export async function readCheckpointProject(file: string): Promise<Project> {
  return withFile(file, async (read, size) => {
    const { text } = await readBeginning(file, read, size);
    return recordOf(file, text).project;
  });
}

/** @param size of the file, in bytes. */
export function cardOf(file: string, record: CheckpointRecord, size: number): CheckpointCard {
  const { savedAt, state, project, trainer, points, result } = record;
  return {
    file,
    name: project.name,
    task: taskOf(project),
    savedAt,
    state,
    epoch: trainer.epoch,
    batch: trainer.batch,
    epochs: trainer.epochs,
    step: trainer.step,
    learningRate: trainer.learningRate,
    loss: points.at(-1)?.loss ?? null,
    accuracy: result?.testAccuracy ?? trainer.lastValidation?.accuracy ?? null,
    bytes: size,
  };
}

type Read = (at: number, length: number) => Promise<Buffer>;

async function withFile<Result>(
  file: string,
  work: (read: Read, size: number) => Promise<Result>,
): Promise<Result> {
  try {
    const handle = await open(file, "r");
    try {
      const { size } = await handle.stat();
      const read: Read = async (at, length) => {
        // Never more than the file has: a length that lies allocates nothing.
        if (at + length > size) throw damaged(file, say("It ends too early."));
        const bytes = Buffer.alloc(length);
        for (let done = 0; done < length; ) {
          const { bytesRead } = await handle.read(bytes, done, length - done, at + done);
          if (bytesRead === 0) throw damaged(file, say("It ends too early."));
          done += bytesRead;
        }
        return bytes;
      };
      return await work(read, size);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof TroubleError) throw error;
    throw damaged(file, reasonOf(error), error);
  }
}

async function readBeginning(file: string, read: Read, size: number) {
  const found = firstLine.exec((await read(0, firstLineBytes)).toString("latin1").replace(/ +\n$/, "\n"));
  if (!found) throw damaged(file, say("It is not a checkpoint, or one of a newer Layerlab."));
  const [, hash = "", textLength, numbers] = found;
  const [recordLength, numbersLength] = [Number(textLength), Number(numbers)];
  if (firstLineBytes + recordLength + numbersLength !== size || numbersLength % 4 !== 0)
    throw damaged(file, say("Its size is not the one that it names."));
  return { hash, text: await read(firstLineBytes, recordLength), numbersLength };
}

function recordOf(file: string, text: Buffer): CheckpointRecord {
  const limits = { what: phrase("checkpoint"), characters: 2 * maximumProjectBytes, depth: 17 };
  const value = parseJson(text.toString("utf8"), limits);
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) throw refusalOf(path.basename(file), parsed.error, value, elsewhere());
  return { ...parsed.data, project: toProject(parsed.data.project) };
}

const elsewhere = () => say("Go on from another checkpoint of this run.");

function damaged(file: string, reason: string, cause?: unknown): TroubleError {
  const title = say("{name} cannot be opened", { name: path.basename(file) });
  return new TroubleError({ title, reason, next: elsewhere() }, { cause });
}

/** SHA-256 of parts after one another, in hexadecimal; gives the thread to other work in between. */
export async function sha256(parts: readonly Uint8Array[]): Promise<string> {
  const hash = createHash("sha256");
  for (const part of parts)
    for (let at = 0; at < part.length; at += hashedAtOnce) {
      hash.update(part.subarray(at, at + hashedAtOnce));
      await setImmediate();
    }
  return hash.digest("hex");
}

function littleEndian(numbers: Float32Array): Buffer {
  const bytes = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  return endianness() === "LE" ? bytes : Buffer.from(bytes).swap32();
}

function floats(bytes: Buffer): Float32Array {
  if (endianness() === "BE") bytes.swap32();
  // Copied: the buffer may begin at an address that is no multiple of four.
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

const fingerprints = new WeakMap<Dataset, Promise<string>>();

/** SHA-256 of all that a run takes from a data set: examples, parts and scaling, but no name or other words. */
export function fingerprint(dataset: Dataset): Promise<string> {
  const known = fingerprints.get(dataset);
  if (known) return known;
  const { id: _id, name: _name, summary: _summary, provenance: _provenance, ...taken } = dataset;
  const arrays: Uint8Array[] = [];
  const text = JSON.stringify(taken, (_key, value) => {
    if (!ArrayBuffer.isView(value)) return value;
    arrays.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    return `array ${arrays.length} of ${value.byteLength} bytes`;
  });
  const hash = sha256([Buffer.from(text), ...arrays]);
  fingerprints.set(dataset, hash);
  return hash;
}
