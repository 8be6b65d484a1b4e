import { counted } from "../words/counted.ts";
import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";
import type { Dataset } from "./dataset-record.ts";
import type { TextRow } from "./delimited.ts";
import { fileName } from "./own-file.ts";
import { fixedSplitSeed, shares, stratifiedSplit } from "./split.ts";
import { tableDataset } from "./table.ts";
import { cellNumber, isMissing, shownCell } from "./table-cells.ts";
import {
  featureNames,
  indicatorFlags,
  type TableColumn,
  type TableReference,
  tableTargets,
  targetValues,
} from "./table-reference.ts";
import type { TargetSketch } from "./targets.ts";

/** Numbers of a whole table, most: a gigabyte. */
const mostNumbers = 1 << 28;
/** Skipped rows that are told one by one. */
const mostTold = 1000;

/** A row that could not be read. */
export interface SkippedRow {
  readonly line: number;
  readonly reason: string;
}

export interface ReadTable {
  readonly dataset: Dataset;
  /** Rows left out because a value is missing. */
  readonly dropped: number;
  readonly skipped: number;
  /** The first of the skipped rows. */
  readonly told: readonly SkippedRow[];
}

/** Turns the rows of a file into a data set, as a reference says. Holds numbers only. */
export class TableRows {
  private readonly reference: TableReference;
  private readonly file: string;
  private readonly readers: readonly CellReader[];
  private readonly width: number;
  private readonly targetWidth: number;
  private values = new Float32Array(1024);
  private labels = new Uint8Array(256);
  private targets = new Float32Array(256);
  private readonly targetSketch: TargetSketch | undefined;
  private rows = 0;
  private dropped = 0;
  private skipped = 0;
  private readonly told: SkippedRow[] = [];
  private isFirst = true;

  constructor(reference: TableReference) {
    this.reference = reference;
    this.file = fileName(reference.file);
    this.readers = reference.columns.map(cellReader);
    this.width = featureNames(reference.columns).length;
    this.targetSketch = tableTargets(reference.columns);
    this.targetWidth = this.targetSketch?.names.length ?? 0;
  }

  /** @throws TroubleError when the row is malformed and the reference says stop, or the table is too large. */
  add({ line, cells, comma, fault }: TextRow): void {
    const isHeader = this.isFirst && this.reference.header;
    this.isFirst = false;
    if (isHeader) return;
    const wanted = this.readers.length;
    if (fault !== null || cells.length !== wanted) {
      this.refuse(
        line,
        fault ??
          say("This row has {counted}, the others have {wanted}.", {
            counted: counted(cells.length, "value"),
            wanted,
          }),
      );
      return;
    }
    this.makeRoom();
    let at = this.rows * this.width;
    let targetAt = this.rows * this.targetWidth;
    let label = 0;
    let lacks = false;
    for (const [index, read] of this.readers.entries()) {
      const cell = cells[index] ?? "";
      if (isMissing(cell) && read.use !== "leave out") {
        lacks ||= this.reference.missing === "drop" || read.isTarget;
        if (!read.isTarget) this.values.fill(Number.NaN, at, at + read.width);
      } else {
        const reason = read.isTarget
          ? read.read(cell, this.targets, targetAt, comma)
          : read.read(cell, this.values, at, comma);
        if (typeof reason === "string") {
          this.refuse(line, reason);
          return;
        }
        if (read.use === "target") label = reason;
      }
      if (read.isTarget) targetAt += read.width;
      else at += read.width;
    }
    if (lacks) {
      this.dropped += 1;
      return;
    }
    this.labels[this.rows] = label;
    this.rows += 1;
  }

