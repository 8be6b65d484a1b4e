/** What threads that share a run do together. */
export const taskNames = ["end", "train", "evaluate", "look", "look-evaluation", "update"] as const;
export type TaskName = (typeof taskNames)[number];

export interface Task {
  readonly name: TaskName;
  /** Examples in the loaded batch. */
  readonly count: number;
  /** Updates done before. */
  readonly step: number;
  readonly learningRate: number;
}

/** The threads that run along with the one that leads. */
export interface Crew {
  /** Tells them what comes next; the leader then runs the same itself. */
  announce(name: TaskName, count: number, step: number, learningRate: number): void;
}

/** One thread does it all. */
export const noCrew: Crew = { announce() {} };
