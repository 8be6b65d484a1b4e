import { createContext, type ReactNode, type Ref, useContext } from "react";
import type { GraphEdge, NodeId } from "../../engine/graph/graph.ts";
import type { ProjectProblem } from "../../engine/project/problem.ts";

type LaneWidth = (
  edge: GraphEdge,
  draw: (lane: SVGPathElement, width: number) => void,
) => Ref<SVGPathElement>;

/** What other parts of the window put on the canvas; the app joins them, so that no folder imports another. */
export interface CanvasSlots {
  /** Pictures between the settings line and the last line of a card. */
  readonly nodePicture?: ((node: NodeId) => ReactNode) | undefined;
  /** The row under shape and parameters: the gradient bar, or words. */
  readonly nodeGradient?: ((node: NodeId) => ReactNode) | undefined;
  /** A warning under a layer, outside its frame. */
  readonly nodeWarning?: ((node: NodeId) => ReactNode) | undefined;
  /** A hook: what a layer gives, in words, for whoever points at it or at its connections; asked of none else. */
  readonly useNodeWords?: ((node: NodeId | null) => string | null) | undefined;
  /** A hook: which connections have lanes. One without is a single grey line. */
  readonly useLanes?: (() => (edge: GraphEdge) => boolean) | undefined;
  /** A hook: draws the backward lane with its width in pixels, 0.8 to 3.2, now and whenever that changes. */
  readonly useLaneWidth?: LaneWidth | undefined;
  /** Pixels on the right that a floating panel covers: nothing that must be seen is put there. */
  readonly coveredRight?: number | undefined;
  /** Buttons under the words on an empty canvas. */
  readonly firstSteps?: ReactNode;
  /** The explanation of a problem, shown at the layer that it marks. */
  readonly problemCard?: ((problem: ProjectProblem, close: () => void) => ReactNode) | undefined;
}

export const SlotsContext = createContext<CanvasSlots>({});

export function useSlots(): CanvasSlots {
  return useContext(SlotsContext);
}

export function noLanes(): (edge: GraphEdge) => boolean {
  return hasNone;
}

function hasNone(): boolean {
  return false;
}

export const noLaneWidth: LaneWidth = () => null;

export function noWords(): null {
  return null;
}
