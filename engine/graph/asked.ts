import type { Task } from "../layers/output/tasks.ts";
import type { Graph } from "./graph.ts";
import { outputNode } from "./rule.ts";

// Asked by every view of a run at each of its events.
const known = new WeakMap<Graph, boolean>();

/** Whether the network is to give back its own input (an autoencoder), and not what the data set asks for. */
export function asksForInput(graph: Graph): boolean {
  const asks = known.get(graph) ?? outputNode(graph)?.fields.target === "input";
  known.set(graph, asks);
  return asks;
}

/** What the examples are to be answered with, of a network and what is known of its data. */
export function taskFor(
  graph: Graph,
  data: { readonly targets?: { readonly task: Exclude<Task, "classes"> } | null | undefined } | null,
): Task {
  return asksForInput(graph) ? "reconstruction" : (data?.targets?.task ?? "classes");
}
