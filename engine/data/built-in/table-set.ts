import { strFromU8 } from "fflate";
import { say } from "../../words/say.ts";
import { dataTrouble } from "../data-trouble.ts";
import type { BuiltInSet } from "../dataset-record.ts";
import { fixedSplitSeed, shares, stratifiedSplit } from "../split.ts";
import { tableDataset } from "../table.ts";

/** What tells one table that ships with the app from another. */
export interface TableSet<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly summary: string;
  /** The columns before the last one, which is the class. */
  readonly features: readonly string[];
  readonly classNames: readonly string[];
  readonly rows: number;
  readonly file: string;
}

/**
 * A table in the form of scikit-learn's data files: a line with the numbers of rows and features and the classes'
 * names, then a line of numbers a row, with the class, from 0, at its end. Of each class 70 % are for training, 15 % for
 * validation, 15 % for the test, drawn once and for all.
 */
export function defineTableSet<const Id extends string>(
  definition: TableSet<Id>,
): BuiltInSet & { readonly id: Id } {
  const { id, title, summary, features, classNames, file } = definition;
  return {
    kind: "built-in",
    id,
    title,
    summary,
    inputShape: [features.length],
    classNames,
    files: [file],
    assemble(contents, provenance) {
      const { values, labels } = readRows(contents[0] ?? new Uint8Array(), definition);
      return tableDataset({
        id,
        name: title,
        summary,
        features,
        classNames,
        values,
        labels,
        split: stratifiedSplit(labels, 0, labels.length, shares(0.15, 0.15), fixedSplitSeed),
        provenance,
      });
    },
  };
}

function readRows(content: Uint8Array, { file, rows, features, classNames }: TableSet<string>) {
  const [, ...lines] = strFromU8(content).trimEnd().split(/\r?\n/);
  if (lines.length !== rows) {
    throw dataTrouble(
      say("{file}, line {line}", { file, line: lines.length + 1 }),
      say("It has {found} rows, not {rows}.", { found: lines.length, rows }),
    );
  }
  const values = new Float32Array(rows * features.length);
  const labels = new Uint8Array(rows);
  for (const [row, line] of lines.entries()) {
    const numbers = line.split(",").map(Number);
    const label = numbers.pop() ?? -1;
    if (numbers.length !== features.length || !numbers.every(Number.isFinite) || !(label in classNames)) {
      throw dataTrouble(
        say("{file}, line {line}", { file, line: row + 2 }),
        say("A row is {features} numbers and a class from 0 to {last}.", {
          features: features.length,
          last: classNames.length - 1,
        }),
      );
    }
    values.set(numbers, row * features.length);
    labels[row] = label;
  }
  return { values, labels };
}
