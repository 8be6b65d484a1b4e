import { createContext, type ReactNode, useContext } from "react";
import type { GraphEdge, NodeId } from "../../engine/graph/graph.ts";
import type { ProjectProblem } from "../../engine/project/problem.ts";

/** How the two lanes of a connection are drawn. */
export interface Lanes {
  readonly active: boolean;
  /** Width of the backward lane in pixels, 0.8 to 3.2. */
  readonly width: number;
}

/** What other parts of the window put on the canvas; the app joins them, so that no folder imports another. */
export interface CanvasSlots {
  /** Pictures between the settings line and the last line of a card. */
  readonly nodePicture?: ((node: NodeId) => ReactNode) | undefined;
  /** The row under shape and parameters: the gradient bar, or words. */
  readonly nodeGradient?: ((node: NodeId) => ReactNode) | undefined;
  /** A warning under a layer, outside its frame. */
  readonly nodeWarning?: ((node: NodeId) => ReactNode) | undefined;
  /** A hook: what a layer gives, in words, for whoever points at it or at its connections. */
  readonly useNodeWords?: ((node: NodeId) => string | null) | undefined;
  /** A hook: called once in every connection. Null or inactive draws a single grey line. */
  readonly useEdgeLanes?: ((edge: GraphEdge) => Lanes | null) | undefined;
  /** Pixels on the right that a floating panel covers: nothing that must be seen is put there. */
  readonly coveredRight?: number | undefined;
  /** The explanation of a problem, shown at the layer that it marks. */
  readonly problemCard?: ((problem: ProjectProblem, close: () => void) => ReactNode) | undefined;
}

export const SlotsContext = createContext<CanvasSlots>({});

export function useSlots(): CanvasSlots {
  return useContext(SlotsContext);
}

export function noLanes(): null {
  return null;
}

export function noWords(): null {
  return null;
}