  /** @throws TroubleError when too little is left to train on. */
  result(): ReadTable {
    const { reference, file, rows, dropped, skipped, told } = this;
    const labels = this.labels.slice(0, rows);
    const split = stratifiedSplit(labels, 0, rows, shares(0.15, 0.15), fixedSplitSeed);
    if (split.train.length === 0 || split.test.length === 0)
      throw dataTrouble(
        file,
        say(
          "Only {counted} can be used, after {dropped} with missing values and {skipped} that cannot be read.",
          { counted: counted(rows, "row"), dropped, skipped },
        ),
        say("Choose another file, or fill missing values with the mean."),
      );
    const notes = [
      say("{counted} of {file}.", { counted: counted(rows, "row"), file }),
      dropped > 0 ? say("{counted} with missing values left out.", { counted: counted(dropped, "row") }) : "",
      skipped > 0
        ? say("{counted} left out, the first in line {line}: {reason}", {
            counted: counted(skipped, "malformedRow"),
            line: told[0]?.line,
            reason: told[0]?.reason,
          })
        : "",
    ];
    const dataset = tableDataset({
      id: "table",
      name: file,
      summary: notes.filter(Boolean).join(" "),
      features: featureNames(reference.columns),
      indicators: indicatorFlags(reference.columns),
      classNames: targetValues(reference.columns),
      values: fitting(this.values, rows * this.width),
      labels,
      targets: this.targetSketch && {
        ...this.targetSketch,
        values: this.targets.slice(0, rows * this.targetWidth),
      },
      split,
      provenance: { source: say("The file {file}.", { file }), licence: say("Your own data.") },
    });
    if (skipped === 0) return { dataset, dropped, skipped, told };
    const lines = told.map(({ line, reason }) => say("Line {line}: {reason}", { line, reason }));
    const leftOut = { of: "row", count: skipped, told: lines } as const;
    return { dataset: { ...dataset, leftOut }, dropped, skipped, told };
  }

  private refuse(line: number, reason: string): void {
    if (this.reference.malformed === "stop")
      throw dataTrouble(
        say("{file}, line {line}", { file: this.file, line }),
        reason,
        say("Correct the line, or have malformed rows skipped."),
      );
    this.skipped += 1;
    if (this.told.length < mostTold) this.told.push({ line, reason });
  }

  private makeRoom(): void {
    const needed = (this.rows + 1) * this.width;
    if (needed > mostNumbers)
      throw dataTrouble(
        this.file,
        say("It has more than {counted} to learn from.", { counted: counted(mostNumbers, "number") }),
        say("Leave columns out, or use fewer rows."),
      );
    if (needed > this.values.length) {
      const more = new Float32Array(Math.max(needed, Math.min(mostNumbers, this.values.length * 2)));
      more.set(this.values);
      this.values = more;
    }
    const targetsNeeded = (this.rows + 1) * this.targetWidth;
    if (targetsNeeded > this.targets.length) {
      const more = new Float32Array(Math.max(targetsNeeded, this.targets.length * 2));
      more.set(this.targets);
      this.targets = more;
    }
    if (this.rows === this.labels.length) {
      const more = new Uint8Array(this.labels.length * 2);
      more.set(this.labels);
      this.labels = more;
    }
  }
}

/** The numbers that are used: without a copy where little more is held. */
function fitting(values: Float32Array, length: number): Float32Array {
  return length > values.length * 0.75 ? values.subarray(0, length) : values.slice(0, length);
}

/** How a column's cells become numbers. */
interface CellReader {
  readonly use: TableColumn["use"];
  readonly isTarget: boolean;
  /** Inputs of the network, or targets that are no classes. */
  readonly width: number;
  /** Writes the inputs or targets; gives the number of the value, or what is wrong as a sentence. */
  read(cell: string, output: Float32Array, at: number, comma: boolean): number | string;
}

function cellReader(column: TableColumn): CellReader {
  const { use, name } = column;
  const isTarget = use === "target" || use === "target number" || use === "target label";
  if (use === "leave out") return { use, isTarget, width: 0, read: () => 0 };
  if (use === "number" || use === "target number")
    return {
      use,
      isTarget,
      width: 1,
      read: (cell, output, at, comma) => {
        const value = cellNumber(cell, comma);
        if (value === null)
          return say("{cell} in {column} is not a finite number.", {
            cell: shownCell(cell),
            column: shownCell(name),
          });
        output[at] = value;
        return 0;
      },
    };
  const numbers = new Map(column.values.map((value, index) => [value, index]));
  const width = { category: column.values.length, "target label": 1, target: 0 }[use];
  return {
    use,
    isTarget,
    width,
    read: (cell, output, at) => {
      const found = numbers.get(cell.trim());
      if (found === undefined)
        return say("{cell} is not one of the {values} values of {column}.", {
          cell: shownCell(cell),
          values: column.values.length,
          column: shownCell(name),
        });
      if (use === "target label") output[at] = found;
      else if (use === "category") {
        output.fill(0, at, at + width);
        output[at + found] = 1;
      }
      return found;
    },
  };
}
