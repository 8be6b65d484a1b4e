import { create } from "zustand";
import type { Trouble } from "../../app/contract/desktop.ts";
import type { DatasetReference } from "../../engine/data/dataset.ts";
import { pictureFields, pictureFolderReference } from "../../engine/data/picture-folder-reference.ts";
import { type AnyFieldValues, defaultValues } from "../../engine/layers/fields.ts";
import type { FoundPictures } from "../../engine/protocol.ts";

interface PictureImport {
  /** The folder or archive whose pictures are being fitted. */
  readonly found: FoundPictures | null;
  readonly values: AnyFieldValues;
  readonly isReading: boolean;
  readonly trouble: Trouble | null;
}

const none: PictureImport = { found: null, values: {}, isReading: false, trouble: null };

/** The pictures that are being imported, one folder at a time. */
export const usePictureImport = create<PictureImport>()(() => none);

/** Asks how pictures of any size become examples of one. */
export function choosePictures(found: FoundPictures): void {
  usePictureImport.setState({
    ...none,
    found,
    values: { ...defaultValues(pictureFields), ...found.proposed },
  });
}

export function closePictureImport(): void {
  usePictureImport.setState(none);
}

/** Reads the pictures as chosen, by `read`; the dialog closes when that succeeds. */
export async function readChosenPictures(
  read: (data: DatasetReference) => Promise<Trouble | null>,
): Promise<void> {
  const { found, values } = usePictureImport.getState();
  if (!found) return;
  usePictureImport.setState({ isReading: true, trouble: null });
  const trouble = await read(pictureFolderReference(found, values));
  if (usePictureImport.getState().found !== found) return; // cancelled meanwhile
  if (trouble) usePictureImport.setState({ isReading: false, trouble });
  else closePictureImport();
}
