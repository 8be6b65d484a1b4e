import { nodeById } from "../../../engine/graph/lookup.ts";
import { say } from "../../../engine/words/say.ts";
import { select, selectPlaced, useDocument } from "../../document/store.ts";
import { revealPlaced } from "../canvas-commands.ts";
import type { OutlineItem } from "./outline-items.ts";

/** What a line is called, which is also what typing goes to. */
export function nameOf(item: OutlineItem): string {
  switch (item.is) {
    case "layer":
      return layerName(item.id);
    case "branch":
      return say("Branch {number} of {count}", { number: item.number, count: item.of });
    case "connection":
      return say("Straight to {name}", { name: layerName(item.edge.to) });
    case "group":
      return item.group.name;
    case "notes":
      return say("Notes");
    case "note":
      return item.note.text.split("\n")[0] ?? "";
  }
}

function layerName(id: string): string {
  return nodeById(useDocument.getState().project.graph, id)?.name ?? "";
}

/** The layers and notes of a line: its own, or those below it. */
export function placedIn(item: OutlineItem): readonly string[] {
  if (item.is === "layer") return [item.id];
  return item.is === "note" ? [item.note.id] : item.items.flatMap(placedIn);
}

/** Selects what a line stands for, as well as what is selected where `extend` says so, and brings it into view. */
export function chooseItem(item: OutlineItem, extend: boolean): void {
  const { selection } = useDocument.getState();
  if (item.is === "connection") {
    select(
      extend ? selection.nodes : [],
      extend ? [...selection.edges, item.edge.id] : [item.edge.id],
      extend ? selection.notes : [],
    );
    return;
  }
  const placed = placedIn(item);
  selectPlaced(extend ? [...selection.nodes, ...selection.notes, ...placed] : placed);
  const [first] = placed;
  // The selection may open a panel that floats over the canvas: what it covers is known once it is drawn.
  if (first !== undefined) requestAnimationFrame(() => revealPlaced(first));
}
