import { pictureFields } from "../../engine/data/picture-folder-reference.ts";
import type { FoundPictures } from "../../engine/protocol.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { FieldForm } from "../design/field-form.tsx";
import { formatCount, measureBytes } from "../design/format.ts";
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
      title={`Pictures of ${found.file.slice(found.file.lastIndexOf("/") + 1)}`}
      className="picture-dialog"
      onClose={close}
      buttons={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            look="primary"
            disabledReason={isReading ? "The pictures are being read" : null}
            onClick={() => void readChosenPictures(readImport)}
          >
            {isReading ? "Reading" : "Use these pictures"}
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
    counts.validation > 0 ? `${formatCount(counts.validation)} for validation` : "",
    counts.test > 0 ? `${formatCount(counts.test)} for the test` : "",
  ].filter(Boolean);
  return [
    `${formatCount(countOf(found))} pictures in ${formatCount(classNames.length)} classes`,
    parts.length > 0 ? `, of them ${parts.join(" and ")}` : "",
    ".",
    others > 0 ? ` ${formatCount(others)} other ${others === 1 ? "file is" : "files are"} left out.` : "",
  ].join("");
}

function sizeWords(found: FoundPictures, values: Readonly<Record<string, unknown>>): string {
  const channels = values.colour === "grey" ? 1 : 3;
  const size = measureBytes(countOf(found) * channels * Number(values.width) * Number(values.height));
  return `The network sees ${channels}×${values.height}×${values.width} numbers; all pictures take ${size.value} ${size.unit} of memory.`;
}
