import { pictureFields } from "../../engine/data/picture-folder-reference.ts";
import type { FoundPictures } from "../../engine/protocol.ts";
import { listFormat } from "../../engine/words/numbers.ts";
import { say } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { FieldForm } from "../design/field-form.tsx";
import { measureBytes } from "../design/format.ts";
import { cancelImport, readImport, useFileImport } from "./file-import.ts";
import { ImportBar } from "./import-bar.tsx";
import { closePictureImport, readChosenPictures, usePictureImport } from "./picture-import.ts";

/** Chooses the size, colour and fit of pictures that were just found. */
export function PictureDialog() {
  const { found, values, isReading, trouble } = usePictureImport();
  const progress = useFileImport((state) => state.progress);
  if (!found) return null;
  const close = () => {
    cancelImport();
    closePictureImport();
  };
  return (
    <Dialog
      title={say("Pictures of {file}", { file: found.file.slice(found.file.lastIndexOf("/") + 1) })}
      className="picture-dialog is-tall"
      onClose={close}
      buttons={
        <>
          <Button onClick={close}>{say("Cancel")}</Button>
          <Button
            look="primary"
            disabledReason={isReading ? say("The pictures are being read") : null}
            onClick={() => void readChosenPictures(readImport)}
          >
            {isReading ? say("Reading") : say("Use these pictures")}
          </Button>
        </>
      }
    >
      <p>{foundWords(found)}</p>
      <p className="picture-classes">{found.classNames.join(", ")}</p>
      <div className="picture-form">
        <FieldForm
          fields={pictureFields}
          values={values}
          onChange={(name, value) => usePictureImport.setState({ values: { ...values, [name]: value } })}
        />
      </div>
      <p className="picture-size">{sizeWords(found, values)}</p>
      {isReading && progress ? <ImportBar progress={progress} /> : null}
      {trouble ? (
        <p className="table-trouble" role="alert">
          {trouble.title}. {trouble.reason} {trouble.next}
        </p>
      ) : null}
    </Dialog>
  );
}

function countOf({ counts }: FoundPictures): number {
  return counts.learning + counts.validation + counts.test;
}

function foundWords(found: FoundPictures): string {
  const { counts, classNames, others } = found;
  const parts = [
    counts.validation > 0 ? say("{count, number} for validation", { count: counts.validation }) : "",
    counts.test > 0 ? say("{count, number} for the test", { count: counts.test }) : "",
  ].filter(Boolean);
  const pictures = say("{count, number} pictures in {classes, number} classes", {
    count: countOf(found),
    classes: classNames.length,
  });
  return [
    parts.length > 0
      ? say("{pictures}, of them {parts}.", { pictures, parts: listFormat().format(parts) })
      : `${pictures}.`,
    others > 0
      ? say("{count, plural, one {# other file is} other {# other files are}} left out.", { count: others })
      : "",
  ].join(" ");
}

function sizeWords(found: FoundPictures, values: Readonly<Record<string, unknown>>): string {
  const channels = values.colour === "grey" ? 1 : 3;
  const size = measureBytes(countOf(found) * channels * Number(values.width) * Number(values.height));
  return say(
    "The network sees {channels}×{height}×{width} numbers; all pictures take {value} {unit} of memory.",
    { channels, height: Number(values.height), width: Number(values.width), ...size },
  );
}
