import type { FoundTable, Trouble } from "../../app/contract/desktop.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { formatCount } from "../design/format.ts";
import { Segmented } from "../design/segmented.tsx";
import { SelectField } from "../design/select-field.tsx";
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
  target: "Target: what to learn",
  "leave out": "Leave out",
};

/** Chooses the columns of a table that was just picked, or says why it cannot be. */
export function TableDialog() {
  const found = useTableImport((state) => state.found);
  const trouble = useTableImport((state) => state.trouble);
  if (found) return <ColumnChooser found={found} />;
  if (!trouble) return null;
  return (
    <Dialog
      title={trouble.title}
      onClose={closeTableImport}
      buttons={
        <Button look="primary" onClick={closeTableImport}>
          Close
        </Button>
      }
    >
      <p>{trouble.reason}</p>
      <p>{trouble.next}</p>
    </Dialog>
  );
}

function ColumnChooser({ found }: { readonly found: FoundTable }) {
  const { uses, missing, malformed, isReading, trouble } = useTableImport();
  return (
    <Dialog
      title={`Columns of ${found.file.slice(found.file.lastIndexOf("/") + 1)}`}
      className="table-dialog"
      onClose={closeTableImport}
      buttons={
        <>
          <Button onClick={closeTableImport}>Cancel</Button>
          <Button
            look="primary"
            disabledReason={isReading ? "The table is being read" : null}
            onClick={() => void readChosenTable()}
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
