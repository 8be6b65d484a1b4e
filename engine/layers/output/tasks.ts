/** What the examples of a data set are to be answered with: one class, numbers, or yes or no for each of several labels. */
export const tasks = ["classes", "regression", "multi-label"] as const;

export type Task = (typeof tasks)[number];

/** What the answers of a task are called, and one of them. */
export const taskWords: Readonly<Record<Task, { readonly outputs: string; readonly output: string }>> = {
  classes: { outputs: "classes", output: "class" },
  regression: { outputs: "numbers to predict", output: "number to predict" },
  "multi-label": { outputs: "labels", output: "label" },
};
