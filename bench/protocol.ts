import { z } from "zod";

/*
 * How the bench and a subject talk: the subject is a process that gets its task as JSON in its last argument, says
 * one line when it is ready (or why it cannot), then answers each line it reads with one line of JSON.
 *   window 0.8     work for 0.8 s
 *   quarter        train a quarter of an epoch, then look at the test images
 * It ends when its input ends.
 */

export interface SubjectTask {
  readonly workload: string;
  readonly task: "training" | "inference";
  readonly batch: number;
  readonly threads: number;
  readonly mode: string;
  readonly seed: number;
  /** The folder with Fashion-MNIST's four files. */
  readonly fashion: string;
}

export const greetingSchema = z.union([
  z.object({
    ready: z.literal(true),
    /** Name and version, as the table's notes show it. */
    name: z.string(),
    /** Threads at work: fewer than asked for where the subject itself decides so. */
    threads: z.int().min(1),
    /** Why it is slower here than it could be: a comparison with it would flatter. */
    handicap: z.string().optional(),
  }),
  z.object({ unavailable: z.string() }),
]);

/** One window: images in so many seconds. */
export const windowSchema = z.object({ images: z.number().positive(), seconds: z.number().positive() });
export type Window = z.infer<typeof windowSchema>;

/** A quarter of an epoch: seconds of training alone, then the share of right answers on the 10,000 test images. */
export const quarterSchema = z.object({ seconds: z.number().positive(), accuracy: z.number().min(0).max(1) });
export type Quarter = z.infer<typeof quarterSchema>;
