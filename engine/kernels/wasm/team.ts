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

/** A task as numbers; what they mean is the caller's. */
export interface TeamTask {
  readonly code: number;
  readonly count: number;
  readonly step: number;
  readonly factor: number;
}

/** Where those who wait for the next task sleep. */
export const announced = 0;
const taskCode = 1;
const taskCount = 2;
const taskStep = 3;
const arrived = 8;
const passed = 16;
const factor = 12; // as float64: byte 96
const spinTurns = 20;
const patience = 21;
const ints = 32;

/** Turns of the waiting loop before a thread sleeps: about a tenth of a millisecond. */
const spinsWithOwnCore = 20_000;

/**
 * The memory through which a team talks. Threads that must share a core give it away instead of spinning. A thread
 * that is away for longer than `patience`, in milliseconds, is not coming back.
 */
export function teamControl({
  ownCores,
  patience: milliseconds = 20_000,
}: {
  readonly ownCores: boolean;
  readonly patience?: number;
}): SharedArrayBuffer {
  const control = new SharedArrayBuffer(4 * ints);
  const numbers = new Int32Array(control);
  numbers[spinTurns] = ownCores ? spinsWithOwnCore : 0;
  numbers[patience] = milliseconds;
  return control;
}

export class TeamMember implements Team {
  readonly index: number;
  readonly size: number;
  private readonly control: Int32Array;
  private readonly numbers: Float64Array;
  private readonly spins: number;
  private seen = 0;

  constructor(control: SharedArrayBuffer, index: number, size: number) {
    this.index = index;
    this.size = size;
    this.control = new Int32Array(control);
    this.numbers = new Float64Array(control);
    this.spins = this.control[spinTurns] ?? 0;
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
    for (let turn = 0; turn < this.spins; turn++) if (Atomics.load(control, passed) !== generation) return;
    while (Atomics.load(control, passed) === generation)
      if (Atomics.wait(control, passed, generation, control[patience]) === "timed-out")
        throw new Error("A training thread did not answer, and the run was ended. Train again.");
  }

  /** Leader only: everybody, the leader included, runs this next. */
  announce(task: TeamTask): void {
    const { control } = this;
    control[taskCode] = task.code;
    control[taskCount] = task.count;
    control[taskStep] = task.step;
    this.numbers[factor] = task.factor;
    Atomics.add(control, announced, 1);
    Atomics.notify(control, announced);
  }

  /** Others only: waits, asleep if need be, for the next task. */
  nextTask(): TeamTask {
    const { control } = this;
    for (let turn = 0; turn < this.spins && Atomics.load(control, announced) === this.seen; turn++);
    while (Atomics.load(control, announced) === this.seen) Atomics.wait(control, announced, this.seen);
    this.seen = (this.seen + 1) | 0;
    return {
      code: control[taskCode] ?? 0,
      count: control[taskCount] ?? 0,
      step: control[taskStep] ?? 0,
      factor: this.numbers[factor] ?? 0,
    };
  }
}
