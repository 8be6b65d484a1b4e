import { phrase } from "../../words/say.ts";

/**
 * What an example is to be answered with: one class, numbers, yes or no for each of several labels, or itself. The
 * data set decides which of the first three it is, the output's form whether it is the last.
 */
export const tasks = ["classes", "regression", "multi-label", "reconstruction"] as const;

export type Task = (typeof tasks)[number];

/** What the answers of a task are called, and one of them. */
export const taskWords: Readonly<Record<Task, { readonly outputs: string; readonly output: string }>> = {
  classes: { outputs: phrase("classes"), output: phrase("class") },
  regression: { outputs: phrase("numbers to predict"), output: phrase("number to predict") },
  "multi-label": { outputs: phrase("labels"), output: phrase("label") },
  reconstruction: { outputs: phrase("numbers of the input"), output: phrase("number of the input") },
};
