import type { Trouble } from "../../app/contract/desktop.ts";
import type { FoundTable } from "../../engine/protocol.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { formatCount } from "../design/format.ts";
import { Segmented } from "../design/segmented.tsx";
import { SelectField } from "../design/select-field.tsx";
import { cancelImport, readImport, useFileImport } from "./file-import.ts";
import { ImportBar } from "./import-bar.tsx";
import {
  type ColumnUse,
  chooseUse,
  closeTableImport,
  possibleUses,
  readChosenTable,
  useTableImport,
} from "./table-import.ts";

const useLabels: Readonly<Record<ColumnUse, string>> = {
  number: "Number",
  category: "Category",
  target: "Target: a class",
  "target number": "Target: a number",
  "target label": "Target: a label",
  "leave out": "Leave out",
};

/** Chooses the columns of a table that was just picked. */
export function TableDialog() {
  const found = useTableImport((state) => state.found);
  return found ? <ColumnChooser found={found} /> : null;
}

function ColumnChooser({ found }: { readonly found: FoundTable }) {
  const { uses, missing, malformed, isReading, trouble } = useTableImport();
  const progress = useFileImport((state) => state.progress);
  const close = () => {
    cancelImport();
    closeTableImport();
  };
  return (
    <Dialog
      title={`Columns of ${found.file.slice(found.file.lastIndexOf("/") + 1)}`}
      className="table-dialog"
      onClose={close}
      buttons={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            look="primary"
            disabledReason={isReading ? "The table is being read" : null}
            onClick={() => void readChosenTable(readImport)}
          >
            {isReading ? "Reading" : "Use this table"}
          </Button>
        </>
      }
    >
      <p>{formatCount(found.rows)} rows. Say what each column is to the network.</p>
      <div className="table-columns">
        {found.columns.map((column, index) => (
          <div key={column.name} className="table-column">
            <span title={column.name}>{column.name}</span>
            <small>{columnWords(column)}</small>
            <SelectField
              label={`Use of ${column.name}`}
              value={uses[index] ?? "leave out"}
              options={possibleUses(column).map((value) => ({ value, label: useLabels[value] }))}
              onChange={(use) => useTableImport.setState({ uses: chooseUse(found, uses, index, use) })}
            />
          </div>
        ))}
      </div>
      <div className="table-rules">
        <span>Rows with missing values</span>
        <Segmented
          label="Rows with missing values"
          value={missing}
          options={[
            { value: "drop", label: "Leave out" },
            { value: "mean", label: "Fill with the mean" },
          ]}
          onChange={(value) => useTableImport.setState({ missing: value })}
        />
        <span>Rows that cannot be read</span>
        <Segmented
          label="Rows that cannot be read"
          value={malformed}
          options={[
            { value: "stop", label: "Stop" },
            { value: "skip", label: "Skip" },
          ]}
          onChange={(value) => useTableImport.setState({ malformed: value })}
        />
      </div>
      {isReading && progress ? <ImportBar progress={progress} /> : null}
      {trouble ? <Refusal trouble={trouble} /> : null}
    </Dialog>
  );
}

function Refusal({ trouble }: { readonly trouble: Trouble }) {
  return (
    <p className="table-trouble" role="alert">
      {trouble.title}. {trouble.reason} {trouble.next}
    </p>
  );
}

function columnWords({ values, missing }: FoundTable["columns"][number]): string {
  const count =
    values === null
      ? "more than 256 values"
      : `${formatCount(values.length)} ${values.length === 1 ? "value" : "values"}`;
  return missing > 0 ? `${count}, ${formatCount(missing)} missing` : count;
}
