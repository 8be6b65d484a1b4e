import { create } from "zustand";
import { shallow } from "zustand/shallow";
import type { NodeId } from "../../engine/graph/graph.ts";
import { type GradientMark, gradientMark } from "./gradients.ts";
import { type NodeView, viewOf } from "./node-pictures.ts";
import { isUnderWay } from "./state.ts";
import { type TrainingStore, useTraining } from "./store.ts";

/**
 * What of the run hundreds of layers and connections ask React for. It changes far less often than the run, whose every
 * event would ask them all.
 */
export interface CanvasRun extends Pick<TrainingStore, "network"> {
  readonly isUnderWay: boolean;
  /** What each layer of the network shows of the pictures. */
  readonly shows: ReadonlyMap<NodeId, NodeView["show"]>;
  /** What the gradient of each layer that is trained is shown as. */
  readonly marks: ReadonlyMap<NodeId, GradientMark["show"]>;
}

function ofRun(run: TrainingStore): CanvasRun {
  return {
    network: run.network,
    isUnderWay: isUnderWay(run.run),
    shows: showsOf(run),
    marks: marksOf(run),
  };
}

function showsOf({ network, pictures }: TrainingStore): CanvasRun["shows"] {
  return new Map(
    (network?.graph.nodes ?? []).flatMap((node) => {
      const view = viewOf(pictures, network, node);
      return view ? [[node.id, view.show]] : [];
    }),
  );
}

function marksOf({ norms }: TrainingStore): CanvasRun["marks"] {
  return new Map(Object.entries(norms).map(([node, norm]) => [node, gradientMark(norm).show]));
}

export const useCanvasRun = create<CanvasRun>()(() => ofRun(useTraining.getState()));

// Once, as long as there is a window. Pictures and norms come in events of their own: each has only its part looked at.
useTraining.subscribe((now, before) => {
  const shown = useCanvasRun.getState();
  const { network } = now;
  const isOther = network !== before.network || now.pictures !== before.pictures;
  const shows = isOther ? lasting(shown.shows, showsOf(now)) : shown.shows;
  const marks = now.norms === before.norms ? shown.marks : lasting(shown.marks, marksOf(now));
  const after = { network, isUnderWay: isUnderWay(now.run), shows, marks };
  if (!shallow(shown, after)) useCanvasRun.setState(after);
});

/** What was there before where it says the same. */
function lasting<Show>(
  before: ReadonlyMap<NodeId, Show>,
  after: ReadonlyMap<NodeId, Show>,
): ReadonlyMap<NodeId, Show> {
  const isSame = before.size === after.size && [...after].every(([node, show]) => before.get(node) === show);
  return isSame ? before : after;
}
