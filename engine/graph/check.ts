import type { Cost, CountToken } from "../layers/layer.ts";
import type { Shape } from "../tensor.ts";
import type { Graph, NodeId } from "./graph.ts";
import type { Problem } from "./problem.ts";

/** What a check needs to know of the data set. */
export interface DataContext {
  readonly name: string;
  readonly inputShape: Shape;
  readonly classNames: readonly string[];
}

/** What is known of one node. */
export interface NodeCheck {
  /** Shape arriving at each input port; null where nothing is connected or the shape is not known. */
  readonly inputs: readonly (Shape | null)[];
  readonly output: Shape | null;
  readonly state: "ok" | "problem" | "waiting";
  /** The node whose problem keeps this one from having a shape. */
  readonly waitingFor: NodeId | null;
  readonly parameters: number;
  readonly count: readonly CountToken[];
  readonly cost: Cost | null;
}

export interface GraphCheck {
  /** Nodes before those that they feed; nodes of a cycle are left out. */
  readonly order: readonly NodeId[];
  readonly nodes: Readonly<Record<NodeId, NodeCheck>>;
  readonly problems: readonly Problem[];
  /** Sums over the nodes whose shapes are known. */
  readonly parameters: number;
  readonly flops: number;
  readonly canTrain: boolean;
}

export type ConnectionCheck =
  | { readonly fits: true; readonly shape: Shape }
  | { readonly fits: false; readonly reason: string };

/** Shapes, counts and every problem of a graph at once. Never throws. */
export declare function check(graph: Graph, data: DataContext | null): GraphCheck;

/** Whether an edge from one node to an input of another could be drawn, and the shape that would come out. */
export declare function checkConnection(
  graph: Graph,
  data: DataContext | null,
  edge: { readonly from: NodeId; readonly to: NodeId; readonly input: number },
): ConnectionCheck;
