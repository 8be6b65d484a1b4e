import { type NodeProps, NodeResizeControl } from "@xyflow/react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import {
  type GraphNote,
  largestNote,
  longestNote,
  type NoteBox,
  notesOf,
  smallestNote,
} from "../../engine/graph/note.ts";
import { say } from "../../engine/words/say.ts";
import { sizeNote, writeNote } from "../document/notes.ts";
import { useDocument } from "../document/store.ts";
import { revealPlaced } from "./canvas-commands.ts";
import { useCanvas } from "./canvas-state.ts";
import { focusCanvas, focusPlaced } from "./focus.ts";
import { useIsTabStop } from "./tab-stop.ts";

/** Words on the paper: they are read, written in place and made larger, and nothing else depends on them. */
export function NoteView({ id, selected, dragging, height: shownHeight }: NodeProps) {
  const kept = useDocument(({ project }) => notesOf(project.graph).find((note) => note.id === id));
  const writing = useCanvas((state) => (state.writing?.id === id ? state.writing : null));
  const note = kept ?? writing;
  const isWriting = writing !== null;
  const [box, setBox] = useState<NoteBox | null>(null);
  const isTabStop = useIsTabStop(id);
  // A text that grows under the hands stays in sight.
  useEffect(() => {
    if (isWriting && shownHeight !== undefined) revealPlaced(id);
  }, [id, isWriting, shownHeight]);
  if (!note) return null;
  const { width, height } = box ?? note;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a note is no fieldset
    <div
      role="group"
      aria-roledescription={say("note")}
      aria-label={note.text === "" ? say("New note") : note.text}
      tabIndex={isTabStop ? 0 : -1}
      className={["note", selected ? "is-selected" : "", dragging ? "is-dragging" : ""].join(" ")}
      style={{ width, minHeight: height }}
      data-note
      data-node-id={id}
      data-testid={`note-${id}`}
      onFocus={() => useCanvas.setState({ active: id })}
      onDoubleClick={() => useCanvas.setState({ writing: note })}
    >
      {writing ? <Writing note={note} /> : <div className="note-text">{note.text}</div>}
      {selected && !writing ? (
        <NodeResizeControl
          position="bottom-right"
          className="note-corner"
          minWidth={smallestNote.width}
          minHeight={smallestNote.height}
          maxWidth={largestNote}
          maxHeight={largestNote}
          onResize={(_, to) => setBox({ ...to })}
          onResizeEnd={(_, { x, y, width: wide, height: high }) => {
            setBox(null);
            sizeNote(id, { x, y, width: Math.round(wide), height: Math.round(high) });
          }}
        />
      ) : null}
    </div>
  );
}

/** The text field in a note's place. What was written is kept when it is left, however it is left. */
function Writing({ note }: { readonly note: GraphNote }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(note.text);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    field.current?.blur();
    if (!focusPlaced(note.id)) focusCanvas();
  };
  return (
    <textarea
      ref={field}
      className="note-text nodrag nopan nowheel"
      aria-label={say("Text of the note")}
      placeholder={say("Write a note")}
      maxLength={longestNote}
      rows={1}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onKeyDown={onKeyDown}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={() => {
        writeNote(note, text);
        useCanvas.setState({ writing: null });
      }}
    />
  );
}
