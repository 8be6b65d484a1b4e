import type { FloatArray } from "../../tensor.ts";
import type { Kernels } from "../kernels.ts";
import type { RecordedSteps, StepParts } from "../recorder.ts";
import type { KernelExports } from "./exports.ts";

/** Recorded calls: where they lie, in bytes, and what they call. */
export interface Recording {
  readonly start: number;
  readonly end: number;
  readonly names: ReadonlySet<string>;
}

export interface StepRecorder {
  readonly exports: KernelExports;
  allocate(elements: number): FloatArray;
  /**
   * Remembers the calls of some work without making them; null when one cannot be repeated.
   * @param take gives the room for so many words.
   */
  record(work: (kernels: Kernels) => void, take?: (elements: number) => FloatArray): Recording | null;
}

/** Enough that the call itself costs nothing, and few enough to keep what each step found. */
const most = 256;
/** Loss, right answers, squared norm. */
const numbersPerStep = 3;
/** Numbers of the description of a step, before its largest norm. */
const descriptionInts = 14;

/** Steps that the module repeats by itself (assembly/steps.ts). */
export function recordedSteps(parts: StepParts, recorder: StepRecorder): RecordedSteps | null {
  const { exports, allocate, record } = recorder;
  const { batch, inputs, targets, order, input, target } = parts;
  const pass = record(parts.pass);
  // Points that JavaScript counts are none that a recording has.
  if (!pass?.names.has("countCorrect")) return null;
  const ring = allocate(2 * numbersPerStep * most);
  const found = new Float64Array(ring.buffer, ring.byteOffset, numbersPerStep * most);
  const place = allocate(descriptionInts + 2);
  const description = new Int32Array(place.buffer, place.byteOffset, descriptionInts);
  const bytesPerRow = (rows: { readonly size: number; readonly shape: readonly number[] }) =>
    (4 * rows.size) / (rows.shape[0] ?? 1);
  const write = (update: Recording, updates: number) => {
    const updateBytes = (update.end - update.start) / updates;
    description.set([
      ...[pass.start, pass.end],
      ...[update.start, updateBytes, updates === 1 ? 0 : updateBytes],
      batch,
      ...[inputs.address, bytesPerRow(inputs), input.address],
      ...[targets.address, bytesPerRow(targets), target.address],
      ring.byteOffset,
    ]);
  };
  new Float64Array(place.buffer, place.byteOffset + 4 * descriptionInts, 1)[0] = parts.largestNorm;
  let room = allocate(0);
  const take = (elements: number) => {
    if (elements > room.length) room = allocate(elements);
    return room;
  };
  return {
    most,
    found,
    run(start, times, update, isSteady) {
      const updates = isSteady ? 1 : times;
      const recorded = record((kernels) => {
        for (let step = 0; step < updates; step++) update(kernels, step);
      }, take);
      if (!recorded) throw new Error("An update calls what cannot be repeated.");
      write(recorded, updates);
      return exports.trainSteps(place.byteOffset, order.byteOffset + 4 * start, times);
    },
  };
}
