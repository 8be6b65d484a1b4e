import type { Graph, NodeId } from "../../engine/graph/graph.ts";
import { edgesInto } from "../../engine/graph/lookup.ts";
import { append, type Curve, emptyCurve } from "./curve.ts";

/** The norm of each layer's weight gradient over the run. */
export type GradientHistory = Readonly<Record<NodeId, Curve>>;

/** Points held per layer before older ones are thinned. */
export const heldPoints = 4000;
/** A gradient bar spans so many powers of ten. */
export const decades = 2.2;
/** Top of the bars (as a power of ten) while nothing is known: the bar of 1 is then three quarters full. */
export const usualTop = 0.6;

export const deadBelow = 1e-6;
export const explodingAbove = 1e3;

export function addNorms(
  history: GradientHistory,
  at: number,
  norms: Readonly<Record<NodeId, number>>,
): GradientHistory {
  const added = Object.entries(norms).map(([node, norm]) => [
    node,
    append(history[node] ?? emptyCurve(0.9, heldPoints), at, norm),
  ]);
  return { ...history, ...Object.fromEntries(added) };
}

/**
 * Top of the scale that all gradient bars share, as a power of ten. It rises as soon as a norm is beyond it and
 * falls only when even the largest norm is in the lower half, so that bars do not jump from batch to batch.
 */
export function nextTop(top: number, norms: Readonly<Record<NodeId, number>>): number {
  const usable = Object.values(norms).filter((norm) => norm > deadBelow && norm <= explodingAbove);
  if (usable.length === 0) return top;
  const largest = Math.log10(Math.max(...usable));
  const halfDecade = (value: number) => Math.ceil(value * 2 - 1e-9) / 2 + 0.1;
  if (largest > top) return halfDecade(largest - 0.1);
  if (largest < top - decades * 0.6) return halfDecade(largest);
  return top;
}

/** What a gradient bar says: a share of the bar, or a warning word. */
export type GradientMark =
  | { readonly show: "bar"; readonly share: number }
  | { readonly show: "dead" }
  | { readonly show: "exploding" };

/** NaN and infinity count as exploding. */
export function gradientMark(norm: number, top: number = usualTop): GradientMark {
  if (!Number.isFinite(norm) || norm > explodingAbove) return { show: "exploding" };
  if (norm < deadBelow) return { show: "dead" };
  return { show: "bar", share: shareOf(norm, top) };
}

/** Width of the backward lane in pixels, 0.8 to 3.2, on the scale of the bars. */
export function edgeWidth(norm: number, top: number = usualTop): number {
  if (!Number.isFinite(norm)) return 3.2;
  return 0.8 + 2.4 * (norm > 0 ? shareOf(norm, top) : 0);
}

function shareOf(norm: number, top: number): number {
  return Math.max(0.04, Math.min(1, (Math.log10(norm) - top + decades) / decades));
}

/**
 * The norm that each connection's backward lane shows: of the layer with weights that the gradient reaches next
 * on its way back (the largest, where the way forks), or of the layer that it comes from where none follows.
 */
export function laneNorms(
  graph: Graph,
  norms: Readonly<Record<NodeId, number>>,
): Readonly<Record<string, number>> {
  const reached = new Map<NodeId, number | null>();
  const normAt = (node: NodeId): number | null => {
    const own = norms[node];
    if (own !== undefined) return own;
    const known = reached.get(node);
    if (known !== undefined) return known;
    reached.set(node, null); // ends the search in a loop
    const above = edgesInto(graph, node).flatMap((edge) => {
      const norm = normAt(edge.from);
      return norm === null ? [] : [norm];
    });
    const found = above.length > 0 ? Math.max(...above) : null;
    reached.set(node, found);
    return found;
  };
  return Object.fromEntries(
    graph.edges.flatMap((edge) => {
      const norm = normAt(edge.from) ?? norms[edge.to];
      return norm === undefined ? [] : [[edge.id, norm]];
    }),
  );
}
