import { z } from "zod";
import type { Graph } from "./graph.ts";

/** Names a note among the notes and layers of a graph: the two share their places, and no id. */
export type NoteId = string;

/** Words on the canvas, for people: nothing that checks, trains or exports a network reads them. */
export interface GraphNote {
  readonly id: NoteId;
  /** Plain text; its line breaks are kept. */
  readonly text: string;
  /** Left, top, width and least height in pixels at 100 %; a longer text makes the note higher. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const longestNote = 4000;
/** What a new note takes up, in pixels at 100 %. */
export const usualNote = { width: 200, height: 60 } as const;
export const smallestNote = { width: 80, height: 40 } as const;
export const largestNote = 2000;

const coordinate = z.number().min(-1e6).max(1e6);

export const noteSchema = z
  .strictObject({
    id: z.string().min(1).max(64),
    text: z.string().min(1).max(longestNote),
    x: coordinate,
    y: coordinate,
    width: z.number().min(smallestNote.width).max(largestNote),
    height: z.number().min(smallestNote.height).max(largestNote),
  })
  .readonly() satisfies z.ZodType<GraphNote>;

/** Every way a note can change but by being moved, which is one edit for layers and notes together. */
export type NoteEdit =
  | { readonly edit: "add-notes"; readonly notes: readonly GraphNote[] }
  | { readonly edit: "remove-notes"; readonly ids: readonly NoteId[] }
  | { readonly edit: "write-note"; readonly id: NoteId; readonly text: string }
  | { readonly edit: "size-note"; readonly id: NoteId; readonly box: NoteBox };

export type NoteBox = Pick<GraphNote, "x" | "y" | "width" | "height">;

/** The notes of a graph; a graph without any does not mention them. */
export function notesOf(graph: Graph): readonly GraphNote[] {
  return graph.notes ?? none;
}
const none: readonly GraphNote[] = [];

/** The graph with these notes. */
export function withNotes(graph: Graph, notes: readonly GraphNote[]): Graph {
  const { notes: _before, ...network } = graph;
  return notes.length === 0 ? network : { ...network, notes };
}

/** Applies one edit of notes; what names a note that is gone changes nothing. */
export function applyNoteEdit(graph: Graph, change: NoteEdit): Graph {
  const notes = notesOf(graph);
  const changed = (id: NoteId, values: Partial<GraphNote>) =>
    withNotes(
      graph,
      notes.map((note) => (note.id === id ? { ...note, ...values } : note)),
    );
  switch (change.edit) {
    case "add-notes":
      return withNotes(graph, [...notes, ...change.notes]);
    case "remove-notes": {
      const gone = new Set(change.ids);
      return withNotes(
        graph,
        notes.filter(({ id }) => !gone.has(id)),
      );
    }
    case "write-note":
      return changed(change.id, { text: change.text });
    case "size-note":
      return changed(change.id, change.box);
  }
}

const noteEdits: Readonly<Record<string, true>> = {
  "add-notes": true,
  "remove-notes": true,
  "write-note": true,
  "size-note": true,
} satisfies Record<NoteEdit["edit"], true>;

/** Tells edits of notes from those of the network. */
export function isNoteEdit(change: { readonly edit: string }): change is NoteEdit {
  return Object.hasOwn(noteEdits, change.edit);
}

/** An edit that leaves everything as it is. */
export function changesNoNote(graph: Graph, change: NoteEdit): boolean {
  if (change.edit === "add-notes") return change.notes.length === 0;
  if (change.edit === "remove-notes") return change.ids.length === 0;
  const note = notesOf(graph).find(({ id }) => id === change.id);
  if (!note) return true;
  if (change.edit === "write-note") return note.text === change.text;
  const { x, y, width, height } = change.box;
  return note.x === x && note.y === y && note.width === width && note.height === height;
}
