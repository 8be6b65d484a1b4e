import { say } from "../../engine/words/say.ts";
import "@xyflow/react/dist/base.css";
import "./canvas.css";
import "./layer.css";
import "./connection.css";
import "./canvas-tools.css";
import "./beside-layer.css";
import "./note.css";
import "./groups.css";
import { ReactFlowProvider } from "@xyflow/react";
import type { ReactNode } from "react";
import { notesOf } from "../../engine/graph/note.ts";
import { useDocument } from "../document/store.ts";
import { useCanvas } from "./canvas-state.ts";
import { CanvasTools } from "./canvas-tools.tsx";
import { Flow } from "./flow.tsx";
import { LooseEnd } from "./loose-end.tsx";
import { ProblemAnchor } from "./problem-anchor.tsx";
import { Refusal } from "./refusal.tsx";
import { SearchBar } from "./search-bar.tsx";
import { type CanvasSlots, SlotsContext } from "./slots.ts";
import { useCanvasKeys } from "./use-canvas-keys.ts";

export interface CanvasProps {
  /** The same object as long as nothing in it changes: a new one draws every layer anew. */
  readonly slots: CanvasSlots;
  /** Switches beside "Shapes", such as Maps and Gradients; use the class `canvas-tool` on buttons. */
  readonly tools?: ReactNode;
  /** Words between the two groups of tools, such as the legend of the lanes. */
  readonly legend?: ReactNode;
  /** Enter on a layer: moves focus to its settings. */
  readonly onOpenSettings?: () => void;
}

/** The network on squared paper. It draws the document and changes it; it keeps nothing that would be saved. */
export function Canvas(props: CanvasProps) {
  return (
    <SlotsContext value={props.slots}>
      <ReactFlowProvider>
        <Stage {...props} />
      </ReactFlowProvider>
    </SlotsContext>
  );
}

function Stage({ slots, tools, legend, onOpenSettings }: CanvasProps) {
  const hasLayers = useDocument((state) => state.project.graph.nodes.length > 0);
  const hasNotes = useDocument((state) => notesOf(state.project.graph).length > 0);
  const isWriting = useCanvas((state) => state.writing !== null);
  const said = useCanvas((state) => state.said);
  const onKeyDown = useCanvasKeys(onOpenSettings);
  return (
    <section
      className="canvas"
      aria-label={say("Network")}
      data-region="canvas"
      data-testid="canvas"
      style={{ "--covered-right": `${slots.coveredRight ?? 0}px` } as React.CSSProperties}
      // An empty canvas takes focus itself, so that shortcuts and paste have a place.
      tabIndex={hasLayers || hasNotes ? -1 : 0}
      onKeyDown={onKeyDown}
    >
      <Flow>
        {hasLayers || isWriting ? null : (
          <div className="canvas-empty">
            <p>{say("Drag an Input here, or press / and type a layer.")}</p>
            {slots.firstSteps}
          </div>
        )}
      </Flow>
      <CanvasTools tools={tools} legend={legend} />
      <SearchBar />
      <ProblemAnchor />
      <LooseEnd coveredRight={slots.coveredRight} />
      <Refusal coveredRight={slots.coveredRight} />
      <div className="canvas-said" role="status">
        {said}
      </div>
    </section>
  );
}
