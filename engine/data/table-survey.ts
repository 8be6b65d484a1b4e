import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";
import type { TextRow } from "./delimited.ts";
import { cellNumber, isMissing } from "./table-cells.ts";
import { mostColumns, mostValues } from "./table-reference.ts";

/** What is known of a column after one reading. */
export interface ColumnSurvey {
  readonly name: string;
  /** A number when at least 19 of 20 cells that are there are one; the others are malformed then. */
  readonly looksLike: "number" | "category";
  readonly missing: number;
  /** Its values, numbers by size and words by their letters; null when there are more than can be told apart. */
  readonly values: readonly string[] | null;
}

export interface TableSurvey {
  readonly header: boolean;
  readonly rows: number;
  readonly columns: readonly ColumnSurvey[];
}

interface Counter {
  numbers: number;
  missing: number;
  values: Set<string> | null;
}

/** Learns from the rows of a file which columns it has. Holds counts, not rows. */
export class Surveyor {
  private readonly file: string;
  private names: readonly string[] | null = null;
  private header = true;
  private counters: Counter[] = [];
  private rows = 0;
  private comma = false;

  constructor(file: string) {
    this.file = file;
  }

  add({ line, cells, comma, fault }: TextRow): void {
    if (this.names === null) {
      this.comma = comma;
      this.begin(line, cells);
      if (this.header) return;
    }
    if (fault !== null || cells.length !== this.counters.length) return;
    this.rows += 1;
    for (const [index, counter] of this.counters.entries()) {
      const cell = cells[index] ?? "";
      if (isMissing(cell)) counter.missing += 1;
      else {
        if (cellNumber(cell, comma) !== null) counter.numbers += 1;
        counter.values?.add(cell.trim());
        if (counter.values && counter.values.size > mostValues) counter.values = null;
      }
    }
  }

  /** Learns from the first row how many columns there are, and whether it names them. */
  private begin(line: number, cells: readonly string[]): void {
    if (cells.length < 2 || cells.length > mostColumns)
      throw dataTrouble(
        say("{file}, line {line}", { file: this.file, line }),
        say(
          "The first row has {columns, plural, one {1 column} other {{columns} columns}}; a table has 2 to {mostColumns}, divided by commas, semicolons, tabs or bars.",
          { columns: cells.length, mostColumns },
        ),
        say("Choose another file, or save the table as CSV."),
      );
    this.header = !cells.some((cell) => cellNumber(cell, this.comma) !== null);
    this.names = this.header ? columnNames(cells) : cells.map((_, index) => `Column ${index + 1}`);
    this.counters = cells.map(() => ({ numbers: 0, missing: 0, values: new Set<string>() }));
  }

  /** @throws TroubleError when there was no row to learn from. */
  result(): TableSurvey {
    if (this.names === null || this.rows === 0)
      throw dataTrouble(
        this.file,
        this.names === null ? say("It is empty.") : say("It has no rows below the names of its columns."),
        say("Choose another file."),
      );
    const columns = this.names.map((name, index): ColumnSurvey => {
      const { numbers, missing, values } = this.counters[index] as Counter;
      const there = this.rows - missing;
      return {
        name,
        looksLike: there > 0 && numbers >= there * 0.95 ? "number" : "category",
        missing,
        values: values && sorted([...values], this.comma),
      };
    });
    return { header: this.header, rows: this.rows, columns };
  }
}

function sorted(values: string[], comma: boolean): string[] {
  const number = (value: string) => cellNumber(value, comma);
  return values.every((value) => number(value) !== null)
    ? values.sort((a, b) => (number(a) ?? 0) - (number(b) ?? 0) || (a < b ? -1 : 1))
    : values.sort();
}

/** Names that can be told apart and shown: trimmed, cut, without steering characters, numbered where they repeat. */
function columnNames(cells: readonly string[]): string[] {
  const used = new Set<string>();
  return cells.map((cell, index) => {
    const clean =
      cell
        .replace(/[\p{Cc}\p{Cf}]/gu, " ")
        .trim()
        .slice(0, 100) || `Column ${index + 1}`;
    let name = clean;
    for (let copy = 2; used.has(name); copy += 1) name = `${clean} (${copy})`;
    used.add(name);
    return name;
  });
}
