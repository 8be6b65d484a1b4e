import type { TrainingSettings } from "../engine/training/settings.ts";

/** One or two threads, as the bench measures them. */
export type ThreadCount = 1 | 2;

/** What the examples are: Fashion-MNIST, a disc in a ring, or random 3x32x32 images (only their cost matters). */
export type Examples = "fashion" | "disc-and-ring" | "random-images";

export interface Workload {
  readonly id: string;
  readonly title: string;
  readonly batch: number;
  readonly examples: Examples;
  readonly optimizer: TrainingSettings["optimizer"];
  /**
   * Floating-point operations per image: matrix products and convolutions alone, a multiply-add as two. The
   * gradient of the input images is not counted, because nobody needs it.
   */
  readonly flops: { readonly training: number; readonly forward: number };
}

const sgd = (learningRate: number, momentum: number) =>
  ({ name: "sgd", settings: { learningRate, momentum } }) as const;

/** The work that every subject does; each has the layers in its own words. */
export const workloads = [
  {
    id: "W1",
    title: "LeNet, 28×28",
    batch: 64,
    examples: "fashion",
    optimizer: sgd(0.02, 0.9),
    flops: { training: 2.26e6, forward: 0.833e6 },
  },
  {
    id: "W2",
    title: "CNN 32-64, 28×28",
    batch: 64,
    examples: "fashion",
    optimizer: {
      name: "adam",
      settings: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    },
    flops: { training: 25.0e6, forward: 8.48e6 },
  },
  {
    id: "W3",
    title: "MLP 784-512-256-10",
    batch: 64,
    examples: "fashion",
    optimizer: sgd(0.05, 0),
    flops: { training: 2.41e6, forward: 1.07e6 },
  },
  {
    id: "W4",
    title: "Toy 2-8-8-2, tanh",
    batch: 10,
    examples: "disc-and-ring",
    optimizer: sgd(0.03, 0),
    flops: { training: 544, forward: 192 },
  },
  {
    id: "W5",
    title: "CIFAR blitz net, 32×32",
    batch: 4,
    examples: "random-images",
    optimizer: sgd(0.001, 0.9),
    flops: { training: 3.2e6, forward: 1.3e6 },
  },
  {
    id: "W6",
    title: "ResNet-8, 32×32",
    batch: 64,
    examples: "random-images",
    optimizer: sgd(0.05, 0.9),
    flops: { training: 74e6, forward: 25e6 },
  },
] as const satisfies readonly Workload[];

/** The workload of this name. Throws for a name that no door should have let in. */
export function workload(id: string): Workload {
  const found = workloads.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`There is no workload called "${id}".`);
  return found;
}

/** What one row of the table measures. */
export interface Case {
  readonly id: string;
  readonly workload: Workload;
  readonly task: "training" | "inference";
  readonly batch: number;
  /**
   * Images per second that PyTorch 1.13 makes at least on the machine that the goals were set on (2-core Zen 4),
   * for one and two threads; null where it was not measured.
   */
  readonly expected: Readonly<Record<ThreadCount, number | null>>;
  /** The ratio to PyTorch that Layerlab is to reach in the reproducible mode. */
  readonly goal: Readonly<Record<ThreadCount, number | null>>;
}

const training = (id: string, one: number, two: number, goal: number, goalOnTwo = goal): Case => ({
  id,
  workload: workload(id),
  task: "training",
  batch: workload(id).batch,
  expected: { 1: one, 2: two },
  goal: { 1: goal, 2: goalOnTwo },
});

const inference = (
  id: string,
  batch: number,
  one: number | null,
  two: number | null,
  goal: number,
): Case => ({
  id: `${id}-infer-${batch}`,
  workload: workload(id),
  task: "inference",
  batch,
  expected: { 1: one, 2: two },
  goal: { 1: goal, 2: goal },
});

export const cases: readonly Case[] = [
  training("W1", 7800, 9300, 1.5),
  training("W2", 1110, 1700, 1),
  training("W3", 16_000, 22_000, 0.6),
  training("W4", 33_000, 30_000, 100),
  training("W5", 3050, 2260, 3),
  training("W6", 430, 780, 1, 0.8),
  inference("W1", 1, 5000, 5000, 3),
  inference("W1", 256, null, 34_000, 1),
  inference("W2", 1, null, 3600, 2),
  inference("W2", 256, null, 7800, 0.8),
];
