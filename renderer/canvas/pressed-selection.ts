import { type Selection, useDocument } from "../document/store.ts";

const nothing: Selection = { nodes: [], edges: [], notes: [] };
let atPress = nothing;
let kept = nothing;

/** Keeps what is selected while the pointer is pressed; on the paper with Shift or Ctrl, a rectangle adds to it. */
export function noteSelection(event: {
  readonly target: EventTarget;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}): void {
  const isOnPaper = event.target instanceof Element && event.target.matches(".react-flow__pane");
  atPress = useDocument.getState().selection;
  kept = isOnPaper && (event.shiftKey || event.ctrlKey || event.metaKey) ? atPress : nothing;
}

/** What was selected when the pointer was pressed. */
export function selectionAtPress(): Selection {
  return atPress;
}

/** What a rectangle chooses together with the layers and notes that it adds to. */
export function withKept(chosen: readonly string[]): readonly string[] {
  return [...new Set([...kept.nodes, ...kept.notes, ...chosen])];
}
