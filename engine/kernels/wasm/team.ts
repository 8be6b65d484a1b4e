/*
 * Threads that run one program together. The leader announces a task; every thread then calls the same kernels
 * in the same order, takes its own part of each, and meets the others at a barrier. Waiting spins for a moment,
 * because the next part is usually microseconds away, and then sleeps, so that a paused run costs nothing.
 */

/** The threads that share one run. Each runs the same program and takes its own part of every primitive. */
export interface Team {
  readonly index: number;
  readonly size: number;
  /** Waits until all have come here. Throws when one stays away. */
  barrier(): void;
}

export const alone: Team = { index: 0, size: 1, barrier() {} };

/** What the leader asks the others to run with it. */
export interface Task {
  readonly name: TaskName;
  readonly count: number;
  readonly step: number;
  readonly learningRate: number;
}

export const taskNames = ["end", "train", "evaluate", "look", "update"] as const;
export type TaskName = (typeof taskNames)[number];

const announced = 0;
const taskCode = 1;
const taskCount = 2;
const taskStep = 3;
const arrived = 8;
const passed = 16;
const rate = 12; // as float64: byte 96
const ints = 32;

/** Turns of the waiting loop before a thread sleeps: about a tenth of a millisecond. */
const spins = 20_000;
/** A thread that is away for so long, in milliseconds, is not coming back. */
const patience = 20_000;

/** The memory through which a team talks. */
export function teamControl(): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * ints);
}

export class TeamMember implements Team {
  readonly index: number;
  readonly size: number;
  private readonly control: Int32Array;
  private readonly numbers: Float64Array;
  private seen = 0;

  constructor(control: SharedArrayBuffer, index: number, size: number) {
    this.index = index;
    this.size = size;
    this.control = new Int32Array(control);
    this.numbers = new Float64Array(control);
  }

  barrier(): void {
    const { control } = this;
    const generation = Atomics.load(control, passed);
    if (Atomics.add(control, arrived, 1) === this.size - 1) {
      Atomics.store(control, arrived, 0);
      Atomics.add(control, passed, 1);
      Atomics.notify(control, passed);
      return;
    }
    for (let turn = 0; turn < spins; turn++) if (Atomics.load(control, passed) !== generation) return;
    while (Atomics.load(control, passed) === generation)
      if (Atomics.wait(control, passed, generation, patience) === "timed-out")
        throw new Error(
          "A training thread did not answer. The run was ended; its weights are as last exported.",
        );
  }

  /** Leader only: everybody, the leader included, runs this next. */
  announce(name: TaskName, count: number, step: number, learningRate: number): void {
    const { control } = this;
    control[taskCode] = taskNames.indexOf(name);
    control[taskCount] = count;
    control[taskStep] = step;
    this.numbers[rate] = learningRate;
    Atomics.add(control, announced, 1);
    Atomics.notify(control, announced);
  }

  /** Others only: waits, asleep if need be, for the next task. */
  nextTask(): Task {
    const { control } = this;
    for (let turn = 0; turn < spins && Atomics.load(control, announced) === this.seen; turn++);
    while (Atomics.load(control, announced) === this.seen) Atomics.wait(control, announced, this.seen);
    this.seen = (this.seen + 1) | 0;
    return {
      name: taskNames[control[taskCode] ?? 0] ?? "end",
      count: control[taskCount] ?? 0,
      step: control[taskStep] ?? 0,
      learningRate: this.numbers[rate] ?? 0,
    };
  }
}
