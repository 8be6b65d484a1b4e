import type { Shape } from "../tensor.ts";
import type { GraphEdit } from "./edit.ts";
import type { NodeId } from "./graph.ts";

/** A remedy that one click applies: edits as data, checked to help before it is offered. */
export interface Fix {
  readonly label: string;
  readonly detail?: string;
  readonly edits: readonly GraphEdit[];
}

/** Something that keeps a network from training (error), or that is worth a look (hint). */
export interface Problem {
  readonly severity: "error" | "hint";
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
  readonly fixes: readonly Fix[];
}
