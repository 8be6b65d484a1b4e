import { notesOf } from "../../engine/graph/note.ts";
import { moveLayers } from "../document/actions.ts";
import { useDocument } from "../document/store.ts";
import type { Direction } from "./walk.ts";

/** Moves what is selected by 10 px; quick repetitions are one step back. */
export function nudge(direction: Direction): true {
  const { project, selection } = useDocument.getState();
  const dx = direction === "left" ? -10 : direction === "right" ? 10 : 0;
  const dy = direction === "up" ? -10 : direction === "down" ? 10 : 0;
  const ids = [...selection.nodes, ...selection.notes];
  const chosen = [...project.graph.nodes, ...notesOf(project.graph)].filter(({ id }) => ids.includes(id));
  const places = Object.fromEntries(chosen.map(({ id, x, y }) => [id, { x: x + dx, y: y + dy }]));
  moveLayers(places, { merge: `nudge ${ids.join(" ")}` });
  return true;
}
