import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { cancelImport, endImport, useFileImport } from "./file-import.ts";
import { ImportBar } from "./import-bar.tsx";
import { TableDialog } from "./table-dialog.tsx";
import { useTableImport } from "./table-import.ts";

/** What an import asks, how far it is, and why it cannot be. */
export function ImportDialog() {
  const { progress, trouble } = useFileImport();
  const choosesColumns = useTableImport((state) => state.found !== null);
  if (choosesColumns) return <TableDialog />;
  if (trouble)
    return (
      <Dialog
        title={trouble.title}
        onClose={endImport}
        buttons={
          <Button look="primary" onClick={endImport}>
            Close
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
      title={`Reading ${progress.what}`}
      className="import-dialog"
      onClose={cancelImport}
      buttons={<Button onClick={cancelImport}>Cancel</Button>}
    >
      <ImportBar progress={progress} />
    </Dialog>
  );
}
