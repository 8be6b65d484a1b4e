import { say } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { cancelImport, endImport, useFileImport } from "./file-import.ts";
import { ImportBar } from "./import-bar.tsx";
import { PictureDialog } from "./picture-dialog.tsx";
import { usePictureImport } from "./picture-import.ts";
import { TableDialog } from "./table-dialog.tsx";
import { useTableImport } from "./table-import.ts";

/** What an import asks, how far it is, and why it cannot be. */
export function ImportDialog() {
  const { progress, trouble } = useFileImport();
  const choosesColumns = useTableImport((state) => state.found !== null);
  const choosesPictures = usePictureImport((state) => state.found !== null);
  if (choosesColumns) return <TableDialog />;
  if (choosesPictures) return <PictureDialog />;
  if (trouble)
    return (
      <Dialog
        title={trouble.title}
        onClose={endImport}
        buttons={
          <Button look="primary" onClick={endImport}>
            {say("Close")}
          </Button>
        }
      >
        <p>{trouble.reason}</p>
        <p>{trouble.next}</p>
      </Dialog>
    );
  if (!progress) return null;
  return (
    <Dialog
      title={say("Reading {what}", { what: progress.what })}
      className="import-dialog"
      onClose={cancelImport}
      buttons={<Button onClick={cancelImport}>{say("Cancel")}</Button>}
    >
      <ImportBar progress={progress} />
    </Dialog>
  );
}
