import type { Shape } from "../tensor.ts";
import type { GraphEdit } from "./edit.ts";
import type { NodeId } from "./graph.ts";

/** A remedy that one click applies: edits as data, checked to help before it is offered. */
export interface Fix {
  readonly label: string;
  readonly detail?: string;
  readonly edits: readonly GraphEdit[];
}

/** Something that keeps a network from training, or that is worth a look. */
export interface Problem {
  /** "to-do" is a part that is still to come, not a mistake: it is told calmly, and keeps from training too. */
  readonly severity: "error" | "to-do" | "hint";
  readonly code: string;
  /** The node to mark; null when the whole graph is concerned. */
  readonly node: NodeId | null;
  /** The nodes whose settings cause it, where that is another one than the marked node. */
  readonly causes: readonly NodeId[];
  readonly title: string;
  readonly explanation: string;
  readonly field?: string;
  readonly shapes?: readonly { readonly shape: Shape; readonly label: string; readonly wrong: boolean }[];
  readonly formula?: string;
  /** What the person has to choose, where no edit can do it for them. */
  readonly asksFor?: "data";
  readonly fixes: readonly Fix[];
}

/** Whether a network cannot train while it has this problem. */
export function blocksTraining({ severity }: Pick<Problem, "severity">): boolean {
  return severity !== "hint";
}
