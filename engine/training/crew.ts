/** What threads that share a run do together. */
export const taskNames = [
  "end",
  "train",
  "train-on",
  "evaluate",
  "look",
  "look-evaluation",
  "penalise",
  "scale",
  "clamp",
  "update",
] as const;
export type TaskName = (typeof taskNames)[number];

export interface Task {
  readonly name: TaskName;
  /** Examples in the loaded batch. */
  readonly count: number;
  /** Updates done before; of a training pass, what its noise is drawn with. */
  readonly step: number;
  /** Of a training pass what its gradients are multiplied by, of clipping its bound, of an update its learning rate, of an evaluation how often the weights were written. */
  readonly factor: number;
}

/** The threads that run along with the one that leads. */
export interface Crew {
  /** Tells them what comes next; the leader then runs the same itself. */
  announce(name: TaskName, count: number, step: number, factor: number): void;
}

/** One thread does it all. */
export const noCrew: Crew = { announce() {} };
