import { largestNote, type NoteId, notesOf, smallestNote } from "../../engine/graph/note.ts";
import type { Fields } from "../../engine/layers/fields.ts";
import { phrase, say } from "../../engine/words/say.ts";
import { FieldForm } from "../design/field-form.tsx";
import { sizeNote } from "../document/notes.ts";
import { useDocument } from "../document/store.ts";
import { Section } from "./section.tsx";

const sizeFields = {
  width: {
    type: "integer",
    label: phrase("Width"),
    minimum: smallestNote.width,
    maximum: largestNote,
    default: smallestNote.width,
    help: phrase("In pixels at 100 %."),
  },
  height: {
    type: "integer",
    label: phrase("Height"),
    minimum: smallestNote.height,
    maximum: largestNote,
    default: smallestNote.height,
    help: phrase("In pixels at 100 %, at least: a longer text makes the note higher."),
  },
} as const satisfies Fields;

/** What a note is, and its size for those who do not drag its corner. */
export function NotePanel({ id }: { readonly id: NoteId }) {
  const note = useDocument(({ project }) => notesOf(project.graph).find((each) => each.id === id));
  if (!note) return null;
  const { x, y, width, height } = note;
  return (
    <>
      <header className="inspector-identity">
        <div>
          <h2 className="inspector-title">{say("Note")}</h2>
          <p>{say("Words beside the network")}</p>
        </div>
      </header>
      <Section title={say("Size")}>
        <FieldForm
          fields={sizeFields}
          values={{ width, height }}
          onChange={(name, value) => sizeNote(id, { x, y, width, height, [name]: Number(value) })}
        />
      </Section>
      <Section title={say("Text")}>
        <p className="inspector-text">
          {say(
            "Double-click the note to write in it, or press Enter on it; Esc ends. It is saved with the project. Nothing in it is checked, trained or exported.",
          )}
        </p>
      </Section>
    </>
  );
}
