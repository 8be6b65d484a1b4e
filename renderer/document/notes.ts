import { freeId } from "../../engine/graph/graph.ts";
import {
  type GraphNote,
  longestNote,
  type NoteBox,
  type NoteId,
  notesOf,
  usualNote,
} from "../../engine/graph/note.ts";
import { say } from "../../engine/words/say.ts";
import { run, useDocument } from "./store.ts";
import { visibleArea } from "./visible-area.ts";

/** What people do with notes alone; moving, copying and deleting them is done with layers, in actions.ts. */

/** A note without words yet, at a place in pixels at 100 %; it is not part of the document before it has some. */
export function blankNote(at: { readonly x: number; readonly y: number } = freeSpot()): GraphNote {
  const { graph } = useDocument.getState().project;
  const id = freeId([...notesOf(graph), ...graph.nodes], "t");
  return { id, text: "", ...usualNote, x: snap(at.x), y: snap(at.y) };
}

/** Puts a note's words into the document: adds it with the first, and removes it where none are left. */
export function writeNote(note: GraphNote, written: string): void {
  const text = written.trimEnd().slice(0, longestNote);
  const isThere = notesOf(useDocument.getState().project.graph).some(({ id }) => id === note.id);
  if (text === "" && isThere)
    run({
      command: "edit-graph",
      label: () => say("delete a note"),
      edits: [{ edit: "remove-notes", ids: [note.id] }],
    });
  else if (isThere)
    run({
      command: "edit-graph",
      label: () => say("write a note"),
      edits: [{ edit: "write-note", id: note.id, text }],
    });
  else if (text !== "")
    run({
      command: "edit-graph",
      label: () => say("add a note"),
      edits: [{ edit: "add-notes", notes: [{ ...note, text }] }],
      select: [note.id],
    });
}

export function sizeNote(id: NoteId, box: NoteBox): void {
  run({ command: "edit-graph", label: () => say("resize a note"), edits: [{ edit: "size-note", id, box }] });
}

/** The upper middle of what is in sight, further down where something lies already. */
function freeSpot(): { readonly x: number; readonly y: number } {
  const { project } = useDocument.getState();
  const area = visibleArea();
  const x = area.x + area.width / 2 - usualNote.width / 2;
  let y = area.y + 70;
  const isTaken = (item: { readonly x: number; readonly y: number }) =>
    Math.abs(item.x - x) < usualNote.width && item.y > y - 150 && item.y < y + usualNote.height + 20;
  const placed = [...project.graph.nodes, ...notesOf(project.graph)];
  while (placed.some(isTaken)) y += 20;
  return { x, y };
}

function snap(value: number): number {
  return Math.round(value / 10) * 10;
}
