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

function ofRun({ run, network, pictures, norms }: TrainingStore): CanvasRun {
  const marks = new Map(Object.entries(norms).map(([node, norm]) => [node, gradientMark(norm).show]));
  const shows = new Map(
    (network?.graph.nodes ?? []).flatMap((node) => {
      const view = viewOf(pictures, network, node);
      return view ? [[node.id, view.show]] : [];
    }),
  );
  return { network, isUnderWay: isUnderWay(run), marks, shows };
}

export const useCanvasRun = create<CanvasRun>()(() => ofRun(useTraining.getState()));

// Once, as long as there is a window.
useTraining.subscribe((now, before) => {
  const isOther = (["run", "network", "pictures", "norms"] as const).some(
    (part) => now[part] !== before[part],
  );
  if (!isOther) return;
  const shown = useCanvasRun.getState();
  const next = ofRun(now);
  const after = {
    ...next,
    marks: isSame(shown.marks, next.marks) ? shown.marks : next.marks,
    shows: isSame(shown.shows, next.shows) ? shown.shows : next.shows,
  };
  if (!shallow(shown, after)) useCanvasRun.setState(after);
});

function isSame<Show>(a: ReadonlyMap<NodeId, Show>, b: ReadonlyMap<NodeId, Show>): boolean {
  return a.size === b.size && [...b].every(([node, show]) => a.get(node) === show);
}
