import { say } from "../../engine/words/say.ts";
import "./inspector.css";
import type { ReactNode } from "react";
import type { NodeId } from "../../engine/graph/graph.ts";
import type { Arrangement } from "../document/arrange.ts";
import { selectedGroup } from "../document/groups.ts";
import { useDocument } from "../document/store.ts";
import { GroupPanel } from "./group-panel.tsx";
import { LayerPanel } from "./layer-panel.tsx";
import { NotePanel } from "./note-panel.tsx";
import { SelectionPanel } from "./selection-panel.tsx";
import { TrainingPanel } from "./training-panel.tsx";

export interface InspectorProps {
  /** The gradient norm of a layer over the run, as a section of its own; null where there is nothing to show. */
  readonly gradient?: (node: NodeId) => ReactNode;
  /** The way to what a layer does inside, beside its name; null where there is nothing to show. */
  readonly inside?: (node: NodeId) => ReactNode;
  /** The data set and the way to change it. */
  readonly data?: ReactNode;
  /** Training examples as they are changed at random, under the settings of that. */
  readonly augmented?: ReactNode;
  /** A quiet line above the settings, such as what an edit means for the run. */
  readonly quietLine?: ReactNode;
  /** Puts the selected layers in order. */
  readonly onArrange: (arrangement: Arrangement) => void;
}

/** The selected layer explained and set; without a selection, how the network is trained. */
export function Inspector({ gradient, inside, data, augmented, quietLine, onArrange }: InspectorProps) {
  const nodes = useDocument((state) => state.project.graph.nodes);
  const selection = useDocument((state) => state.selection.nodes);
  const notes = useDocument((state) => state.selection.notes);
  const [first] = selection;
  const [firstNote] = notes;
  const chosen = selection.length + notes.length;
  const group = useDocument((state) => selectedGroup(state.project.graph, state.selection.nodes));
  const node = chosen === 1 && !group ? nodes.find(({ id }) => id === first) : undefined;
  return (
    <aside
      className="inspector"
      aria-label={say("Inspector")}
      data-region="inspector"
      data-testid="inspector"
    >
      {node ? (
        <LayerPanel
          key={node.id}
          node={node}
          quietLine={quietLine}
          gradient={gradient?.(node.id)}
          inside={inside?.(node.id)}
        />
      ) : chosen === 1 && firstNote !== undefined ? (
        <NotePanel key={firstNote} id={firstNote} />
      ) : group && notes.length === 0 ? (
        <GroupPanel key={group.id} group={group} onArrange={onArrange} />
      ) : chosen > 1 ? (
        <SelectionPanel onArrange={onArrange} />
      ) : (
        <TrainingPanel data={data} augmented={augmented} quietLine={quietLine} />
      )}
    </aside>
  );
}
