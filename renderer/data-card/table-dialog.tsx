import type { Trouble } from "../../app/contract/desktop.ts";
import type { FoundTable } from "../../engine/protocol.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
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
  number: phrase("Number"),
  category: phrase("Category"),
  target: phrase("Target: a class"),
  "target number": phrase("Target: a number"),
  "target label": phrase("Target: a label"),
  "leave out": phrase("Leave out"),
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
      title={say("Columns of {file}", { file: found.file.slice(found.file.lastIndexOf("/") + 1) })}
      className="table-dialog is-tall"
      onClose={close}
      buttons={
        <>
          <Button onClick={close}>{say("Cancel")}</Button>
          <Button
            look="primary"
            disabledReason={isReading ? say("The table is being read") : null}
            onClick={() => void readChosenTable(readImport)}
          >
            {isReading ? say("Reading") : say("Use this table")}
          </Button>
        </>
      }
    >
      <p>{say("{count, number} rows. Say what each column is to the network.", { count: found.rows })}</p>
      <div className="table-columns">
        {found.columns.map((column, index) => (
          <div key={column.name} className="table-column">
            <span title={column.name}>{column.name}</span>
            <small>{columnWords(column)}</small>
            <SelectField
              label={say("Use of {name}", { name: column.name })}
              value={uses[index] ?? "leave out"}
              options={possibleUses(column).map((value) => ({ value, label: translate(useLabels[value]) }))}
              onChange={(use) => useTableImport.setState({ uses: chooseUse(found, uses, index, use) })}
            />
          </div>
        ))}
      </div>
      <div className="table-rules">
        <span>{say("Rows with missing values")}</span>
        <Segmented
          label={say("Rows with missing values")}
          value={missing}
          options={[
            { value: "drop", label: say("Leave out") },
            { value: "mean", label: say("Fill with the mean") },
          ]}
          onChange={(value) => useTableImport.setState({ missing: value })}
        />
        <span>{say("Rows that cannot be read")}</span>
        <Segmented
          label={say("Rows that cannot be read")}
          value={malformed}
          options={[
            { value: "stop", label: say("Stop") },
            { value: "skip", label: say("Skip") },
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
      ? say("more than 256 values")
      : say("{count, plural, one {# value} other {# values}}", { count: values.length });
  return missing > 0 ? say("{values}, {missing, number} missing", { values: count, missing }) : count;
}
