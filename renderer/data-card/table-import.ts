import { create } from "zustand";
import type { Trouble } from "../../app/contract/desktop.ts";
import { type DatasetReference, datasetReferenceSchema } from "../../engine/data/dataset.ts";
import { guessTarget, type TableColumn } from "../../engine/data/table-reference.ts";
import type { FoundTable } from "../../engine/protocol.ts";
import { say } from "../../engine/words/say.ts";

/** What a column is for, in the words of the project file. */
export type ColumnUse = TableColumn["use"];
type FoundColumn = FoundTable["columns"][number];

interface TableImport {
  /** The table whose columns are being chosen. */
  readonly found: FoundTable | null;
  readonly uses: readonly ColumnUse[];
  readonly missing: "drop" | "mean";
  readonly malformed: "stop" | "skip";
  readonly isReading: boolean;
  readonly trouble: Trouble | null;
}

const none: TableImport = {
  found: null,
  uses: [],
  missing: "drop",
  malformed: "stop",
  isReading: false,
  trouble: null,
};

/** The table that is being imported, one at a time. */
export const useTableImport = create<TableImport>()(() => none);

/** Asks what the columns of a table are for. */
export function chooseColumns(found: FoundTable): void {
  useTableImport.setState({ ...none, found, uses: guessUses(found) });
}

export function closeTableImport(): void {
  useTableImport.setState(none);
}

/** What can be chosen for a column: a word is no number, and a category has a few values only. */
export function possibleUses({ looksLike, values }: FoundColumn): readonly ColumnUse[] {
  const fewValues = values !== null && values.length > 0;
  return [
    ...(looksLike === "number" ? (["number"] as const) : []),
    ...(fewValues ? (["category"] as const) : []),
    ...(fewValues && values.length > 1 ? (["target"] as const) : []),
    ...(looksLike === "number" ? (["target number"] as const) : []),
    ...(values?.length === 2 ? (["target label"] as const) : []),
    "leave out",
  ];
}

/** The last column that can be a target is it; the others are what they look like. */
export function guessUses({ columns }: FoundTable): readonly ColumnUse[] {
  const target = columns.findLastIndex((column) => possibleUses(column).some(isTarget));
  return columns.map((column, index) => (index === target ? guessTarget(column) : plainUse(column)));
}

export function isTarget(use: ColumnUse): boolean {
  return use === "target" || use === "target number" || use === "target label";
}

function plainUse(column: FoundColumn): ColumnUse {
  return possibleUses(column).find((use) => !isTarget(use)) ?? "leave out";
}

/** Targets are of one kind, and there is one class at the most: what does not go with the choice is a feature again. */
export function chooseUse(found: FoundTable, uses: readonly ColumnUse[], at: number, use: ColumnUse) {
  return uses.map((before, index) => {
    if (index === at) return use;
    const column = found.columns[index];
    const goesOn = use !== "target" && before === use;
    return isTarget(use) && isTarget(before) && !goesOn && column ? plainUse(column) : before;
  });
}

/** Reads the whole table as chosen, by `read`; the dialog closes when that succeeds. */
export async function readChosenTable(
  read: (data: DatasetReference) => Promise<Trouble | null>,
): Promise<void> {
  const { found, uses, missing, malformed } = useTableImport.getState();
  if (!found) return;
  const { file, sha256, header } = found;
  const parsed = datasetReferenceSchema.safeParse({
    kind: "table",
    file,
    sha256,
    header,
    columns: found.columns.map(({ name, values }, index) => {
      const use = uses[index];
      const hasValues = use === "category" || use === "target" || use === "target label";
      return hasValues ? { use, name, values } : { use, name };
    }),
    missing,
    malformed,
  });
  if (!parsed.success) {
    const reason = parsed.error.issues[0]?.message ?? say("These columns do not fit.");
    refuse({ title: say("This table cannot be used so"), reason, next: say("Choose other columns.") });
    return;
  }
  await adopt(found, parsed.data, read);
}

async function adopt(
  found: FoundTable,
  data: DatasetReference,
  read: (data: DatasetReference) => Promise<Trouble | null>,
): Promise<void> {
  useTableImport.setState({ isReading: true, trouble: null });
  const trouble = await read(data);
  if (useTableImport.getState().found !== found) return; // cancelled meanwhile
  if (trouble) refuse(trouble);
  else closeTableImport();
}

function refuse(trouble: Trouble): void {
  useTableImport.setState({ isReading: false, trouble });
}
